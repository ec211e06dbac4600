package org.xinfu.trust.ofd;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.seal.SealJudgement;
import org.xinfu.trust.seal.SealProofs;

/**
 * Judges the integrity list of a package, GM/T 0099-2020 §7.4.6: that it names every file and no
 * other, and the signature over it, which is GB/T 35275 as for Type="Sign". The list is a signature
 * of its own in the report. It covers no content, since it has names and no digests.
 */
final class IntegrityJudge {
  private static final String LIST = "GM/T 0099 D.1";
  private static final String JUDGED = "GM/T 0099 7.4.6";
  private static final String VALUE = "signedvalue.dat";
  private final OfdFiles files;
  private final TrustPolicy policy;
  private final Report.Builder checks = new Report.Builder();
  private final Set<String> own = new LinkedHashSet<>();

  IntegrityJudge(OfdFiles files, TrustPolicy policy) {
    this.files = files;
    this.policy = policy;
  }

  Judged judge(String path) {
    own.add(path);
    try {
      IntegrityList list = IntegrityList.read(path, files);
      checks.pass("integrity-list", LIST, list.locations().size() + " files");
      compare(list);
      return new Judged(value(list), own);
    } catch (Finding f) {
      checks.fail("integrity-list", LIST, f.reason(), f.detail());
      // Where its value lies nobody can tell; the usual place is not somebody else's.
      files.paths().stream().filter(p -> p.equalsIgnoreCase(VALUE)).forEach(own::add);
      return new Judged(unread(path, "UNKNOWN"), own);
    }
  }

  private void compare(IntegrityList list) {
    List<Finding> differences = list.differences(files);
    for (Finding difference : differences) {
      checks.fail("integrity-files", JUDGED, difference.reason(), difference.detail());
    }
    if (differences.isEmpty()) {
      checks.pass("integrity-files", JUDGED, "the list names every file and no other");
    }
  }

  private SignatureReport value(IntegrityList list) throws Finding {
    Optional<String> path = list.value(files);
    Optional<Bytes> value = path.isPresent() ? files.part(path.get()) : Optional.empty();
    if (value.isEmpty()) {
      checks.fail("signed-value", LIST, Reason.REFERENCED_FILE_MISSING, list.signedValue());
      return unread(list.path(), "UNKNOWN");
    }
    own.add(path.get());
    SignatureValue kind = SignatureValue.of(value.get());
    if (kind != SignatureValue.GBT35275) {
      checks.fail("signature-type", "GM/T 0099 7.4.3", Reason.SIGNATURE_TYPE_MISMATCH, "" + kind);
      return unread(list.path(), kind.name());
    }
    Bytes xml = files.part(list.path()).orElse(Bytes.empty());
    Optional<SignatureDateTime> claimed = SignatureDateTime.parse(list.creationDate());
    SealJudgement judged =
        new PlainSignature(xml, value.get(), claimed, SealProofs.none(), policy).judge(kind);
    return judged.toSignatureReport(list.path(), Coverage.NONE, checks.report());
  }

  private SignatureReport unread(String id, String format) {
    return new SignatureReport(
        id,
        format,
        null,
        Integrity.BROKEN,
        Coverage.NONE,
        null,
        null,
        TimeSource.NONE,
        null,
        null,
        List.of(),
        checks.report());
  }
}
