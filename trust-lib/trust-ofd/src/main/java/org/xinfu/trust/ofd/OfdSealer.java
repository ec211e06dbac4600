package org.xinfu.trust.ofd;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Function;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.SealSigner;
import org.xinfu.trust.seal.SealedContent;
import org.xinfu.trust.time.TimestampSource;

/**
 * Seals an OFD package (GB/T 33190-2016 §18, GB/T 38540-2020): copies every file as it is, names
 * the list of signatures in OFD.xml, and protects every file but the new signature's own two. Same
 * package, request and signature value give the same octets.
 */
public final class OfdSealer {
  private static final String CLAUSE = "GB/T 33190 18";

  private OfdSealer() {}

  /**
   * The sealed package.
   *
   * @return Invalid when the package or the seal cannot be read, a file of the document stands
   *     where the signature goes ({@code package-ambiguous}), a stamp or a slice of a riding seam
   *     lies on no page ({@code stamp-not-on-page}), an earlier signature protects the list of
   *     signatures or an integrity list names every file ({@code signature-list-changed}), or the
   *     package would be larger than a verifier reads ({@code budget-exceeded})
   * @throws org.xinfu.trust.key.VaultException when the signer's device fails
   */
  public static Verdict<Bytes> seal(DocumentSource ofd, OfdSealRequest request, Signer signer) {
    return SignatureDraft.held(seal(ofd, request, by(signer)));
  }

  /**
   * As {@link #seal(DocumentSource, OfdSealRequest, Signer)}, with a time-stamp on the signature
   * value (GB/T 38540, SES_Signature {@code [0]}), which proves when the seal was used.
   *
   * @return refused, too, when the authority refuses
   */
  public static Verdict<Bytes> seal(
      DocumentSource ofd, OfdSealRequest request, Signer signer, TimestampSource authority) {
    return SignatureDraft.held(
        seal(
            ofd,
            request,
            new Sealing(
                content -> SealSigner.sign(content, signer, authority),
                OfdIntegrity.by(signer, authority))));
  }

  /**
   * As {@link #seal(DocumentSource, OfdSealRequest, Signer)} for packages of any size: large files
   * go by once to be hashed and once to be copied, and are never held.
   *
   * @param out where the sealed package goes; nothing is written when the verdict is not Valid
   * @return how many octets were written
   * @throws IOException when {@code out} fails, or {@code ofd} changes while it is copied: then
   *     what was written is no package
   */
  public static Verdict<Long> seal(
      DocumentSource ofd, OfdSealRequest request, Signer signer, OutputStream out)
      throws IOException {
    return SignatureDraft.written(seal(ofd, request, by(signer)), out);
  }

  /** Makes the value over what is sealed, and the one over an integrity list. */
  private record Sealing(
      Function<SealedContent, Verdict<Bytes>> value, Function<Bytes, Verdict<Bytes>> listing) {}

  private static Sealing by(Signer signer) {
    return new Sealing(
        content ->
            new Report.Builder().pass("seal", CLAUSE, "").verdict(SealSigner.sign(content, signer)),
        OfdIntegrity.by(signer));
  }

  private static Verdict<OfdPackageWriter> seal(
      DocumentSource ofd, OfdSealRequest request, Sealing sealing) {
    try {
      SignatureDraft draft = SignatureDraft.open(ofd, "Seal");
      return draft.signed(
          new OfdSignRequest(request.protection(), request.time(), request.provider()),
          new SignatureDraft.Appearance(
              Optional.of(request.seal()), StampPlaces.of(request, draft.pages())),
          (xml, path) ->
              sealing
                  .value()
                  .apply(new SealedContent(request.seal(), Digests.sm3(xml), path, request.time())),
          sealing.listing());
    } catch (Finding f) {
      return new Report.Builder().fail("seal", CLAUSE, f.reason(), f.detail()).refusal();
    }
  }
}
