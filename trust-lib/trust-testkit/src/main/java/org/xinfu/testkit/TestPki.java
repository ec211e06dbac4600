package org.xinfu.testkit;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CertificateMaker;
import org.xinfu.trust.chain.CertificateSpec;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * A small public key infrastructure with fixed instants and published keys: signers under an SM2
 * root and sub CA, makers under another SM2 root, document signers and a time-stamping authority
 * under a P-256 root. Two instances with the same seed have the same octets.
 */
public final class TestPki {
  /** When every certificate begins. */
  public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  /** When end-entity certificates end. */
  public static final Instant END = Instant.parse("2029-01-01T00:00:00Z");

  /** A moment at which everything is in force; CRLs were made an hour before. */
  public static final Instant NOW = Instant.parse("2026-11-01T02:00:00Z");

  private static final Instant CA_END = Instant.parse("2046-01-01T00:00:00Z");

  private final SoftKeyVault vault;
  private final Signer signerRoot;
  private final Signer signerCa;
  private final Signer makerRoot;
  private final Signer documentRoot;
  private long serial = 0x1000;

  private TestPki(SoftKeyVault vault) {
    this.vault = vault;
    signerRoot = root("CN=样例签章根CA,O=样例,C=CN", SignatureAlgorithm.SM2_SM3);
    signerCa = issue(spec("CN=样例签章CA,O=样例,C=CN", Purpose.SUB_CA, CA_END), signerRoot);
    makerRoot = root("CN=样例制章根CA,O=样例,C=CN", SignatureAlgorithm.SM2_SM3);
    documentRoot = root("CN=样例文档根CA,O=样例,C=CN", SignatureAlgorithm.ECDSA_P256_SHA256);
  }

  /** The usual one. */
  public static TestPki create() {
    return seeded("xinfu");
  }

  /** One with keys of its own. */
  public static TestPki seeded(String seed) {
    return new TestPki(SoftKeyVault.seeded(seed));
  }

  public SoftKeyVault vault() {
    return vault;
  }

  public Signer signerRoot() {
    return signerRoot;
  }

  public Signer signerCa() {
    return signerCa;
  }

  public Signer makerRoot() {
    return makerRoot;
  }

  public Signer documentRoot() {
    return documentRoot;
  }

  /** A new SM2 seal signer (签章者) under the signers' sub CA, valid BEGIN to END. */
  public Signer sealSigner(String name) {
    return issue(spec("CN=" + name + ",O=样例单位,C=CN", Purpose.SEAL_SIGNER, END), signerCa);
  }

  /** A new SM2 seal maker (制章者) under the makers' root, valid BEGIN to END. */
  public Signer maker(String name) {
    return issue(spec("CN=" + name + ",O=样例制章,C=CN", Purpose.SEAL_MAKER, END), makerRoot);
  }

  /** A new P-256 document signer under the documents' root, valid BEGIN to END. */
  public Signer documentSigner(String name) {
    Spec spec = spec("CN=" + name + ",O=样例单位,C=CN", Purpose.DOCUMENT_SIGNER, END);
    return issue(spec.with(SignatureAlgorithm.ECDSA_P256_SHA256), documentRoot);
  }

  /** A new P-256 time-stamping authority under the documents' root. */
  public Signer timestamper(String name) {
    Spec spec = spec("CN=" + name + ",O=样例,C=CN", Purpose.TIMESTAMPER, END);
    return issue(spec.with(SignatureAlgorithm.ECDSA_P256_SHA256), documentRoot);
  }

  /** A new self-signed CA; its subject is also its key's label. */
  public Signer root(String subject, SignatureAlgorithm algorithm) {
    Spec spec = spec(subject, Purpose.ROOT_CA, CA_END).with(algorithm);
    Signer key = key(spec);
    return key.withChain(List.of(CertificateMaker.selfSigned(certificateSpec(spec, key), key)));
  }

  /** What a certificate to be issued says, with the usual rest. */
  public Spec spec(String subject, Purpose purpose, Instant end) {
    return new Spec(subject, purpose, BEGIN, end, SignatureAlgorithm.SM2_SM3);
  }

  /** A new key with a certificate by {@code issuer}. */
  public Signer issue(Spec spec, Signer issuer) {
    Signer key = key(spec);
    List<Certificate> chain = new ArrayList<>();
    chain.add(CertificateMaker.issue(certificateSpec(spec, key), issuer));
    chain.addAll(issuer.chain());
    return key.withChain(chain);
  }

  /** A certificate by {@code issuer} for a key that is there already, valid BEGIN to END. */
  public Signer certify(Signer key, String subject, Purpose purpose, Signer issuer) {
    serial++;
    List<Certificate> chain = new ArrayList<>();
    Spec spec = spec(subject, purpose, END);
    chain.add(CertificateMaker.issue(certificateSpec(spec, key), issuer));
    chain.addAll(issuer.chain());
    return key.withChain(chain);
  }

  /** A CRL of {@code issuer} made an hour before NOW, good for 30 days. */
  public Bytes crl(Signer issuer, RevokedEntry... entries) {
    return CrlMaker.issue(
        issuer,
        List.of(entries),
        new CrlMaker.Issue(
            NOW.minus(Duration.ofHours(1)), NOW.plus(Duration.ofDays(30)), BigInteger.ONE));
  }

  /** Empty CRLs of all four CAs. */
  public List<Bytes> crls() {
    return List.of(crl(signerRoot), crl(signerCa), crl(makerRoot), crl(documentRoot));
  }

  /** Interop at NOW, offline, trusting the roots, each for its purpose, with empty CRLs. */
  public TrustPolicy policy() {
    return new TrustPolicy(
        TrustPolicy.Mode.INTEROP,
        // A seal signature carries no intermediate certificate, so the sub CA is an anchor too.
        List.of(signerRoot.chain().get(0), signerCa.chain().get(0), documentRoot.chain().get(0)),
        List.of(makerRoot.chain().get(0)),
        List.of(documentRoot.chain().get(0)),
        crls(),
        SignatureAlgorithm.current(),
        TrustPolicy.Revocation.OFFLINE,
        NOW,
        TrustPolicy.Budgets.standard());
  }

  /** The open part of a certificate: who, for what, when, with which kind of key. */
  public record Spec(
      String subject, Purpose purpose, Instant begin, Instant end, SignatureAlgorithm algorithm) {
    /** The same with another kind of key. */
    public Spec with(SignatureAlgorithm other) {
      return new Spec(subject, purpose, begin, end, other);
    }
  }

  private Signer key(Spec spec) {
    serial++;
    return vault.generate(
        spec.algorithm(), Bytes.utf8("key-" + Long.toHexString(serial)), spec.subject());
  }

  private CertificateSpec certificateSpec(Spec spec, Signer key) {
    return new CertificateSpec(
        spec.subject(),
        key.publicKey(),
        BigInteger.valueOf(serial),
        spec.begin(),
        spec.end(),
        spec.purpose(),
        Optional.empty(),
        true);
  }
}
