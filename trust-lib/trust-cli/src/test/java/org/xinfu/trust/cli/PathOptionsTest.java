package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.OcspMaker;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cli.Scene.Run;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.xml.XmlSignRequest;
import org.xinfu.trust.xml.XmlSigner;

/** What {@code verify} may be told about certificate paths. */
class PathOptionsTest {
  private static final String POLICY = "1.2.156.99999.1";
  @TempDir Path dir;
  private Scene scene;

  @BeforeEach
  void scene() {
    scene = new Scene(dir);
  }

  private Run json(String... more) {
    List<String> all = new ArrayList<>(List.of("--format", "json"));
    all.addAll(List.of(more));
    return scene.verify(scene.trust(), all.toArray(String[]::new));
  }

  /** A message by a signer whose certificate has the policy. */
  private String policed() throws IOException {
    Signer root = Scene.PKI.documentRoot();
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            X500Name.getInstance(issuerName(root)),
            BigInteger.valueOf(0x707071),
            Date.from(TestPki.BEGIN),
            Date.from(TestPki.END),
            new X500Name("CN=policed"),
            SubjectPublicKeyInfo.getInstance(
                Scene.DOCUMENT_SIGNER.publicKey().encoded().toArray()));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.certificatePolicies,
        false,
        new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(POLICY))));
    Bytes der = Bytes.of(builder.build(new Made(root)).getEncoded());
    Signer signer = Scene.DOCUMENT_SIGNER.withChain(List.of(Certificate.parse(der).orElseThrow()));
    return scene.file(
        "policed.p7m", CmsSigner.cadesAttached(Bytes.utf8("样例"), signer, TestSeals.SIGNED));
  }

  private static byte[] issuerName(Signer root) throws IOException {
    return new org.bouncycastle.cert.X509CertificateHolder(root.chain().get(0).der().toArray())
        .getSubject()
        .getEncoded();
  }

  /** The root's signature for the builder. */
  private record Made(Signer root, ByteArrayOutputStream content) implements ContentSigner {
    Made(Signer root) {
      this(root, new ByteArrayOutputStream());
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    }

    @Override
    public OutputStream getOutputStream() {
      return content;
    }

    @Override
    public byte[] getSignature() {
      return root.sign(Bytes.of(content.toByteArray())).toArray();
    }
  }

  @Test
  void aPolicyThatIsAskedForHasToBeThere() throws IOException {
    String file = policed();
    assertThat(json(file).status()).isZero();
    Run met = json("--certificate-policy", "1.2.3", "--certificate-policy", POLICY, file);
    assertThat(met.status()).as(met.out()).isZero();
    Run unmet = json("--certificate-policy", "1.2.3", file);
    assertThat(unmet.status()).isEqualTo(ExitStatus.INDETERMINATE);
    assertThat(unmet.reason()).isEqualTo("certificate-policy-wrong");
    assertThat(json("--inhibit-any-policy", "--inhibit-policy-mapping", file).status()).isZero();
    String other = scene.file("licence.ofd", Scene.OFD);
    assertThat(json("--certificate-policy", POLICY, other).reason())
        .isEqualTo("certificate-policy-wrong");
  }

  /** Limits on XML are the caller's, and the report's policy is another then. */
  @Test
  void limitsOnXmlMayBeSaid() {
    String file =
        scene.file(
            "a.xml",
            XmlSigner.sign(
                    XmlSignRequest.enveloped(Bytes.utf8("<a/>"), TestSeals.SIGNED),
                    Scene.DOCUMENT_SIGNER)
                .orThrow(r -> new IllegalStateException("" + r)));
    Run usual = json(file);
    assertThat(usual.status()).as(usual.out()).isZero();
    Run narrow = json("--xml-limit", "references=1", file);
    assertThat(narrow.status()).isEqualTo(ExitStatus.INDETERMINATE);
    assertThat(narrow.reason()).isEqualTo("budget-exceeded");
    Run wide = json("--xml-limit", "references=5000", "--xml-limit", "canonical-octets=9999", file);
    assertThat(wide.status()).as(wide.out()).isZero();
    String cited = "\"policy\":";
    assertThat(wide.out().substring(wide.out().indexOf(cited)))
        .isNotEqualTo(usual.out().substring(usual.out().indexOf(cited)));
    for (String wrong : List.of("reference=1", "references=0", "tags=2147483648", "tags=x")) {
      assertThat(json("--xml-limit", wrong, file).status()).isEqualTo(ExitStatus.USAGE);
    }
  }

  @Test
  void intermediatesAndAnswersMayBeHandedIn() {
    Certificate root = Scene.PKI.signerRoot().chain().get(0);
    Certificate ca = Scene.PKI.signerCa().chain().get(0);
    String anchors = scene.pem("alone/root.pem", List.of(root));
    String makers = scene.pem("alone/m/makers.pem", Scene.PKI.makerRoot().chain());
    List<String> trust = List.of("--trust", anchors, "--maker-trust", makers, "--format", "json");
    String file = scene.file("licence.ofd", Scene.OFD);
    assertThat(scene.verify(trust, file).reason()).isEqualTo("no-trust-anchor");
    String between =
        scene.file("i/ca.pem", Bytes.utf8(new PemFile(List.of(ca), List.of()).write()));
    assertThat(scene.verify(trust, "--intermediates", between, file).status()).isZero();
    Certificate signer = Scene.SIGNER.chain().get(0);
    RevokedEntry revoked =
        new RevokedEntry(
            signer.serial(),
            TestSeals.SIGNED.minusSeconds(60),
            RevocationCause.KEY_COMPROMISE,
            Optional.empty());
    Bytes answer =
        OcspMaker.respond(
            Scene.PKI.signerCa(),
            List.of(new OcspMaker.Status(signer, ca, Hash.SHA1, Optional.of(revoked))),
            new OcspMaker.Issue(
                TestPki.NOW.minusSeconds(60),
                Optional.of(TestPki.NOW.plusSeconds(3600)),
                Optional.empty()));
    String ocsp = scene.file("a.ocsp", answer);
    Run run = scene.verify(trust, "--intermediates", between, "--ocsp", ocsp, file);
    assertThat(run.status()).as(run.out()).isEqualTo(ExitStatus.INVALID);
    assertThat(run.reason()).isEqualTo("certificate-revoked");
  }

  @Test
  void suitesMayBeNarrowed() {
    String file = scene.file("licence.ofd", Scene.OFD);
    assertThat(json("--algorithm", "SM2_SM3", file).status()).isZero();
    assertThat(json("--algorithm", "ED25519", file).reason()).isEqualTo("algorithm-not-allowed");
  }

  @Test
  void wrongWordsAreWrongUsage() {
    String file = scene.file("a.txt", Bytes.utf8("x"));
    assertThat(json("--certificate-policy", "policy", file).status()).isEqualTo(ExitStatus.USAGE);
    assertThat(json("--algorithm", "ROT13", file).status()).isEqualTo(ExitStatus.USAGE);
    assertThat(json("--ocsp", dir.resolve("none").toString(), file).status())
        .isEqualTo(ExitStatus.UNREADABLE);
  }

  @Test
  void usageIsInBothLanguages() {
    Run help = Scene.run(TestPki.NOW, "verify", "--help");
    assertThat(help.status()).isZero();
    assertThat(help.out()).contains("--certificate-policy=OID", "签名者证书路径须具有该证书策略");
  }
}
