package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.SignatureIdentifiers;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Ten signers whose CA has more than a hundred namesakes. Each of them finds its path within the
 * budget of one validation; all ten together ask for more than one document may.
 */
public final class Crowd {
  private static final int SIGNERS = 10;

  /** Fewer than one validation may try, ten times as many more than a document. */
  private static final int NAMESAKES = 110;

  private final List<Signer> signers = new ArrayList<>();
  private final List<Certificate> candidates = new ArrayList<>();
  private final Certificate root;

  private Crowd(Certificate root) {
    this.root = root;
  }

  /** Under the root for seal signers, for this purpose and with keys of this suite. */
  public static Crowd of(TestPki pki, Purpose purpose, SignatureAlgorithm suite) {
    Crowd crowd = new Crowd(pki.signerRoot().chain().get(0));
    String name = "CN=crowd " + purpose;
    Signer authority =
        pki.issue(pki.spec(name, Purpose.SUB_CA, TestPki.END).with(suite), pki.signerRoot());
    Bytes key = pki.vault().key(SignatureAlgorithm.ED25519, "namesake").publicKey().encoded();
    X500Name of = authority.chain().get(0).holder().getSubject();
    for (int i = 0; i < NAMESAKES; i++) {
      crowd.candidates.add(namesake(of, key, i + 1L));
    }
    crowd.candidates.add(authority.chain().get(0));
    for (int i = 0; i < SIGNERS; i++) {
      Signer leaf = pki.issue(pki.spec("CN=one " + i, purpose, TestPki.END).with(suite), authority);
      crowd.signers.add(leaf.withChain(leaf.chain().subList(0, 1)));
    }
    return crowd;
  }

  /** The signers, each with its own certificate alone. */
  public List<Signer> signers() {
    return List.copyOf(signers);
  }

  /** {@code policy} trusting the root for all purposes, with the crowd to find paths through. */
  public TrustPolicy policy(TrustPolicy policy) {
    return policy
        .withSigners(List.of(root))
        .withMakers(List.of(root))
        .withIntermediates(candidates)
        .withRevocation(TrustPolicy.Revocation.NONE);
  }

  /** Some of the reports keep within the budget, and the last ones find it spent. */
  public static void assertOneBudget(List<Report> reports) {
    long spent = reports.stream().filter(Crowd::spent).count();
    assertThat(spent).as(reports.toString()).isBetween(1L, reports.size() - 1L);
  }

  /** Whether a report ends at a budget. */
  public static boolean spent(Report report) {
    return report.checks().stream().anyMatch(c -> c.reason() == Reason.BUDGET_EXCEEDED);
  }

  /** Nobody's certificate: its own signature is never looked at, since it issued nothing. */
  private static Certificate namesake(X500Name name, Bytes key, long serial) {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            BigInteger.valueOf(serial),
            Date.from(TestPki.BEGIN),
            Date.from(TestPki.END),
            name,
            SubjectPublicKeyInfo.getInstance(key.toArray()));
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      return Certificate.parse(Bytes.of(builder.build(new Unsigned()).getEncoded())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Unsigned implements ContentSigner {
    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return SignatureIdentifiers.of(SignatureAlgorithm.ED25519);
    }

    @Override
    public OutputStream getOutputStream() {
      return new ByteArrayOutputStream();
    }

    @Override
    public byte[] getSignature() {
      return new byte[64];
    }
  }
}
