package org.xinfu.trust.pdf;

import java.time.Instant;
import org.xinfu.trust.Bytes;

/**
 * What to sign and where the seal is seen.
 *
 * @param picture PNG of the seal; empty for a signature without appearance
 * @param widthMm of the picture on paper, millimetres; 0 when there is none
 * @param heightMm of the picture on paper, millimetres; 0 when there is none
 * @param page from 1
 * @param xMm from the left edge of the page as shown (crop box, rotated) to the picture's left
 * @param yMm from the top edge of the page as shown down to the picture's top
 * @param fieldName name of the new signature field; unused in the document
 * @param reason /Reason; empty for none
 * @param location /Location; empty for none
 * @param name /Name; empty for none
 * @param time the claimed time, /M; in whole seconds
 * @param level the PAdES level asked for
 * @param certification what the signer allows after his signature
 */
public record PdfSealRequest(
    Bytes picture,
    double widthMm,
    double heightMm,
    int page,
    double xMm,
    double yMm,
    String fieldName,
    String reason,
    String location,
    String name,
    Instant time,
    Level level,
    Certification certification) {
  /** Whether the signature certifies the document, ISO 32000-2 §12.8.2.2 (DocMDP). */
  public enum Certification {
    /** An approval signature: it says nothing of later changes. */
    NONE,
    /** P=1: nothing may follow but validation material. */
    NO_CHANGES,
    /** P=2: forms may be filled in and signed. */
    FORMS,
    /** P=3: annotations may be made, too. */
    ANNOTATIONS
  }

  /** PAdES baseline levels that can be made, ETSI EN 319 142-1 §6. */
  public enum Level {
    B_B
  }

  public PdfSealRequest {
    boolean visible = picture.length() > 0;
    if (visible != (widthMm > 0 && heightMm > 0)) {
      throw new IllegalArgumentException("a picture and its size go together");
    }
    if (page < 1 || xMm < 0 || yMm < 0) {
      throw new IllegalArgumentException("page counts from 1, positions from the top left corner");
    }
    if (fieldName.isBlank() || fieldName.contains(".")) {
      throw new IllegalArgumentException("a field name is not blank and has no dot");
    }
  }

  /** A signature at level B-B that shows nothing. */
  public static PdfSealRequest invisible(String fieldName, Instant time) {
    return new PdfSealRequest(
        Bytes.empty(), 0, 0, 1, 0, 0, fieldName, "", "", "", time, Level.B_B, Certification.NONE);
  }

  /** A visible seal at level B-B, without reason, location and name. */
  public static PdfSealRequest seal(Seal seal, Position at, String fieldName, Instant time) {
    return new PdfSealRequest(
        seal.picture(),
        seal.widthMm(),
        seal.heightMm(),
        at.page(),
        at.xMm(),
        at.yMm(),
        fieldName,
        "",
        "",
        "",
        time,
        Level.B_B,
        Certification.NONE);
  }

  /** The same request with these texts; empty for none. */
  public PdfSealRequest withTexts(String why, String where, String who) {
    return new PdfSealRequest(
        picture,
        widthMm,
        heightMm,
        page,
        xMm,
        yMm,
        fieldName,
        why,
        where,
        who,
        time,
        level,
        certification);
  }

  /** The same request by a signer who certifies the document; he has to be the first. */
  public PdfSealRequest certifying(Certification allowed) {
    return new PdfSealRequest(
        picture, widthMm, heightMm, page, xMm, yMm, fieldName, reason, location, name, time, level,
        allowed);
  }

  /** Whether a picture is shown. */
  public boolean visible() {
    return picture.length() > 0;
  }

  /** A seal's PNG and its size on paper in millimetres. */
  public record Seal(Bytes picture, double widthMm, double heightMm) {}

  /** A page from 1 and millimetres from its top left corner as shown. */
  public record Position(int page, double xMm, double yMm) {}
}
