package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xinfu.trust.jose.Forge.OFFICE;
import static org.xinfu.trust.jose.Forge.PKI;
import static org.xinfu.trust.jose.Forge.SEALER;
import static org.xinfu.trust.jose.Forge.TEXT;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Signing and verifying through the typed door, and what reports say. */
class JwsTest {
  private static DocumentReport judge(String text) {
    return Trust.verify(DocumentSource.of(Bytes.utf8(text)), PKI.policy());
  }

  private static Reason reason(Verdict<?> verdict) {
    return verdict.fold(v -> Reason.NO_SIGNATURE, (r, x) -> r, (r, x) -> r);
  }

  @Test
  void aReportNamesSignerSuiteAndTime() {
    String jwt = JwsSigner.with(SEALER).jwt(Map.of("iat", TestPki.NOW.getEpochSecond() - 60));
    SignatureReport signature = judge(jwt).signatures().get(0);
    assertThat(signature.algorithm()).isEqualTo("SM2_SM3");
    assertThat(signature.signedAt()).isEqualTo(TestPki.NOW.minusSeconds(60));
    assertThat(signature.timeSource()).isEqualTo(TimeSource.CLAIMED);
    assertThat(signature.signer()).isNotNull();
    assertThat(signature.coverage()).isEqualTo(Coverage.WHOLE);
    assertThat(judge(jwt).format()).isEqualTo(DocumentFormat.JWS);
  }

  @Test
  void integritySpeaksOfTheBytesAlone() {
    assertThat(integrity(JwsSigner.with(Forge.STRANGER).compact(TEXT))).isEqualTo(Integrity.INTACT);
    String jws = JwsSigner.with(OFFICE).compact(TEXT);
    assertThat(integrity(Forge.part(jws, 1, p -> Forge.flip(p, 2)))).isEqualTo(Integrity.BROKEN);
    String unknown = Forge.sign(Map.of("alg", "ES256"), TEXT, Forge.STRANGER);
    assertThat(integrity(unknown)).isEqualTo(Integrity.UNKNOWN);
  }

  private static Integrity integrity(String text) {
    return judge(text).signatures().get(0).integrity();
  }

  @Test
  void aPolicyThatExcludesASuiteLeavesTheBytesIntact() {
    TrustPolicy narrow = PKI.policy().withAlgorithms(Set.of(SignatureAlgorithm.SM2_SM3));
    DocumentReport report =
        Trust.verify(DocumentSource.of(Bytes.utf8(JwsSigner.with(OFFICE).compact(TEXT))), narrow);
    assertThat(report.reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
  }

  @Test
  void eachOfSeveralSignaturesHasItsOwnVerdict() {
    String general =
        JwsSigner.general(TEXT, List.of(JwsSigner.with(OFFICE), JwsSigner.with(Forge.STRANGER)));
    DocumentReport report = judge(general);
    assertThat(report.signatures()).extracting(SignatureReport::id).containsExactly("1", "2");
    assertThat(report.signatures())
        .extracting(SignatureReport::conclusion)
        .containsExactly(Conclusion.VALID, Conclusion.INDETERMINATE);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  @Test
  void signaturesBeyondTheBudgetAreNotJudged() {
    String one = JwsSigner.with(OFFICE).flattened(TEXT);
    String member = one.substring(one.indexOf("\"protected\""), one.length() - 1);
    String many =
        "{\"payload\":\""
            + Base64Url.encode(TEXT)
            + "\",\"signatures\":["
            + "{".concat(member).concat("},").repeat(200)
            + "{"
            + member
            + "}]}";
    assertThat(judge(many).reason()).contains(Reason.BUDGET_EXCEEDED);
    assertThat(judge(many).signatures()).isEmpty();
  }

  @Test
  void aDetachedPayloadIsJudgedWhenItIsHandedIn() {
    String jws = JwsSigner.with(OFFICE).detached(TEXT);
    JwsVerifier verifier = JwsVerifier.trusting(PKI.policy());
    assertThat(reason(verifier.verify(jws))).isEqualTo(Reason.CONTENT_NOT_COVERED);
    assertThat(verifier.withContent(TEXT).verify(jws)).isInstanceOf(Verdict.Valid.class);
    Verdict<VerifiedJws> other = verifier.withContent(Bytes.utf8("other")).verify(jws);
    assertThat(reason(other)).isEqualTo(Reason.SIGNATURE_VALUE_WRONG);
    String attached = JwsSigner.with(OFFICE).compact(TEXT);
    assertThat(reason(verifier.withContent(Bytes.utf8("other")).verify(attached)))
        .isEqualTo(Reason.DIGEST_MISMATCH);
  }

  @Test
  void aDetachedFileIsJudgedOverTheFileBesideIt() {
    DocumentSource jws =
        DocumentSource.of(Bytes.utf8(JwsSigner.with(OFFICE).detached(Bytes.utf8("content"))));
    DocumentReport apart =
        Trust.verify(jws, DocumentSource.of(Bytes.utf8("content")), PKI.policy());
    assertThat(apart.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(apart.coverage()).isEqualTo(Coverage.WHOLE);
    DocumentReport other = Trust.verify(jws, DocumentSource.of(Bytes.utf8("other")), PKI.policy());
    assertThat(other.reason()).contains(Reason.SIGNATURE_VALUE_WRONG);
    assertThat(Trust.verify(jws, PKI.policy()).reason()).contains(Reason.CONTENT_NOT_COVERED);
  }

  @Test
  void contentIsReachableOnlyThroughValid() {
    String jwt = JwsSigner.with(OFFICE).withHeader("typ", "at+jwt").jwt(Map.of("sub", "样例"));
    VerifiedJws verified =
        JwsVerifier.trusting(PKI.policy())
            .verify(jwt)
            .orThrow(r -> new IllegalStateException(r.code()));
    assertThat(verified.claims().orElseThrow()).containsEntry("sub", "样例");
    assertThat(verified.type()).isEqualTo("at+jwt");
    assertThat(verified.signer()).contains(OFFICE.chain().get(0));
    assertThat(verified.payload()).isEqualTo(Bytes.utf8("{\"sub\":\"样例\"}"));
  }

  @Test
  void aKnownKeyBeatsWhateverTheHeaderBrings() {
    JwsVerifier knowing = JwsVerifier.knowing(OFFICE.publicKey(), PKI.policy());
    assertThat(knowing.verify(JwsSigner.with(OFFICE).compact(TEXT)))
        .isInstanceOf(Verdict.Valid.class);
    String embedded =
        Forge.sign(
            Map.of("alg", "ES256", "jwk", JwsSigner.jwk(Forge.STRANGER.publicKey())),
            TEXT,
            Forge.STRANGER);
    assertThat(reason(knowing.verify(embedded))).isEqualTo(Reason.SIGNATURE_VALUE_WRONG);
    assertThat(reason(knowing.verify(JwsSigner.with(SEALER).compact(TEXT))))
        .isEqualTo(Reason.ALGORITHM_MISMATCH);
  }

  @Test
  void aKnownRsaKeyIsBoundToItsPadding() {
    JwsVerifier pkcs1 = JwsVerifier.knowing(JdkSigner.rs256().publicKey(), PKI.policy());
    String pss = JwsSigner.with(JdkSigner.ps256()).compact(TEXT);
    assertThat(reason(pkcs1.verify(pss))).isEqualTo(Reason.ALGORITHM_MISMATCH);
    String own = JwsSigner.with(JdkSigner.rs256()).compact(TEXT);
    assertThat(pkcs1.verify(own)).isInstanceOf(Verdict.Valid.class);
  }

  @Test
  void aJwkIsForTheAlgorithmThatItNames() {
    String pss = JwsSigner.with(JdkSigner.ps256()).compact(TEXT);
    String pkcs1 = JwsSigner.with(JdkSigner.rs256()).compact(TEXT);
    Map<String, Object> key = new HashMap<>(JwsSigner.jwk(JdkSigner.ps256().publicKey()));
    assertThat(read(key).verify(pkcs1)).isInstanceOf(Verdict.Valid.class);
    key.put("alg", "PS256");
    key.put("use", "sig");
    assertThat(read(key).verify(pss)).isInstanceOf(Verdict.Valid.class);
    assertThat(reason(read(key).verify(pkcs1))).isEqualTo(Reason.ALGORITHM_MISMATCH);
  }

  @Test
  void aJwkForSomethingElseIsNoKey() {
    for (Map<String, Object> other :
        List.<Map<String, Object>>of(
            Map.of("use", "enc"),
            Map.of("use", 1),
            Map.of("alg", "RSA-OAEP"),
            Map.of("alg", "ES256"),
            Map.of("alg", "HS256"),
            Map.of("alg", "none"),
            Map.of("alg", 1),
            Map.of("key_ops", List.of("encrypt")),
            Map.of("key_ops", "verify"))) {
      Map<String, Object> key = new HashMap<>(JwsSigner.jwk(JdkSigner.rs256().publicKey()));
      key.put("key_ops", List.of("verify"));
      assertThat(JwsVerifier.key(key)).isPresent();
      key.putAll(other);
      assertThat(JwsVerifier.key(key)).as("%s", other).isEmpty();
    }
  }

  private static JwsVerifier read(Map<String, ?> jwk) {
    return JwsVerifier.knowing(JwsVerifier.key(jwk).orElseThrow(), PKI.policy());
  }

  @Test
  void keysTravelAsJwkAndBack() {
    Signer sm2 = SoftKeyVault.seeded("jwk").key(SignatureAlgorithm.SM2_SM3, "k");
    for (Signer signer :
        List.of(
            sm2,
            Forge.P521,
            Forge.EDDSA,
            JdkSigner.es256(),
            JdkSigner.es384(),
            JdkSigner.rs256())) {
      Map<String, ?> jwk = JwsSigner.jwk(signer.publicKey());
      assertThat(JwsVerifier.key(jwk).orElseThrow().encoded())
          .isEqualTo(signer.publicKey().encoded());
    }
    assertThat(JwsSigner.jwk(sm2.publicKey())).containsEntry("crv", "SM2").hasSize(4);
  }

  @Test
  void damagedKeysAreNoKeys() {
    Map<String, ?> point = JwsSigner.jwk(OFFICE.publicKey());
    for (Map<String, Object> jwk :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("kty", "oct", "k", "AAAA"),
            Map.of("kty", "EC", "crv", "P-256", "x", "AQ", "y", "AQ"),
            Map.of("kty", "EC", "crv", "SM2", "x", point.get("x"), "y", point.get("y")),
            Map.of("kty", "EC", "crv", "SM2", "x", "AQ", "y", "AQ"),
            Map.of("kty", "EC", "crv", "secp256k1", "x", point.get("x"), "y", point.get("y")),
            Map.of("kty", "OKP", "crv", "Ed25519", "x", "AQ"),
            Map.of("kty", "RSA", "n", "AQAB", "e", "AQAB"),
            Map.of("kty", "RSA"))) {
      assertThat(JwsVerifier.key(jwk)).as("%s", jwk).isEmpty();
    }
  }

  @Test
  void anAnchorSignsWithoutAnyHeaderOfItsOwn() {
    TrustPolicy leafTrusted =
        TrustPolicy.interop(OFFICE.chain().subList(0, 1), List.of(), TestPki.NOW);
    String bare = Forge.sign(Map.of("alg", "ES256"), TEXT, OFFICE);
    assertThat(JwsVerifier.trusting(leafTrusted).verify(bare)).isInstanceOf(Verdict.Valid.class);
    String thumb = Forge.thumbprint(OFFICE.chain().get(0));
    String named = Forge.sign(Map.of("alg", "ES256", "x5t#S256", thumb), TEXT, OFFICE);
    assertThat(JwsVerifier.trusting(leafTrusted).verify(named)).isInstanceOf(Verdict.Valid.class);
    String forged = Forge.part(named, 1, p -> Forge.flip(p, 1));
    assertThat(reason(JwsVerifier.trusting(leafTrusted).verify(forged)))
        .isEqualTo(Reason.SIGNATURE_VALUE_WRONG);
  }

  @Test
  void anAddressIsNamedAndNotFetched() {
    String jws = Forge.sign(Map.of("alg", "ES256", "x5u", "https://127.0.0.1:1/"), TEXT, OFFICE);
    assertThat(judge(jws).signatures().get(0).report().check("x5u").orElseThrow().outcome())
        .isEqualTo(Outcome.NOT_DONE);
  }

  @Test
  void aFileThatIsTooLargeIsNotJudged() {
    TrustPolicy.Budgets usual = TrustPolicy.Budgets.standard();
    TrustPolicy small =
        PKI.policy()
            .withBudgets(
                new TrustPolicy.Budgets(
                    100,
                    usual.entries(),
                    usual.entryBytes(),
                    usual.inflatedBytes(),
                    usual.ratio(),
                    usual.depth(),
                    usual.signatures(),
                    usual.chainLength()));
    DocumentReport report =
        Trust.verify(DocumentSource.of(Bytes.utf8(JwsSigner.with(OFFICE).compact(TEXT))), small);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  @Test
  void whatIsNoJwsIsNotClaimed() {
    for (String text :
        List.of(
            "",
            "1.2.3",
            "www.example.com",
            "{}",
            "{\"signature\":\"x\"}",
            "{\"payload\":1}",
            "eyJ",
            "a.b",
            "plain text. With dots. And more.",
            "{\"payloadType\":\"a/b\",\"payload\":\"AA\",\"signatures\":[{\"keyid\":\"\",\"sig\":\"AA\"}]}",
            "<xml/>")) {
      assertThat(judge(text).format()).as(text).isEqualTo(DocumentFormat.UNKNOWN);
    }
  }

  /** The members of another envelope (DSSE) do not hide the signature of a JWS. */
  @Test
  void aJwsStaysOneBesideMembersOfAnotherEnvelope() {
    String entry = "{\"protected\":\"e30\",\"signature\":\"AA\",\"sig\":\"AA\"}";
    for (String list :
        List.of(
            entry,
            "{\"sig\":\"AA\"}," + entry,
            "{\"sig\":\"AA\",\"header\":{}}",
            "{\"sig\":\"AA\",\"signature\":1}",
            "{\"sig\":1}",
            "")) {
      String text = "{\"payloadType\":\"a/b\",\"payload\":\"AA\",\"signatures\":[" + list + "]}";
      assertThat(judge(text).format()).as(text).isEqualTo(DocumentFormat.JWS);
    }
    String unnamed = "{\"payload\":\"AA\",\"signatures\":[{\"sig\":\"AA\"}]}";
    assertThat(judge(unnamed).format()).isEqualTo(DocumentFormat.JWS);
  }

  @Test
  void whatWasAJwsAndIsDamagedIsInvalid() {
    String jws = JwsSigner.with(OFFICE).compact(TEXT);
    for (String text :
        List.of(
            "!".concat(jws).replace("!", "A"),
            jws.substring(0, jws.lastIndexOf('.')),
            "{\"payload\":\"AA\",\"signature\":\"AA\",\"protected\":\"AA\"",
            "{\"payload\":\"AA\",\"signatures\":{}}",
            "{\"payload\":\"AA\",\"signatures\":[1]}",
            "{\"payload\":\"AA\",\"protected\":1,\"signature\":\"AA\"}",
            "{\"payload\":1,\"protected\":\"e30\",\"signature\":\"AA\"}",
            "{\"payload\":\"AA\",\"protected\":\"e30\",\"signature\":\"AA\"}",
            "{\"payload\":\"AA\",\"protected\":\"e30\",\"signature\":\"AA\",\"ciphertext\":\"AA\"}")) {
      assertThat(judge(text).conclusion()).as(text).isEqualTo(Conclusion.INVALID);
      assertThat(judge(text).reason()).as(text).contains(Reason.MALFORMED);
    }
  }

  /** EU DSS writes r and s in as many octets as the longer of them needs: every fourth ES512. */
  @Test
  void zerosThatAreLeftOutOfBothHalvesAreTold() throws MalformedJose {
    String jws = "";
    Bytes value = Bytes.of(new byte[] {1});
    for (int i = 0; value.at(0) != 0 || value.at(66) != 0; i++) {
      jws = JwsSigner.with(Forge.P521).compact(Bytes.utf8("text " + i));
      value = Base64Url.decode(jws.substring(jws.lastIndexOf('.') + 1));
    }
    Bytes r = value.slice(1, 66);
    Bytes s = value.slice(67, 132);
    String brief = Forge.part(jws, 2, p -> Base64Url.encode(r.concat(s)));
    assertThat(judge(brief).conclusion()).isEqualTo(Conclusion.VALID);
    DocumentReport strict =
        Trust.verify(
            DocumentSource.of(Bytes.utf8(brief)), PKI.policy().withMode(TrustPolicy.Mode.STRICT));
    assertThat(strict.reason()).contains(Reason.ENCODING_NOT_STANDARD);
    Bytes half = Bytes.of(new byte[65]);
    for (Bytes other :
        List.of(
            s.concat(r),
            r.concat(half),
            half.concat(s),
            half.concat(half),
            r,
            Bytes.empty(),
            r.concat(s).concat(Bytes.of(new byte[2])),
            value.slice(1, 132))) {
      String forged = Forge.part(brief, 2, p -> Base64Url.encode(other));
      assertThat(judge(forged).conclusion()).as("%s", other).isEqualTo(Conclusion.INVALID);
    }
    String text = Forge.part(brief, 1, p -> Forge.flip(p, 2));
    assertThat(judge(text).reason()).contains(Reason.SIGNATURE_VALUE_WRONG);
  }

  /** ETSI TS 119 182-1 §5.2.8.3.3: the header has the digest, and the payload is empty. */
  @Test
  void anObjectNamedByItsDigestIsReadAndLeftOpen() {
    Bytes content = Bytes.utf8("{\"a\":1}");
    String digest = Base64Url.encode(Hash.SHA256.of(Bytes.utf8(Base64Url.encode(content))));
    Map<String, Object> header = new TreeMap<>(Map.of("alg", "ES256", "x5c", Forge.x5c(OFFICE)));
    header.put(
        "sigD",
        Map.of(
            "mId",
            "http://uri.etsi.org/19182/ObjectIdByURIHash",
            "pars",
            List.of("c.json"),
            "hashM",
            "S256",
            "hashV",
            List.of(digest)));
    String open = Forge.sign(header, Bytes.empty(), OFFICE);
    header.put("crit", List.of("sigD"));
    String detached = unpaid(Forge.sign(header, Bytes.empty(), OFFICE));
    DocumentReport right = over(detached, content);
    assertThat(right.reason()).contains(Reason.CRITICAL_EXTENSION_UNKNOWN);
    assertThat(right.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(right.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    assertThat(over(detached, TEXT).reason()).contains(Reason.DIGEST_MISMATCH);
    String compact = Forge.sign(header, Bytes.empty(), OFFICE);
    String forged = unpaid(Forge.part(compact, 2, p -> Forge.flip(p, 5)));
    assertThat(over(forged, content).conclusion()).isEqualTo(Conclusion.INVALID);
    // Where nothing says that it has to be understood, nobody takes the content for signed.
    for (DocumentReport alone :
        List.of(judge(open), judge(unpaid(open)), over(unpaid(open), content))) {
      SignatureReport left = alone.signatures().get(0);
      assertThat(left.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(left.reason()).contains(Reason.CRITICAL_EXTENSION_UNKNOWN);
      assertThat(left.coverage()).isEqualTo(Coverage.NONE);
      assertThat(left.integrity()).isEqualTo(Integrity.UNKNOWN);
    }
  }

  /** Nobody hashed what was handed in: neither is it the signer's word, nor is anything else. */
  @Test
  void objectsThatNothingWasHeldAgainstAreNotCovered() {
    Bytes encoded = Bytes.utf8(Base64Url.encode(TEXT));
    String sha256 = Base64Url.encode(Hash.SHA256.of(encoded));
    List<String> several =
        List.of(
            byHash("S256", List.of(sha256, sha256)),
            byHash("S256", List.of()),
            byHash("S999", List.of(sha256)),
            byHash("S3-256", List.of(sha256)));
    for (String jws : several) {
      assertUncovered(over(jws, TEXT), jws);
    }
    String named = byHash("S256", List.of(sha256));
    assertThat(over(named, TEXT).signatures().get(0).coverage()).isEqualTo(Coverage.WHOLE);
    assertUncovered(judge(named), "no content at hand");
    String of = byHash("S256", List.of(Base64Url.encode(Hash.SHA256.of(TEXT))));
    String forged =
        named.substring(0, named.indexOf(",\"sig")) + of.substring(of.indexOf(",\"sig"));
    assertThat(judge(forged).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  private static void assertUncovered(DocumentReport report, String what) {
    SignatureReport signature = report.signatures().get(0);
    assertThat(report.conclusion()).as(what).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(signature.coverage()).as(what).isEqualTo(Coverage.NONE);
    assertThat(signature.integrity()).as(what).isEqualTo(Integrity.UNKNOWN);
    assertThat(signature.report().checks())
        .as(what)
        .anyMatch(c -> c.id().equals("payload") && c.outcome() == Outcome.UNKNOWN);
  }

  /** What is over the header alone costs no reading of the content, which is hashed once. */
  @Test
  void manySignaturesByDigestAreAllTried() {
    Bytes large = Bytes.of(new byte[9 << 20]);
    String digest = Base64Url.encode(Hash.SHA256.of(Bytes.utf8(Base64Url.encode(large))));
    String one = byHash("S256", List.of(digest));
    String signature = one.substring(one.indexOf('[') + 1, one.lastIndexOf(']'));
    String many = "{\"signatures\":[" + String.join(",", Collections.nCopies(10, signature)) + "]}";
    assertThat(over(many, large).signatures())
        .hasSize(10)
        .allMatch(s -> s.integrity() == Integrity.INTACT);
    SharedPayload shared = new SharedPayload(Optional.empty(), Optional.of(large));
    assertThat(shared.digest(Hash.SHA256, true).orElseThrow())
        .isSameAs(shared.digest(Hash.SHA256, true).orElseThrow())
        .isNotEqualTo(shared.digest(Hash.SHA256, false).orElseThrow());
  }

  private static String byHash(String algorithm, List<String> values) {
    Map<String, Object> object = new TreeMap<>();
    object.put("mId", "http://uri.etsi.org/19182/ObjectIdByURIHash");
    object.put("pars", List.of("c.json"));
    object.put("hashM", algorithm);
    object.put("hashV", values);
    Map<String, Object> header = new TreeMap<>(Map.of("alg", "ES256", "x5c", Forge.x5c(OFFICE)));
    header.put("sigD", object);
    header.put("crit", List.of("sigD"));
    return unpaid(Forge.sign(header, Bytes.empty(), OFFICE));
  }

  /** The parts of a general JWS that has no payload of its own. */
  private static String unpaid(String compact) {
    String[] parts = compact.split("\\.", -1);
    return "{\"signatures\":[{\"protected\":\""
        + parts[0]
        + "\",\"signature\":\""
        + parts[2]
        + "\"}]}";
  }

  private static DocumentReport over(String jws, Bytes content) {
    return Trust.verify(
        DocumentSource.of(Bytes.utf8(jws)), DocumentSource.of(content), PKI.policy());
  }

  @Test
  void theSameJwsGivesTheSameReport() {
    String jws = JwsSigner.with(SEALER).flattened(TEXT);
    assertThat(judge(jws)).isEqualTo(judge(jws));
  }

  @Test
  void aKeyWithoutAJoseNameCannotSign() {
    Signer p384 = JdkSigner.es384();
    assertThat(JoseAlgorithm.of(p384.algorithm())).contains(JoseAlgorithm.ES384);
    assertThat(JoseAlgorithm.named("ES999")).isEqualTo(Optional.empty());
    assertThatThrownBy(() -> SdJwtHolder.of("x")).isInstanceOf(IllegalArgumentException.class);
  }
}
