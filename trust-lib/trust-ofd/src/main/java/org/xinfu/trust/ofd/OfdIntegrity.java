package org.xinfu.trust.ofd;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampSource;

/**
 * Lists the files of an OFD package in OFDEntries.xml (GM/T 0099-2020 §7.4, D.1) and signs the list
 * with GB/T 35275, so that no file can be smuggled in or taken away. The list has names and no
 * digests: it is made after the last seal, which protects what is in the files. Same package,
 * request and signature value give the same octets.
 */
public final class OfdIntegrity {
  private static final String ID = "integrity";
  private static final String CLAUSE = "GM/T 0099 7.4";

  private OfdIntegrity() {}

  /**
   * The package with its list and the value over it as the last two files; all others stay as they
   * are.
   *
   * @param signer an SM2 key with its certificate
   * @return Invalid when the package cannot be read, has a list already ({@code
   *     signature-list-changed}), or a file stands where one of the two goes ({@code
   *     package-ambiguous})
   * @throws IllegalArgumentException when the signer's suite is not SM2 or it has no certificate
   * @throws org.xinfu.trust.key.VaultException when the signer's device fails
   */
  public static Verdict<Bytes> list(
      DocumentSource ofd, OfdIntegrityRequest request, Signer signer) {
    return SignatureDraft.held(listed(ofd, request, by(signer)));
  }

  /**
   * As {@link #list(DocumentSource, OfdIntegrityRequest, Signer)}, with a signature-time-stamp (EN
   * 319 122-1 §5.3).
   *
   * @return refused, too, when the authority refuses
   */
  public static Verdict<Bytes> list(
      DocumentSource ofd, OfdIntegrityRequest request, Signer signer, TimestampSource authority) {
    return SignatureDraft.held(listed(ofd, request, by(signer, authority)));
  }

  /**
   * As {@link #list(DocumentSource, OfdIntegrityRequest, Signer)} for packages of any size: large
   * files go by once to be copied, and are never held.
   *
   * @param out where the package goes; nothing is written when the verdict is not Valid
   * @return how many octets were written
   * @throws IOException when {@code out} fails, or {@code ofd} changes while it is copied: then
   *     what was written is no package
   */
  public static Verdict<Long> list(
      DocumentSource ofd, OfdIntegrityRequest request, Signer signer, OutputStream out)
      throws IOException {
    return SignatureDraft.written(listed(ofd, request, by(signer)), out);
  }

  /** Makes the value over a list. */
  static Function<Bytes, Verdict<Bytes>> by(Signer signer) {
    return list -> new Report.Builder().pass(ID, CLAUSE, "").verdict(value(list, signer));
  }

  /** Makes the value over a list, with a time-stamp. */
  static Function<Bytes, Verdict<Bytes>> by(Signer signer, TimestampSource authority) {
    return list -> CadesExtender.timestamp(value(list, signer), authority);
  }

  private static Bytes value(Bytes list, Signer signer) {
    return Gbt35275Signer.attached(Digests.sm3(list), signer);
  }

  private static Verdict<OfdPackageWriter> listed(
      DocumentSource ofd, OfdIntegrityRequest request, Function<Bytes, Verdict<Bytes>> value) {
    try {
      OfdFiles files = SignatureDraft.followed(ofd).files();
      refuseListed(files);
      Map<String, PackageFile> all = new LinkedHashMap<>();
      files.paths().forEach(path -> all.put(path, files.file(path).orElseThrow()));
      return packed(all, request, value);
    } catch (Finding f) {
      return new Report.Builder().fail(ID, CLAUSE, f.reason(), f.detail()).refusal();
    }
  }

  /** A list that names every file allows no further one. */
  static void refuseListed(OfdFiles files) throws Finding {
    if (IntegrityList.find(files).isPresent()) {
      throw new Finding(
          Reason.SIGNATURE_LIST_CHANGED, IntegrityList.NAME + " allows no further file");
    }
  }

  /** The package of these files, then the list of them, and last the value over the list. */
  static Verdict<OfdPackageWriter> packed(
      Map<String, PackageFile> files,
      OfdIntegrityRequest request,
      Function<Bytes, Verdict<Bytes>> maker)
      throws Finding {
    SignatureDraft.refuseCollision(files.keySet(), List.of(IntegrityList.NAME, request.value()));
    Bytes list = IntegrityList.write(files.keySet(), request);
    return SignatureDraft.then(
        maker.apply(list),
        value -> {
          OfdPackageWriter writer = new OfdPackageWriter();
          files.forEach(writer::add);
          return writer.add(IntegrityList.NAME, list).add(request.value(), value);
        });
  }
}
