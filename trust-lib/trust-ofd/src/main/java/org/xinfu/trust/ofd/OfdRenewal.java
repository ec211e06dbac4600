package org.xinfu.trust.ofd;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.seal.SealRenewal;
import org.xinfu.trust.time.TimestampSource;

/**
 * Keeps a sealed package judgeable for decades (decision 0011): adds evidence and a time-stamp over
 * all evidence so far, as often as wanted. It goes into the signature values that no other
 * signature protects, which is always the last one; every other file stays octet by octet. Since
 * the last signature protects those before it, its proof of existence is theirs too.
 */
public final class OfdRenewal {
  private static final String ID = "renewal";
  private static final String CLAUSE = "GB/T 33190 18";
  private static final String LIST = "GM/T 0099 D.1";

  private OfdRenewal() {}

  /**
   * The renewed package. Call it before a certificate of the last time-stamp's path expires, with
   * lists that are newer than that time-stamp. Nothing is verified: who renews a broken package
   * keeps a broken one.
   *
   * @param evidence for the signers, the makers and the authority of the last time-stamp
   * @return Invalid when the package cannot be read, holds no signature ({@code no-signature}), or
   *     a signature value has no place for evidence ({@code signature-type-mismatch}: GM/T
   *     0031-2014 and bare SM2 values); refused, too, when the authority refuses. A value over an
   *     integrity list without such a place stays as it is beside others, with a WARN
   */
  public static Verdict<Bytes> renew(
      DocumentSource ofd, Evidence evidence, TimestampSource authority) {
    return SignatureDraft.held(renewed(ofd, new Proof(evidence, authority)));
  }

  /**
   * As {@link #renew(DocumentSource, Evidence, TimestampSource)} for packages of any size.
   *
   * @param out where the renewed package goes; nothing is written when the verdict is not Valid
   * @return how many octets were written
   * @throws IOException when {@code out} fails, or {@code ofd} changes while it is copied: then
   *     what was written is no package
   */
  public static Verdict<Long> renew(
      DocumentSource ofd, Evidence evidence, TimestampSource authority, OutputStream out)
      throws IOException {
    return SignatureDraft.written(renewed(ofd, new Proof(evidence, authority)), out);
  }

  private static Verdict<OfdPackageWriter> renewed(DocumentSource ofd, Proof proof) {
    Report.Builder checks = new Report.Builder();
    try {
      OfdGraph graph = SignatureDraft.followed(ofd);
      List<Open> open = open(graph, checks);
      if (open.isEmpty()) {
        throw new Finding(Reason.NO_SIGNATURE, "no signature value to renew");
      }
      OfdFiles files = graph.files();
      Map<String, PackageFile> all = new LinkedHashMap<>();
      files.paths().forEach(p -> all.put(p, files.file(p).orElseThrow()));
      for (Open one : open) {
        Bytes value = files.part(one.value()).orElseThrow();
        Verdict<Bytes> renewed = proof.on(value, files.part(one.xml()).orElseThrow());
        if (!(renewed instanceof Verdict.Valid<Bytes> valid)) {
          return SignatureDraft.then(renewed, none -> new OfdPackageWriter());
        }
        all.put(one.value(), PackageFile.of(valid.content()));
      }
      OfdPackageWriter writer = new OfdPackageWriter();
      all.forEach(writer::add);
      return checks.pass(ID, CLAUSE, open.size() + " signatures").verdict(writer);
    } catch (Finding f) {
      return checks.fail(ID, CLAUSE, f.reason(), f.detail()).refusal();
    }
  }

  /** What is to be added. */
  private record Proof(Evidence evidence, TimestampSource authority) {
    Verdict<Bytes> on(Bytes value, Bytes xml) {
      return switch (SignatureValue.of(value)) {
        case SES -> SealRenewal.renew(value, evidence, authority);
        case GBT35275 -> CadesExtender.renew(value, SignedContent.of(xml), evidence, authority);
        case BARE_SM2, UNKNOWN ->
            new Report.Builder()
                .fail(ID, CLAUSE, Reason.SIGNATURE_TYPE_MISMATCH, "no place for evidence")
                .refusal();
      };
    }
  }

  /** A signature value that no signature protects, and the XML that it is over. */
  private record Open(String value, String xml) {}

  /**
   * The values that no signature of the package protects, that over an integrity list among them;
   * no signature can protect its own.
   */
  private static List<Open> open(OfdGraph graph, Report.Builder checks) throws Finding {
    OfdFiles files = graph.files();
    List<Open> values = new ArrayList<>();
    Set<String> protectedKeys = new HashSet<>();
    for (OfdDocument document : graph.documents()) {
      if (document.signatures().isEmpty()) {
        continue;
      }
      SignatureList list = SignatureList.read(document.signatures().get(), files);
      for (SignatureList.Entry entry : list.entries()) {
        files
            .signature(entry.path())
            .references()
            .forEach(r -> protectedKeys.add(OfdPath.key(r.fileRef())));
        String value =
            CarriedEvidence.value(entry, list, files)
                .orElseThrow(() -> new Finding(Reason.REFERENCED_FILE_MISSING, entry.id()));
        values.add(new Open(value, entry.path()));
      }
    }
    Optional<String> listed = IntegrityList.find(files);
    if (listed.isPresent()) {
      IntegrityList list = IntegrityList.read(listed.get(), files);
      Optional<String> value = list.value(files);
      Optional<Finding> closed = closed(value, list, files);
      if (closed.isEmpty()) {
        values.add(new Open(value.orElseThrow(), list.path()));
      } else if (values.isEmpty()) {
        throw closed.get();
      } else {
        checks.warn("integrity-list", LIST, closed.get().reason(), closed.get().detail());
      }
    }
    return values.stream().filter(v -> !protectedKeys.contains(OfdPath.key(v.value()))).toList();
  }

  /**
   * Why the value over the list takes no evidence: the seals beside it need theirs all the same.
   */
  private static Optional<Finding> closed(
      Optional<String> value, IntegrityList list, OfdFiles files) throws Finding {
    if (value.isEmpty()) {
      return Optional.of(new Finding(Reason.REFERENCED_FILE_MISSING, list.signedValue()));
    }
    return switch (SignatureValue.of(files.part(value.get()).orElseThrow())) {
      case SES, GBT35275 -> Optional.empty();
      case BARE_SM2, UNKNOWN ->
          Optional.of(
              new Finding(Reason.SIGNATURE_TYPE_MISMATCH, value.get() + ": no place for evidence"));
    };
  }
}
