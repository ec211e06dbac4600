package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.jose.Forge.OFFICE;
import static org.xinfu.trust.jose.Forge.PKI;
import static org.xinfu.trust.jose.Forge.TEXT;
import static org.xinfu.trust.jose.Forge.header;
import static org.xinfu.trust.jose.Forge.with;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.Hash;

/** A payload that may be read in two ways: which of them was signed, and what follows from it. */
class JwsReadingsTest {
  private static final String WORDS = "hello";
  private static final String WRITTEN = Forge.base64(WORDS);
  private static final TrustPolicy LEAF =
      TrustPolicy.interop(
          List.of(Forge.SEALER.chain().get(0), OFFICE.chain().get(0)), List.of(), TestPki.NOW);

  private static Map<String, Object> plain(Map<String, Object> header) {
    return with(with(header, "b64", false), "crit", List.of("b64"));
  }

  /** A member of {@code signatures}: the value is over {@code payload} as it stands. */
  private static Map<String, Object> member(Map<String, Object> header, String payload) {
    String signed = Forge.base64(Forge.text(header));
    return Map.of("protected", signed, "signature", Forge.value(signed, payload, OFFICE));
  }

  private static String general(String written, List<Map<String, Object>> members) {
    Map<String, Object> all = new TreeMap<>(Map.of("signatures", members));
    if (!written.isEmpty()) {
      all.put("payload", written);
    }
    return Forge.text(all);
  }

  private static DocumentReport over(String jws, String content) {
    return Trust.verify(
        DocumentSource.of(Bytes.utf8(jws)), DocumentSource.of(Bytes.utf8(content)), PKI.policy());
  }

  private static DocumentReport under(TrustPolicy policy, String jws) {
    return Trust.verify(DocumentSource.of(Bytes.utf8(jws)), policy);
  }

  @Test
  void contentIsHeldAgainstWhatWasSigned() {
    String folded = general(WRITTEN, List.of(member(plain(header("ES256", OFFICE)), WORDS)));
    assertThat(over(folded, WORDS).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(over(folded, WRITTEN).reason()).contains(Reason.DIGEST_MISMATCH);
    assertThat(over(folded, WRITTEN).conclusion()).isEqualTo(Conclusion.INVALID);
    String asItIs = general(WRITTEN, List.of(member(plain(header("ES256", OFFICE)), WRITTEN)));
    assertThat(over(asItIs, WRITTEN).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(over(asItIs, WORDS).reason()).contains(Reason.DIGEST_MISMATCH);
  }

  /** Without a key nobody knows which of the two was signed: neither is refuted. */
  @Test
  void contentIsEitherReadingWhereNoKeyTells() {
    Map<String, Object> header = plain(Map.of("alg", "ES256"));
    String folded = general(WRITTEN, List.of(member(header, WORDS)));
    for (String content : List.of(WORDS, WRITTEN)) {
      assertThat(over(folded, content).reason()).as(content).contains(Reason.NO_TRUST_ANCHOR);
      assertThat(over(folded, content).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    }
    assertThat(over(folded, "other").reason()).contains(Reason.DIGEST_MISMATCH);
  }

  /** Hutool writes DER and names no key. */
  @Test
  void anAnchorIsTriedAsANamedKeyIs() throws MalformedJose {
    String bare = Forge.sign(Map.of("alg", "ES256"), TEXT, OFFICE);
    Bytes raw = Base64Url.decode(bare.substring(bare.lastIndexOf('.') + 1));
    Bytes pair = EcSignature.parseRaw(raw, 32).orElseThrow().der();
    String der = Forge.part(bare, 2, p -> Base64Url.encode(pair));
    assertThat(under(LEAF, der).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(under(LEAF, der).signatures().get(0).report().check("signature-value"))
        .hasValueSatisfying(c -> assertThat(c.outcome()).isEqualTo(Outcome.WARN));
    TrustPolicy strict = LEAF.withMode(TrustPolicy.Mode.STRICT);
    assertThat(under(strict, der).reason()).contains(Reason.ENCODING_NOT_STANDARD);
    assertThat(under(strict, der).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    String zeros = Base64Url.encode(Bytes.hex("3006020100020100"));
    for (String forged :
        List.of(
            Forge.part(der, 1, p -> Forge.flip(p, 2)),
            Forge.part(bare, 2, p -> zeros),
            Forge.part(der, 2, p -> Base64Url.encode(pair.concat(Bytes.hex("00")))))) {
      assertThat(under(LEAF, forged).reason()).as(forged).contains(Reason.NO_TRUST_ANCHOR);
      assertThat(under(LEAF, forged).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    }
    long ended = TestPki.NOW.getEpochSecond() - 3600;
    String late = "{\"exp\":" + ended + "}";
    String old = general(Forge.base64(late), List.of(member(plain(Map.of("alg", "ES256")), late)));
    assertThat(under(LEAF, old).reason()).contains(Reason.TOKEN_EXPIRED);
  }

  /** One text has one content, whoever is guessed to have signed it. */
  @Test
  void guessedSignersReadItInOneWay() {
    Map<String, Object> header = plain(Map.of("alg", "ES256"));
    Map<String, Object> folded = member(header, WORDS);
    Map<String, Object> asItIs = member(header, WRITTEN);
    assertThat(under(LEAF, general(WRITTEN, List.of(folded))).conclusion())
        .isEqualTo(Conclusion.VALID);
    assertThat(under(LEAF, general(WRITTEN, List.of(folded, folded))).conclusion())
        .isEqualTo(Conclusion.VALID);
    for (String both :
        List.of(
            general(WRITTEN, List.of(folded, asItIs)), general(WRITTEN, List.of(asItIs, folded)))) {
      DocumentReport report = under(LEAF, both);
      assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
      SignatureReport second = report.signatures().get(1);
      assertThat(second.signer()).isNull();
      assertThat(second.report().checks()).noneMatch(c -> c.outcome() == Outcome.WARN);
    }
  }

  /** Nine readings of 7 MiB are allowed: four signatures by their second, and half of a fifth. */
  @Test
  void everyReadingIsPaidFor() {
    String large = "x".repeat(21 << 18);
    Map<String, Object> one = member(plain(header("ES256", OFFICE)), large);
    String jws =
        Forge.text(
            new TreeMap<>(
                Map.of("payload", Forge.base64(large), "signatures", Collections.nCopies(5, one))));
    DocumentReport report = under(PKI.policy(), jws);
    assertThat(report.signatures())
        .extracting(SignatureReport::integrity)
        .containsExactly(
            Integrity.INTACT,
            Integrity.INTACT,
            Integrity.INTACT,
            Integrity.INTACT,
            Integrity.UNKNOWN);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  private static Map<String, Object> named(String mechanism, String content) {
    Map<String, Object> object = new TreeMap<>();
    object.put("mId", "http://uri.etsi.org/19182/" + mechanism);
    object.put("pars", List.of("c.json"));
    object.put("hashM", "S256");
    object.put("hashV", List.of(Base64Url.encode(Hash.SHA256.of(Bytes.utf8(content)))));
    return with(header("ES256", OFFICE), "sigD", object);
  }

  /** The value is right, over the header alone: content at hand does not make it wrong. */
  @Test
  void anObjectThatNeedNotBeUnderstoodIsLeftOpenWithContentToo() {
    Map<String, Object> header = named("ObjectIdByURIHash", WRITTEN);
    SignatureReport left =
        over(general("", List.of(member(header, ""))), WORDS).signatures().get(0);
    assertThat(left.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(left.integrity()).isEqualTo(Integrity.UNKNOWN);
    assertThat(left.coverage()).isEqualTo(Coverage.NONE);
    assertThat(left.report().check("payload"))
        .hasValueSatisfying(c -> assertThat(c.reason()).isEqualTo(Reason.CONTENT_NOT_COVERED));
    assertThat(left.report().check("claims")).isEmpty();
  }

  /** A signature over the header alone vouches for no payload that is put beside it. */
  @Test
  void theHeaderAloneVouchesForNothingElse() {
    Map<String, Object> header = named("ObjectIdByURIHash", WRITTEN);
    Map<String, Object> value = member(header, "");
    assertWrong(under(PKI.policy(), general(WRITTEN, List.of(value))));
    assertWrong(over(general(WRITTEN, List.of(value)), WORDS));
    Map<String, Object> forged = new TreeMap<>(value);
    forged.replace("signature", Forge.flip(String.valueOf(value.get("signature")), 5));
    assertWrong(over(general("", List.of(forged)), WORDS));
    assertWrong(over(general("", List.of(member(named("ObjectIdByURI", WRITTEN), ""))), WORDS));
    assertWrong(over(general("", List.of(member(header("ES256", OFFICE), ""))), WORDS));
  }

  private static void assertWrong(DocumentReport report) {
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.BROKEN);
    assertThat(report.signatures().get(0).report().check("signature-value"))
        .hasValueSatisfying(c -> assertThat(c.reason()).isEqualTo(Reason.SIGNATURE_VALUE_WRONG));
  }

  /**
   * ETSI TS 119 182-1 §5.2.8: header fields, or several objects: one file is not what was signed.
   */
  @Test
  void contentThatIsNotAllOfItRefutesNothing() {
    Map<String, Object> fields = named("HttpHeaders", WORDS);
    Map<String, Object> two = named("ObjectIdByURI", WORDS);
    two = with(two, "sigD", with(sigD(two), "pars", List.of("a", "b")));
    for (Map<String, Object> header : List.of(fields, two)) {
      for (boolean critical : new boolean[] {true, false}) {
        Map<String, Object> own = critical ? with(header, "crit", List.of("sigD")) : header;
        DocumentReport report = over(general("", List.of(member(own, "elsewhere"))), WORDS);
        SignatureReport left = report.signatures().get(0);
        assertThat(left.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
        assertThat(left.integrity()).isEqualTo(Integrity.UNKNOWN);
        assertThat(left.report().check("payload"))
            .hasValueSatisfying(c -> assertThat(c.reason()).isEqualTo(Reason.CONTENT_NOT_COVERED));
      }
    }
  }

  /** ETSI TS 119 182-1 §5.3: beside a value that nobody's key is known for they mean nothing. */
  @Test
  void propertiesOfAValueThatIsNotVerifiedAreNotJudged() {
    String brought = Forge.base64("{\"xVals\":[]}");
    Map<String, Object> open = Map.of("etsiU", List.of(brought));
    Map<String, Object> nobodys = new TreeMap<>(member(Map.of("alg", "ES256"), WRITTEN));
    nobodys.put("header", open);
    DocumentReport report = under(PKI.policy(), general(WRITTEN, List.of(nobodys)));
    assertThat(report.reason()).contains(Reason.NO_TRUST_ANCHOR);
    Map<String, Object> many = new TreeMap<>(member(header("ES256", OFFICE), WRITTEN));
    int most = PKI.policy().budgets().signatures();
    many.put("header", Map.of("etsiU", Collections.nCopies(most, brought)));
    assertThat(under(PKI.policy(), general(WRITTEN, List.of(many))).conclusion())
        .isEqualTo(Conclusion.VALID);
    many.put("header", Map.of("etsiU", Collections.nCopies(most + 1, brought)));
    assertThat(under(PKI.policy(), general(WRITTEN, List.of(many))).reason())
        .contains(Reason.BUDGET_EXCEEDED);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> sigD(Map<String, Object> header) {
    return (Map<String, Object>) header.get("sigD");
  }

  /** One is over the digest in its header, one over the content: both are over the content. */
  @Test
  void detachedSignaturesNeedNotReadItInOneWay() {
    Map<String, Object> critical =
        with(named("ObjectIdByURIHash", WRITTEN), "crit", List.of("sigD"));
    Map<String, Object> byDigest = member(critical, "");
    Map<String, Object> whole = member(header("ES256", OFFICE), WRITTEN);
    for (String both :
        List.of(general("", List.of(byDigest, whole)), general("", List.of(whole, byDigest)))) {
      assertThat(over(both, WORDS).signatures())
          .hasSize(2)
          .allMatch(s -> s.integrity() == Integrity.INTACT)
          .anyMatch(s -> s.conclusion() == Conclusion.VALID);
      assertThat(over(both, "other").signatures())
          .allMatch(s -> s.conclusion() == Conclusion.INVALID);
    }
  }
}
