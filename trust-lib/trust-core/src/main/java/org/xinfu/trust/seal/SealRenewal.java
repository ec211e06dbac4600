package org.xinfu.trust.seal;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.DERTaggedObject;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.cms.SignedMessage;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.Tolerance;
import org.xinfu.trust.time.TimestampSource;

/**
 * Keeps a signature with a seal judgeable: the time-stamp on its value (GB/T 38540, GM/T 0031-2025,
 * SES_Signature {@code [0]}) is SignedData, which carries certificates, CRLs and OCSP responses
 * and, as EN 319 122-1 §5.5 has it, archive time-stamps over all of them. What was signed stays
 * octet by octet.
 */
public final class SealRenewal {
  private static final String ID = "renewal";
  private static final String CLAUSE = "GB/T 38540";

  private SealRenewal() {}

  /**
   * The signature with one more proof: the time-stamp on its value when it has none; then, when it
   * had one or {@code evidence} holds anything, that evidence and an archive time-stamp over all
   * that the token carries. Nothing is verified: who renews a broken signature keeps a broken one.
   *
   * @param sesSignature SES_Signature as received
   * @param evidence for the signer, the maker and the authority of the time-stamp that was last
   * @return Invalid {@code malformed} or, for GM/T 0031-2014, which has no place for it, {@code
   *     signature-type-mismatch}; refused, too, when the authority refuses
   */
  public static Verdict<Bytes> renew(
      Bytes sesSignature, Evidence evidence, TimestampSource authority) {
    Report.Builder checks = new Report.Builder();
    Optional<SesSignature> read = SesSignature.parse(sesSignature);
    if (read.isEmpty()) {
      return checks.fail(ID, CLAUSE, Reason.MALFORMED, "no SES_Signature").refusal();
    }
    SesSignature signature = read.get();
    if (signature.seal().shape() == SesVersion.V1) {
      return checks
          .fail(ID, CLAUSE, Reason.SIGNATURE_TYPE_MISMATCH, "no place for a time-stamp")
          .refusal();
    }
    Optional<Bytes> token = signature.timestamp();
    if (token.filter(t -> SignedMessage.parse(t).isEmpty()).isPresent()) {
      return checks.fail(ID, CLAUSE, Reason.TIMESTAMP_WRONG, "no time-stamp token").refusal();
    }
    Verdict<Bytes> renewed =
        token.isPresent()
            ? renewed(token.get(), evidence, authority)
            : stamped(signature.envelope().value(), evidence, authority);
    return renewed.fold(
        found -> new Verdict.Valid<>(with(sesSignature, found), renewed.report()),
        (reason, report) -> new Verdict.Invalid<>(reason, report),
        (reason, report) -> new Verdict.Indeterminate<>(reason, report));
  }

  private static Verdict<Bytes> stamped(Bytes value, Evidence evidence, TimestampSource authority) {
    Verdict<Bytes> token = authority.stamp(ContentDigest.SM3, ContentDigest.SM3.of(value));
    boolean nothing = evidence.equals(Evidence.none());
    return token instanceof Verdict.Valid<Bytes> valid && !nothing
        ? renewed(valid.content(), evidence, authority)
        : token;
  }

  private static Verdict<Bytes> renewed(Bytes token, Evidence evidence, TimestampSource authority) {
    return CadesExtender.renew(token, SignedContent.of(Bytes.empty()), evidence, authority);
  }

  /** The four parts as received, and the token behind them. */
  private static Bytes with(Bytes sesSignature, Bytes token) {
    List<Der> parts = Der.readTolerant(sesSignature, new Tolerance()).children();
    Bytes content = Bytes.empty();
    for (Der part : parts.subList(0, 4)) {
      content = content.concat(part.encoded());
    }
    Bytes field = Der.encode(new DERTaggedObject(true, 0, SesDer.bits(token)));
    return SesEnvelope.sequence(content.concat(field));
  }
}
