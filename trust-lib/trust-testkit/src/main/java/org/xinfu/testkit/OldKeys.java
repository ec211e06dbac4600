package org.xinfu.testkit;

import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CertificateMaker;
import org.xinfu.trust.chain.CertificateSpec;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/**
 * Keys of 2010 under the documents' root of a {@link TestPki}: what was signed with them is worth
 * what it was at the time that is proven, never at the time that is claimed.
 *
 * @param signer 1024 bits of RSA, which are weak since {@link #WEAK} and refused since {@link
 *     #GIVEN_UP}
 * @param other a document signer whose key, of P-256, is still good
 * @param authority for time-stamps, of P-256
 */
public record OldKeys(TestPki pki, Signer signer, Signer other, Signer authority) {
  /** When all of the certificates begin. */
  public static final Instant BEGIN = Instant.parse("2010-01-01T00:00:00Z");

  /** Since when 1024 bits of RSA and SHA-1 are told, NIST SP 800-131A. */
  public static final Instant WEAK = Instant.parse("2011-01-01T00:00:00Z");

  /** Since when they count for nothing. */
  public static final Instant GIVEN_UP = Instant.parse("2014-01-01T00:00:00Z");

  /** New ones. */
  public static OldKeys of(TestPki pki) {
    Signer key = pki.vault().shortRsa(SignatureAlgorithm.RSA_PKCS1_SHA256, "1024 bits", 1024);
    Signer root = pki.documentRoot();
    Certificate own =
        CertificateMaker.issue(
            new CertificateSpec(
                "CN=样例旧密钥,O=样例单位,C=CN",
                key.publicKey(),
                BigInteger.valueOf(0x2010),
                BEGIN,
                TestPki.END,
                Purpose.DOCUMENT_SIGNER,
                Optional.empty(),
                true),
            root);
    return new OldKeys(
        pki,
        key.withChain(List.of(own, root.chain().get(0))),
        pki.issue(spec("CN=样例旧签名者,C=CN", Purpose.DOCUMENT_SIGNER), root),
        pki.issue(spec("CN=样例旧时间戳,C=CN", Purpose.TIMESTAMPER), root));
  }

  private static TestPki.Spec spec(String subject, Purpose purpose) {
    return new TestPki.Spec(
        subject, purpose, BEGIN, TestPki.END, SignatureAlgorithm.ECDSA_P256_SHA256);
  }

  /** The usual policy, which accepts every suite until it was given up. */
  public TrustPolicy policy() {
    return pki.policy().withAlgorithms(EnumSet.allOf(SignatureAlgorithm.class));
  }

  /** Stamps with the authority's key as of this moment. */
  public TimestampSource stamping(Instant at) {
    TimestampMaker maker = new TimestampMaker(authority, "1.2.3", () -> BigInteger.TEN);
    return (digest, imprint) ->
        new Verdict.Valid<>(
            maker.token(new TimestampMaker.Order(digest, imprint, Optional.empty()), at),
            new Report(List.of()));
  }
}
