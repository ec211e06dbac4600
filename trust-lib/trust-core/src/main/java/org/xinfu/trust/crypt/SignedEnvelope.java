package org.xinfu.trust.crypt;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.cms.CmsContext;
import org.xinfu.trust.cms.CmsJudgement;
import org.xinfu.trust.cms.CmsProfile;
import org.xinfu.trust.cms.CmsVerifier;
import org.xinfu.trust.cms.SignedContent;

/**
 * signedAndEnvelopedData of GB/T 35275, 1.2.156.10197.6.1.4.2.4: a content that is signed with SM2
 * and enciphered with SM4-CBC for the holders of encryption certificates, in one structure (PKCS#7
 * 1.5 §12). The signature is over the content in clear and does not name the recipients: whoever
 * opened it can pass it on, or open the content to others, as if the signer had.
 */
public final class SignedEnvelope {
  private static final String CLAUSE = "GB/T 35275 7";

  private SignedEnvelope() {}

  /**
   * A signed envelope.
   *
   * @param signature detached SignedData of GB/T 35275 over {@code content}, by one signer and more
   *     ({@link org.xinfu.trust.cms.Gbt35275Signer#detached(Bytes, org.xinfu.trust.key.Signer)})
   * @param recipients with SM2 keys that may encipher keys; one and more
   * @return DER ContentInfo
   * @throws IllegalArgumentException when {@code signature} is not one, or a recipient's key cannot
   *     be used
   */
  public static Bytes make(
      Bytes content, Bytes signature, List<Certificate> recipients, SecureRandom random) {
    return SignedEnvelopeParts.of(EnvelopeMaker.gbt35275(content, recipients, random), signature)
        .orElseThrow(() -> new IllegalArgumentException("no detached SignedData of GB/T 35275"));
  }

  /**
   * Opens {@code envelope} (DER or BER ContentInfo) with {@code key} and judges its signatures.
   * Whatever the private key finds out that is not in order (the key, the padding, a content that
   * is not what was signed) is one answer after the same work: {@link EnvelopeRefusal#NOT_OPENED}.
   *
   * @param random for the key and the content that stand in for what did not open
   */
  public static SignedOpened open(
      Bytes envelope, EnvelopeKey key, TrustPolicy policy, SecureRandom random) {
    Optional<SignedEnvelopeParts> parts = SignedEnvelopeParts.parse(envelope);
    if (parts.isEmpty()) {
      return new SignedOpened.Refused(EnvelopeRefusal.MALFORMED);
    }
    Opened opened = EnvelopeOpener.open(parts.get().enveloped(), key, random);
    if (opened instanceof Opened.Refused refused
        && refused.reason() != EnvelopeRefusal.NOT_OPENED) {
      return new SignedOpened.Refused(refused.reason());
    }
    // What did not open is replaced by as many octets, whose signatures are verified as well: by
    // random ones, since a sender could have signed any that it knows. Drawn either way.
    Bytes standIn = drawn(parts.get().encrypted().length(), random);
    Optional<Bytes> content = opened.contentIfOpened();
    CmsContext context = new CmsContext(policy, CmsProfile.GBT35275, Optional.empty());
    CmsJudgement judged =
        CmsVerifier.verify(
            parts.get().signed(), SignedContent.of(content.orElse(standIn)), context);
    boolean intact =
        !judged.signers().isEmpty()
            && judged.signers().stream().allMatch(s -> s.integrity() == Integrity.INTACT);
    return content.isPresent() && intact
        ? new SignedOpened.Judged(verdict(content.get(), judged), judged)
        : new SignedOpened.Refused(EnvelopeRefusal.NOT_OPENED);
  }

  private static Bytes drawn(int octets, SecureRandom random) {
    byte[] drawn = new byte[octets];
    random.nextBytes(drawn);
    return Bytes.of(drawn);
  }

  private static Verdict<Bytes> verdict(Bytes content, CmsJudgement judged) {
    Report.Builder checks = new Report.Builder().addAll("", judged.structure());
    for (int i = 0; i < judged.signers().size(); i++) {
      checks.addAll(i == 0 ? "" : "signer" + (i + 1) + "-", judged.signers().get(i).report());
    }
    return checks.pass("envelope", CLAUSE, "opened").verdict(content);
  }
}
