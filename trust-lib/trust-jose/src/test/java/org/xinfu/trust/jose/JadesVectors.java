package org.xinfu.trust.jose;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;
import static org.xinfu.trust.jose.Forge.OFFICE;
import static org.xinfu.trust.jose.Forge.PKI;
import static org.xinfu.trust.jose.Forge.TEXT;
import static org.xinfu.trust.jose.Forge.TIMESTAMPER;
import static org.xinfu.trust.jose.Forge.header;
import static org.xinfu.trust.jose.Forge.with;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Signer;

/** The cases of {@code specs/vectors/jose/jades.json}: ETSI TS 119 182-1 §5.3 {@code etsiU}. */
final class JadesVectors {
  private static final Instant STAMPED = TestPki.NOW.minus(Duration.ofDays(2));
  private static final Instant ARCHIVED = TestPki.NOW.minus(Duration.ofDays(1));

  /** The signer's certificate has ended, and so has the time-stamper's. */
  private static final Instant LATER = TestPki.END.plus(Duration.ofDays(400));

  private static final Signer STRANGE_TSA = TestPki.seeded("jades stranger").timestamper("外时间戳");

  private final Vectors vectors =
      new Vectors(
          "jades",
          "JWS",
          PKI.policy(),
          Map.of(
              "Genuine", "what ETSI TS 119 182-1 §5.3 allows",
              "Time", "a time-stamp is wrong, not believed or not over this signature",
              "Archive", "an archive time-stamp is over something else",
              "Unknown", "what is not judged leaves the signature open"));

  private final JadesForge.Signed signed;
  private final String value;

  private JadesVectors() {
    Map<String, Object> header = with(header("ES256", OFFICE), "sigT", "2026-10-30T00:00:00Z");
    String named = Forge.thumbprint(OFFICE.chain().get(0));
    String text = Forge.base64(Forge.text(with(header, "x5t#S256", named)));
    signed = JadesForge.Signed.of(text, Base64Url.encode(TEXT), OFFICE);
    value = signed.value();
  }

  static String write() {
    JadesVectors all = new JadesVectors();
    all.stamps();
    all.evidence();
    all.archives();
    all.unknown();
    return all.vectors.write();
  }

  private void stamps() {
    String own = JadesForge.text(sigTst(value, STAMPED, TIMESTAMPER));
    genuine("a time-stamp over the signature value", List.of(own));
    genuine("the same as JSON", List.of(sigTst(value, STAMPED, TIMESTAMPER)));
    genuine("two time-stamps", List.of(own, JadesForge.text(sigTst(value, ARCHIVED, TIMESTAMPER))));
    Map<String, Object> octets = stamp("sigTst", raw(), STAMPED, TIMESTAMPER);
    vectors.strictRefuses(
        test(
            "Genuine",
            "a time-stamp over the octets of the value",
            List.of(JadesForge.text(octets))),
        INVALID,
        Reason.TIMESTAMP_WRONG);
    String other = JadesForge.text(sigTst(Forge.flip(value, 3), STAMPED, TIMESTAMPER));
    refused("Time", "a time-stamp over another value", List.of(other));
    refused("Time", "one that holds, one over another value", List.of(own, other));
    String strange = JadesForge.text(sigTst(value, STAMPED, STRANGE_TSA));
    open("Time", "a time-stamp of nobody known", List.of(strange), Reason.NO_TRUST_ANCHOR);
    String signer = JadesForge.text(sigTst(value, STAMPED, OFFICE));
    vectors.both(
        test("Time", "a time-stamp by the signer", List.of(signer)),
        INVALID,
        Optional.of(Reason.KEY_USAGE_WRONG));
  }

  private void evidence() {
    String own = JadesForge.text(sigTst(value, STAMPED, TIMESTAMPER));
    genuine("with a list since", List.of(own, JadesForge.text(lists(PKI.crls().get(3)))));
    Bytes revoking =
        CrlMaker.issue(
            PKI.documentRoot(),
            List.of(
                new RevokedEntry(
                    OFFICE.chain().get(0).serial(),
                    STAMPED.minusSeconds(1),
                    RevocationCause.SUPERSEDED,
                    Optional.empty())),
            new CrlMaker.Issue(
                TestPki.NOW.minusSeconds(60), TestPki.NOW.plusSeconds(600), BigInteger.TEN));
    vectors.both(
        test(
            "Time", "stamped after its revocation", List.of(own, JadesForge.text(lists(revoking)))),
        INVALID,
        Optional.of(Reason.CERTIFICATE_REVOKED));
  }

  private void archives() {
    List<Object> basic = new ArrayList<>();
    basic.add(JadesForge.text(sigTst(value, STAMPED, TIMESTAMPER)));
    basic.add(JadesForge.text(lists(PKI.crls().get(3))));
    List<Object> archived = archived(basic, ARCHIVED);
    genuine("an archive time-stamp", archived);
    genuine("two of them", archived(archived, ARCHIVED.plusSeconds(60)));
    List<Object> altered = new ArrayList<>(archived);
    altered.set(1, JadesForge.text(lists(PKI.crls().get(0))));
    refused("Archive", "another list under an archive time-stamp", altered);
    List<Object> moved = new ArrayList<>(archived);
    moved.add(1, moved.remove(2));
    refused("Archive", "an archive time-stamp before what it was over", moved);
    refused("Archive", "what it was over is gone", archived.subList(2, 3));
    vectors.both(
        new Vectors.Case(
            "all certificates ended, and the archive time-stamp's too",
            "Archive",
            in(archived),
            LATER),
        INDETERMINATE,
        Optional.of(Reason.NO_PROOF_OF_EXISTENCE));
    List<Object> clear = new ArrayList<>(archived);
    clear.set(1, lists(PKI.crls().get(3)));
    open("Archive", "an archive time-stamp over JSON", clear, Reason.CRITICAL_EXTENSION_UNKNOWN);
  }

  private void unknown() {
    String own = JadesForge.text(sigTst(value, STAMPED, TIMESTAMPER));
    for (String name : List.of("cSig", "xRefs", "sigRTst", "strange")) {
      unjudged(name, List.of(own, JadesForge.text(Map.of(name, List.of()))));
    }
    unjudged("a property that is no base64url", List.of("{}"));
    unjudged(
        "two members in one property", List.of(new TreeMap<>(Map.of("sigTst", "", "xVals", ""))));
    unjudged("a time-stamp without tokens", List.of(JadesForge.text(Map.of("sigTst", Map.of()))));
    unjudged("a list that holds a number", List.of(own, 1));
    unjudged("an empty list", List.of());
    unjudged(
        "a certificate that is none",
        List.of(
            own,
            JadesForge.text(Map.of("xVals", List.of(Map.of("x509Cert", Map.of("val", "AAAA")))))));
  }

  private void unjudged(String comment, List<?> properties) {
    open("Unknown", comment, properties, Reason.CRITICAL_EXTENSION_UNKNOWN);
  }

  private Map<String, Object> sigTst(String over, Instant at, Signer authority) {
    return stamp("sigTst", Bytes.utf8(over), at, authority);
  }

  private static Map<String, Object> stamp(String name, Bytes over, Instant at, Signer authority) {
    return JadesForge.stamp(
        name, List.of(JadesForge.token(ContentDigest.SHA256, over, at, authority)));
  }

  /** §5.3.6: with an archive time-stamp over all that is there. */
  private List<Object> archived(List<Object> before, Instant at) {
    List<Object> all = new ArrayList<>(before);
    all.add(JadesForge.text(stamp("arcTst", JadesForge.archived(signed, before), at, TIMESTAMPER)));
    return all;
  }

  private static Map<String, Object> lists(Bytes list) {
    return Map.of("rVals", Map.of("crlVals", List.of(JadesForge.held(list))));
  }

  private Bytes raw() {
    return Bytes.of(Base64.getUrlDecoder().decode(value));
  }

  private Map<String, Object> in(List<?> properties) {
    return Map.of("jws", signed.with(properties));
  }

  private Vectors.Case test(String flag, String comment, List<?> properties) {
    return new Vectors.Case(comment, flag, in(properties), TestPki.NOW);
  }

  private void genuine(String comment, List<?> properties) {
    vectors.both(test("Genuine", comment, properties), VALID, Optional.empty());
  }

  private void refused(String flag, String comment, List<?> properties) {
    vectors.both(test(flag, comment, properties), INVALID, Optional.of(Reason.TIMESTAMP_WRONG));
  }

  private void open(String flag, String comment, List<?> properties, Reason reason) {
    vectors.both(test(flag, comment, properties), INDETERMINATE, Optional.of(reason));
  }
}
