package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.EvidenceServer;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CertificateMaker;
import org.xinfu.trust.chain.CertificateSpec;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cli.Scene.Run;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** {@code --revocation online}: asked by HTTP, told in the report, and never without the word. */
class OnlineTest {
  private static final Instant SIGNED = TestPki.NOW.minusSeconds(3600);

  @TempDir Path dir;
  private final EvidenceServer server = new EvidenceServer();
  private final Signer ca = Scene.PKI.signerCa();
  private final Certificate leaf = leaf();
  private Scene scene;
  private String file;

  @BeforeEach
  void sign() {
    scene = new Scene(dir);
    List<Certificate> chain = new ArrayList<>(List.of(leaf));
    chain.addAll(ca.chain());
    Signer signer = key().withChain(chain);
    file = scene.file("a.p7m", CmsSigner.cadesAttached(Bytes.utf8("样例"), signer, SIGNED));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theListIsFetchedAndTold() {
    server.put("/ca.crl", Scene.PKI.crl(ca));
    Run run = online("--inside-host", server.host(), "--policy", "strict");
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out())
        .containsPattern(
            "revocation-fetch\"[^}]*PASS[^}]*/ca.crl: [^}]*sha256 [0-9a-f]{64} at 2026")
        .contains("\"policy\":{\"name\":\"strict\"");
    assertThat(server.requests()).containsExactly("GET /ca.crl");
  }

  @Test
  void aRevokedCertificateIsFoundOnline() {
    RevokedEntry revoked =
        new RevokedEntry(
            leaf.serial(),
            SIGNED.minus(Duration.ofDays(1)),
            RevocationCause.KEY_COMPROMISE,
            Optional.empty());
    server.put("/ca.crl", Scene.PKI.crl(ca, revoked));
    Run offline = scene.verify(scene.trustWithoutCrls(), "--format", "json", file);
    assertThat(offline.status()).as(offline.out()).isZero();
    assertThat(server.requests()).isEmpty();
    Run run = online("--inside-host", server.host());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.json().get("reason")).isEqualTo("certificate-revoked");
  }

  @Test
  void aPrivateAddressIsNotAskedUnlessItIsNamed() {
    server.put("/ca.crl", Scene.PKI.crl(ca));
    for (List<String> options :
        List.of(
            List.<String>of(),
            List.of("--fetch-host", "crl.example.cn"),
            List.of("--fetch-host", server.host()))) {
      Run run = online(options.toArray(String[]::new));
      assertThat(run.status()).as(run.out()).isZero();
      assertThat(run.out())
          .containsPattern(
              "revocation-fetch\"[^}]*NOT_DONE[^}]*(host-not-allowed|address-not-public)")
          .containsPattern("certificate-revocation\"[^}]*WARN[^}]*revocation-unknown");
    }
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void whatWasAnsweredIsKeptWithTheFacts() {
    server.put("/ca.crl", Scene.PKI.crl(ca));
    String facts = scene.path("a.facts").toString();
    String host = server.host();
    Run first = online("--inside-host", host, "--policy", "strict", "--facts", facts);
    assertThat(first.status()).as(first.out() + first.err()).isZero();
    server.close();
    List<String> options = new ArrayList<>(scene.trustWithoutCrls());
    options.addAll(List.of("--format", "json", "--policy", "strict", "--facts", facts));
    Run again = scene.verify(options, "--revocation", "online", "--inside-host", host);
    assertThat(again.out()).isEqualTo(first.out()).contains("revocation-fetch");
    assertThat(server.requests()).containsExactly("GET /ca.crl");
    // Nobody is asked then, and what was answered is at hand.
    Run offline = scene.verify(options);
    assertThat(offline.status()).as(offline.out()).isZero();
    assertThat(scene.verify(scene.trustWithoutCrls(), "--policy", "strict", file).status())
        .isEqualTo(2);
  }

  @Test
  void whomToAskGoesWithOnlineAlone() {
    Run run = scene.verify(scene.trust(), "--fetch-host", "crl.example.cn", file);
    assertThat(run.status()).isEqualTo(64);
    assertThat(online("--inside-host", ".example.cn").status()).isEqualTo(64);
  }

  private Run online(String... more) {
    List<String> options = new ArrayList<>(scene.trustWithoutCrls());
    options.addAll(List.of("--revocation", "online", "--format", "json"));
    options.addAll(List.of(more));
    return scene.verify(options, file);
  }

  private static Signer key() {
    return Scene.PKI.vault().key(SignatureAlgorithm.SM2_SM3, "online");
  }

  private Certificate leaf() {
    CertificateSpec spec =
        new CertificateSpec(
            "CN=样例在线,O=样例单位,C=CN",
            key().publicKey(),
            BigInteger.valueOf(0x7777),
            TestPki.BEGIN,
            TestPki.END,
            Purpose.SEAL_SIGNER,
            Optional.of(server.url("/ca.crl")),
            true);
    return CertificateMaker.issue(spec, ca);
  }
}
