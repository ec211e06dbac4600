package org.xinfu.trust.pdf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.seal.RidingSeam;

/**
 * What to sign, in which field, and where the seal is seen. One signature covers all positions.
 *
 * @param seal the picture that is shown; empty for a signature without appearance
 * @param positions where the whole picture is shown; the first is the place of a new field
 * @param seams riding seams, over all pages each
 * @param field to be signed
 * @param texts what the signature dictionary says
 * @param time the claimed time, /M; in whole seconds
 * @param level the PAdES level asked for
 * @param certification what the signer allows after his signature
 */
public record PdfSealRequest(
    Optional<Seal> seal,
    List<Position> positions,
    List<RidingSeam> seams,
    Field field,
    Texts texts,
    Instant time,
    Level level,
    Certification certification) {
  /** Whether the signature certifies the document, ISO 32000-2 §12.8.2.2 (DocMDP). */
  public enum Certification {
    /** An approval signature: it says nothing of later changes. */
    NONE(0),
    /** P=1: nothing may follow but validation material. */
    NO_CHANGES(1),
    /** P=2: forms may be filled in and signed. */
    FORMS(2),
    /** P=3: annotations may be made, too. */
    ANNOTATIONS(3);

    private final int level;

    Certification(int level) {
      this.level = level;
    }

    /** P as it is written; 0 for an approval. */
    public int level() {
      return level;
    }
  }

  /** PAdES baseline levels that a request asks for, ETSI EN 319 142-1 §6; others are extensions. */
  public enum Level {
    B_B
  }

  /**
   * Checks that the parts go together.
   *
   * @throws IllegalArgumentException when they do not
   */
  public PdfSealRequest {
    positions = List.copyOf(positions);
    seams = List.copyOf(seams);
    boolean placed = !positions.isEmpty() || !seams.isEmpty();
    if (seal.isEmpty() ? placed : !placed && !field.existing()) {
      throw new IllegalArgumentException("a seal and its positions go together");
    }
  }

  /** A signature at level B-B in a new field that shows nothing. */
  public static PdfSealRequest invisible(String fieldName, Instant time) {
    return of(Optional.empty(), List.of(), Field.added(fieldName), time);
  }

  /** A visible seal at level B-B in a new field, without reason, location and name. */
  public static PdfSealRequest seal(Seal seal, Position at, String fieldName, Instant time) {
    return of(Optional.of(seal), List.of(at), Field.added(fieldName), time);
  }

  /** A riding seam at level B-B over all pages, whose first slice is the new field's place. */
  public static PdfSealRequest seam(Seal seal, RidingSeam seam, String fieldName, Instant time) {
    return new PdfSealRequest(
        Optional.of(seal),
        List.of(),
        List.of(seam),
        Field.added(fieldName),
        Texts.NONE,
        time,
        Level.B_B,
        Certification.NONE);
  }

  /** A signature at level B-B in an empty field that the document has; it shows nothing new. */
  public static PdfSealRequest inField(String fullName, Instant time) {
    return of(Optional.empty(), List.of(), Field.existing(fullName), time);
  }

  /** As {@link #inField(String, Instant)}, with the seal in the middle of the field's rectangle. */
  public static PdfSealRequest inField(Seal seal, String fullName, Instant time) {
    return of(Optional.of(seal), List.of(), Field.existing(fullName), time);
  }

  private static PdfSealRequest of(
      Optional<Seal> seal, List<Position> positions, Field field, Instant time) {
    return new PdfSealRequest(
        seal, positions, List.of(), field, Texts.NONE, time, Level.B_B, Certification.NONE);
  }

  /** The same request with these texts; empty for none. */
  public PdfSealRequest withTexts(String why, String where, String who) {
    return new PdfSealRequest(
        seal, positions, seams, field, new Texts(why, where, who), time, level, certification);
  }

  /** The same request by a signer who certifies the document; he has to be the first. */
  public PdfSealRequest certifying(Certification allowed) {
    return new PdfSealRequest(seal, positions, seams, field, texts, time, level, allowed);
  }

  /** The same request with one more position of the same seal. */
  public PdfSealRequest alsoAt(Position position) {
    List<Position> all = new ArrayList<>(positions);
    all.add(position);
    return new PdfSealRequest(seal, all, seams, field, texts, time, level, certification);
  }

  /** The same request with a riding seam of the same seal over all pages. */
  public PdfSealRequest along(RidingSeam seam) {
    List<RidingSeam> all = new ArrayList<>(seams);
    all.add(seam);
    return new PdfSealRequest(seal, positions, all, field, texts, time, level, certification);
  }

  /** The same request by a signer who locks fields. */
  public PdfSealRequest locking(FieldLock lock) {
    Field locked = new Field(field.name(), field.existing(), Optional.of(lock));
    return new PdfSealRequest(seal, positions, seams, locked, texts, time, level, certification);
  }

  /**
   * Every appearance in a document of so many pages: whole pictures first, then the slices.
   *
   * @throws IllegalArgumentException when a page is not there or a seam has no two pages
   */
  public List<SealStamp> stamps(int pages) {
    List<SealStamp> all = new ArrayList<>();
    for (Position position : positions) {
      if (position.page() > pages) {
        throw new IllegalArgumentException("the document has no page " + position.page());
      }
      all.add(SealStamp.whole(position));
    }
    seams.forEach(seam -> all.addAll(SealStamp.over(seam, pages)));
    return all;
  }

  /**
   * A seal's PNG and its size on paper in millimetres.
   *
   * @param picture PNG
   */
  public record Seal(Bytes picture, double widthMm, double heightMm) {
    /** Checks that there is a picture of some size. */
    public Seal {
      if (picture.length() == 0 || !(widthMm > 0) || !(heightMm > 0)) {
        throw new IllegalArgumentException("a picture and its size go together");
      }
    }
  }

  /**
   * A page from 1 and millimetres from the top left corner of what is shown of it (crop box,
   * rotated) to the top left corner of the picture.
   */
  public record Position(int page, double xMm, double yMm) {
    /** Checks the numbers. */
    public Position {
      if (page < 1 || !(xMm >= 0) || !(yMm >= 0)) {
        throw new IllegalArgumentException("pages count from 1, positions from the top left");
      }
    }
  }

  /**
   * The signature field, ISO 32000-2 §12.7.5.5.
   *
   * @param name the full name of an existing field, or the name of a new one
   * @param existing whether the document has it, and it is empty
   * @param lock the fields that the signature locks; an existing field has its own or takes this
   */
  public record Field(String name, boolean existing, Optional<FieldLock> lock) {
    /** Checks the name. */
    public Field {
      if (name.isBlank() || (!existing && name.contains("."))) {
        throw new IllegalArgumentException("a new field's name is not blank and has no dot");
      }
    }

    static Field added(String name) {
      return new Field(name, false, Optional.empty());
    }

    static Field existing(String fullName) {
      return new Field(fullName, true, Optional.empty());
    }
  }

  /** /Reason, /Location and /Name; empty for none. */
  public record Texts(String reason, String location, String name) {
    static final Texts NONE = new Texts("", "", "");
  }
}
