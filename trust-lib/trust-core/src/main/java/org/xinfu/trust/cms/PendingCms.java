package org.xinfu.trust.cms;

import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VerificationKey;

/**
 * SignedData that lacks its signature value, for keys that only sign octets and are elsewhere: the
 * attributes go out, the value comes back (RFC 5652 §5.4). The same digest, suite and certificates
 * give the same attributes, so nothing but these has to be kept in between.
 */
public final class PendingCms {
  private final Signer absent;
  private final ASN1EncodableVector attributes;

  private PendingCms(Signer absent, ASN1EncodableVector attributes) {
    this.absent = absent;
    this.attributes = attributes;
  }

  /**
   * As {@link CmsSigner#pades}.
   *
   * @param digest of the content, by {@link ContentDigest#of(SignatureAlgorithm)} of the suite
   * @param chain the signer's certificate first, then its issuers
   * @throws IllegalArgumentException when the first certificate is not for a key of the suite
   */
  public static PendingCms pades(
      Bytes digest, SignatureAlgorithm algorithm, List<Certificate> chain) {
    Signer absent = new AbsentKey(algorithm, key(algorithm, chain), chain);
    return new PendingCms(absent, CmsSigner.attributes(digest, absent, CMSObjectIdentifiers.data));
  }

  /** What the key signs: the DER of the signed attributes as SET OF. For SM2 it is the message. */
  public Bytes toBeSigned() {
    return SignedDataMaker.toBeSigned(attributes);
  }

  /**
   * With the signature value, DER ContentInfo.
   *
   * @param value encoded as {@link Signer#sign} says
   * @return Invalid when the value is not this key's over these attributes
   */
  public Verdict<Bytes> with(Bytes value) {
    Report.Builder checks =
        new Report.Builder()
            .require(
                absent.publicKey().verify(toBeSigned(), value),
                "signature-value",
                "RFC 5652 5.6",
                Reason.SIGNATURE_VALUE_WRONG,
                "not by the key of " + absent.chain().get(0).subject());
    return checks.failed()
        ? checks.refusal()
        : checks.verdict(new SignedDataMaker(absent).make(attributes, value));
  }

  private static VerificationKey key(SignatureAlgorithm algorithm, List<Certificate> chain) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("the signer has no certificate");
    }
    return chain
        .get(0)
        .publicKey(algorithm)
        .orElseThrow(() -> new IllegalArgumentException("the certificate is not for " + algorithm));
  }

  private record AbsentKey(
      SignatureAlgorithm algorithm, VerificationKey publicKey, List<Certificate> chain)
      implements Signer {
    AbsentKey {
      chain = List.copyOf(chain);
    }

    @Override
    public Bytes sign(Bytes message) {
      throw new IllegalStateException("the key is elsewhere");
    }
  }
}
