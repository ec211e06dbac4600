package org.xinfu.licence.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.blob.BlobStore;
import org.xinfu.licence.domain.Holder;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.domain.LicenceFile;
import org.xinfu.licence.domain.LicenceRefusal;
import org.xinfu.licence.domain.LicenceRefusal.Rule;
import org.xinfu.licence.domain.LicenceStore;
import org.xinfu.licence.web.Identifiers;
import org.xinfu.trust.Bytes;

/**
 * Reads licences, with a row in the audit for each reading (GB/T 36906: every call has a cause).
 */
public final class QueryLicences {
  private final LicenceStore licences;
  private final BlobStore blobs;
  private final Audit audit;

  public QueryLicences(LicenceStore licences, BlobStore blobs, Audit audit) {
    this.licences = licences;
    this.blobs = blobs;
    this.audit = audit;
  }

  /**
   * Who asks.
   *
   * @param holder number of the citizen who looks at own licences; none for a department
   * @param org of the department, when it is bound to one
   * @param why what the audit says beside who: the cause for which another department's licence is
   *     read, or who acts for the holder at which window
   */
  public record Reader(Optional<String> holder, Optional<String> org, Map<String, String> why) {
    public Reader {
      why = Map.copyOf(why);
    }

    /** A citizen who looks at own licences, or for whom somebody does at a window. */
    public static Reader holder(String number, Map<String, String> why) {
      return new Reader(Optional.of(number), Optional.empty(), why);
    }

    /** Holders see their own; departments what they issued, and others' for a cause. */
    boolean sees(Licence licence) {
      if (holder.isPresent()) {
        return holds(licence, holder.get());
      }
      return !why.isEmpty() || org.isEmpty() || org.get().equals(licence.facts().issuer().uscc());
    }
  }

  /**
   * One licence.
   *
   * @throws Refused 404 when there is none or the reader may not see it: the two look alike
   */
  public Licence one(String identifier, Reader reader) {
    Licence licence = Identifiers.find(licences, identifier);
    if (!reader.sees(licence)) {
      throw new Refused(LicenceRefusal.of(Rule.LICENCE_NOT_FOUND));
    }
    audit.record("licence-read", licence.identifier().text(), "done", reader.why());
    return licence;
  }

  /** A file of a licence that {@link #one} would give. */
  public Bytes file(String identifier, LicenceFile.Format format, Reader reader) {
    return one(identifier, reader)
        .file(format)
        .flatMap(file -> blobs.get(file.blob()))
        .orElseThrow(() -> new Refused(LicenceRefusal.of(Rule.LICENCE_NOT_FOUND)));
  }

  /** Licences of a citizen who looks at own ones. */
  public List<Licence> own(String citizenId, Map<String, String> why) {
    List<Licence> found = licences.heldBy(Holder.CITIZEN, citizenId);
    Map<String, Object> details = new TreeMap<>(why);
    details.put("found", found.size());
    audit.record("licences-listed", "own", "done", details);
    return found;
  }

  /** Licences of anyone, for a stated cause. */
  public List<Licence> heldBy(Search search) {
    List<Licence> found =
        licences.heldBy(search.idType(), search.id()).stream()
            .filter(
                l ->
                    search.typeCode().isEmpty()
                        || search.typeCode().get().equals(l.identifier().typeCode()))
            .toList();
    audit.record(
        "licences-searched",
        search.typeCode().orElse("*"),
        "done",
        Map.of("useCause", search.useCause(), "found", found.size()));
    return found;
  }

  /** What a department looks for, and why. */
  public record Search(String idType, String id, Optional<String> typeCode, String useCause) {}

  private static boolean holds(Licence licence, String citizenId) {
    return licence.facts().holders().stream()
        .anyMatch(h -> h.idType().equals(Holder.CITIZEN) && h.id().equals(citizenId));
  }
}
