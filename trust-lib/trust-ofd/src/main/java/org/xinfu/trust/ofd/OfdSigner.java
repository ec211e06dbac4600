package org.xinfu.trust.ofd;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampSource;

/**
 * Signs an OFD package without a seal, Type="Sign" of GB/T 33190-2016 §18.1: the value is
 * SignedData of GB/T 35275 that carries the SM3 of Signature.xml (GM/T 0099 §7.2.2 b). Files are
 * kept and protected as {@link OfdSealer} does; seals and signatures may follow each other.
 */
public final class OfdSigner {
  private static final String CLAUSE = "GB/T 33190 18";

  private OfdSigner() {}

  /**
   * The signed package.
   *
   * @param signer an SM2 key with its certificate
   * @return Invalid as for {@link OfdSealer#seal(DocumentSource, OfdSealRequest, Signer)}
   * @throws IllegalArgumentException when the signer's suite is not SM2 or it has no certificate
   * @throws org.xinfu.trust.key.VaultException when the signer's device fails
   */
  public static Verdict<Bytes> sign(DocumentSource ofd, OfdSignRequest request, Signer signer) {
    return sign(ofd, request, (xml, path) -> signed(value(xml, signer)), OfdIntegrity.by(signer));
  }

  /**
   * As {@link #sign(DocumentSource, OfdSignRequest, Signer)}, with a signature-time-stamp (EN 319
   * 122-1 §5.3) among the unsigned attributes.
   *
   * @return refused, too, when the authority refuses
   */
  public static Verdict<Bytes> sign(
      DocumentSource ofd, OfdSignRequest request, Signer signer, TimestampSource authority) {
    return sign(
        ofd,
        request,
        (xml, path) -> CadesExtender.timestamp(value(xml, signer), authority),
        OfdIntegrity.by(signer, authority));
  }

  private static Bytes value(Bytes xml, Signer signer) {
    return Gbt35275Signer.attached(Digests.sm3(xml), signer);
  }

  private static Verdict<Bytes> sign(
      DocumentSource ofd,
      OfdSignRequest request,
      SignatureDraft.ValueMaker maker,
      Function<Bytes, Verdict<Bytes>> listing) {
    try {
      SignatureDraft.Appearance none = new SignatureDraft.Appearance(Optional.empty(), List.of());
      return SignatureDraft.held(
          SignatureDraft.open(ofd, "Sign").signed(request, none, maker, listing));
    } catch (Finding f) {
      return new Report.Builder().fail("sign", CLAUSE, f.reason(), f.detail()).refusal();
    }
  }

  private static Verdict<Bytes> signed(Bytes value) {
    return new Report.Builder().pass("sign", CLAUSE, "").verdict(value);
  }
}
