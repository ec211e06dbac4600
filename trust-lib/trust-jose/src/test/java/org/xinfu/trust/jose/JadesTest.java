package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.jose.Forge.OFFICE;
import static org.xinfu.trust.jose.Forge.PKI;
import static org.xinfu.trust.jose.Forge.TEXT;
import static org.xinfu.trust.jose.Forge.TIMESTAMPER;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Levels, claimed times and evidence of JAdES, ETSI TS 119 182-1. */
class JadesTest {
  private static final Instant STAMPED = TestPki.NOW.minus(Duration.ofDays(2));
  private static final TrustPolicy STRICT = PKI.policy().withMode(TrustPolicy.Mode.STRICT);

  /** Unsigned properties that prove no time. */
  private static final Map<String, Object> TSTVD = Map.of("tstVD", Map.of("xVals", List.of()));

  private static final String DER = "http://uri.etsi.org/01903/v1.2.2#DER";

  /** A signature and the properties that were added to it. */
  private record Made(JadesForge.Signed signed, List<Object> properties) {
    static Made of(Map<String, Object> header, Signer signer) {
      String named = Forge.thumbprint(signer.chain().get(0));
      String text = Forge.base64(Forge.text(Forge.with(header, "x5t#S256", named)));
      return new Made(JadesForge.Signed.of(text, Base64Url.encode(TEXT), signer), List.of());
    }

    Made with(Map<String, ?> property) {
      List<Object> all = new ArrayList<>(properties);
      all.add(JadesForge.text(property));
      return new Made(signed, all);
    }

    Made stamped() {
      return with(stamp("sigTst", Bytes.utf8(signed.value())));
    }

    Made archived() {
      return with(stamp("arcTst", JadesForge.archived(signed, properties)));
    }

    Made listed(Map<String, ?> list) {
      return with(Map.of("rVals", Map.of("crlVals", List.of(list))));
    }

    Made listed() {
      return listed(JadesForge.held(PKI.crls().get(3)));
    }

    DocumentReport verify(TrustPolicy policy) {
      String jws = signed.with(properties);
      return Trust.verify(DocumentSource.of(Bytes.utf8(jws)), policy);
    }

    DocumentReport verify() {
      return verify(PKI.policy());
    }

    String level() {
      return String.valueOf(verify().signatures().get(0).level());
    }
  }

  /** As XAdES has it: a time-stamp on the value, and lists, before the archive time-stamp. */
  @Test
  void whatStandsBeforeAnArchiveStampMakesTheLevel() {
    Made basic = claiming("sigT", STAMPED.minusSeconds(9).toString());
    assertThat(basic.stamped().level()).isEqualTo("B-T");
    assertThat(basic.stamped().listed().level()).isEqualTo("B-LT");
    assertThat(basic.stamped().listed().archived().level()).isEqualTo("B-LTA");
    Made late = basic.listed().archived().stamped();
    assertThat(late.verify().conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(late.level()).isEqualTo("B-LT");
    assertThat(basic.stamped().archived().listed().level()).isEqualTo("B-LT");
  }

  /** §5.1.11. */
  @Test
  void theHeaderSaysWhenItWasIssued() {
    Instant claimed = STAMPED.minusSeconds(9);
    DocumentReport report = claiming("iat", claimed.getEpochSecond()).with(TSTVD).verify();
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).signedAt()).isEqualTo(claimed);
    assertThat(report.signatures().get(0).timeSource()).isEqualTo(TimeSource.CLAIMED);
    assertThat(report.signatures().get(0).level()).isEqualTo("B-B");
    long future = TestPki.NOW.plus(Duration.ofDays(2)).getEpochSecond();
    assertThat(claiming("iat", future).with(TSTVD).verify().reason())
        .contains(Reason.SIGNED_IN_FUTURE);
    assertThat(claiming("iat", future).stamped().verify().reason())
        .contains(Reason.SIGNING_TIME_CONTRADICTED);
  }

  @Test
  void whatIsNoTimeIsNoClaim() {
    Made made = claiming("iat", "x").stamped();
    assertThat(made.verify().conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(made.level()).isEqualTo("null");
    assertThat(check(made.verify(), "signing-time").map(Check::outcome)).contains(Outcome.WARN);
    assertThat(made.verify(STRICT).conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(made.verify(STRICT).reason()).contains(Reason.MALFORMED);
  }

  /** §5.4.2: DER is what is meant where nothing is said. */
  @Test
  void whatSaysThatItIsInDerIsRead() {
    Made basic = claiming("sigT", STAMPED.minusSeconds(9).toString()).stamped();
    Map<String, Object> list = Forge.with(JadesForge.held(PKI.crls().get(3)), "encoding", DER);
    assertThat(basic.listed(list).level()).isEqualTo("B-LT");
    assertThat(basic.listed(list).verify().conclusion()).isEqualTo(Conclusion.VALID);
    DocumentReport other =
        basic.listed(Forge.with(list, "encoding", DER.replace("DER", "BER"))).verify();
    assertThat(other.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(other.reason()).contains(Reason.CRITICAL_EXTENSION_UNKNOWN);
  }

  /**
   * An archive time-stamp is over the header too, so that what {@code x5c} holds was there: a CA's
   * certificate is not of those that who lost its issuer's key made afterwards.
   */
  @Test
  void certificatesOfTheHeaderAreArchivedWithIt() {
    Signer upper = ca("CN=样例上级,C=CN", PKI.documentRoot());
    Signer lower = ca("CN=样例下级,C=CN", upper);
    Signer signer =
        PKI.issue(
            PKI.spec("CN=样例存证,C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END)
                .with(SignatureAlgorithm.ECDSA_P256_SHA256),
            lower);
    RevokedEntry entry =
        new RevokedEntry(
            upper.chain().get(0).serial(),
            STAMPED.plusSeconds(60),
            RevocationCause.KEY_COMPROMISE,
            Optional.empty());
    TrustPolicy policy = PKI.policy().withCrls(List.of(PKI.crl(PKI.documentRoot(), entry)));
    Map<String, Object> header = Forge.header("ES256", signer);
    Made stamped =
        Made.of(Forge.with(header, "sigT", STAMPED.minusSeconds(9).toString()), signer).stamped();
    assertThat(check(stamped.verify(policy), "certificate-existence").map(Check::outcome))
        .contains(Outcome.UNKNOWN);
    DocumentReport archived = stamped.archived().verify(policy);
    assertThat(archived.conclusion()).as("%s", archived).isEqualTo(Conclusion.VALID);
    assertThat(check(archived, "certificate-existence")).isEmpty();
  }

  private static Signer ca(String name, Signer issuer) {
    return PKI.issue(
        PKI.spec(name, Purpose.ROOT_CA, TestPki.END).with(SignatureAlgorithm.ECDSA_P256_SHA256),
        issuer);
  }

  private static Made claiming(String name, Object time) {
    return Made.of(Forge.with(Forge.header("ES256", OFFICE), name, time), OFFICE);
  }

  private static Map<String, Object> stamp(String name, Bytes over) {
    return JadesForge.stamp(
        name, List.of(JadesForge.token(ContentDigest.SHA256, over, STAMPED, TIMESTAMPER)));
  }

  private static Optional<Check> check(DocumentReport report, String id) {
    return report.signatures().get(0).report().check(id);
  }
}
