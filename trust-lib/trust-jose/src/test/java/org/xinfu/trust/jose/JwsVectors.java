package org.xinfu.trust.jose;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.NO_SIGNATURE;
import static org.xinfu.trust.Conclusion.VALID;
import static org.xinfu.trust.jose.Forge.OFFICE;
import static org.xinfu.trust.jose.Forge.PKI;
import static org.xinfu.trust.jose.Forge.SEALER;
import static org.xinfu.trust.jose.Forge.STRANGER;
import static org.xinfu.trust.jose.Forge.TEXT;
import static org.xinfu.trust.jose.Forge.header;
import static org.xinfu.trust.jose.Forge.part;
import static org.xinfu.trust.jose.Forge.sign;
import static org.xinfu.trust.jose.Forge.with;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.Signer;

/** The cases of {@code specs/vectors/jose/jws.json}. */
final class JwsVectors {
  private static final long NOW = TestPki.NOW.getEpochSecond();
  private static final String ALTERED = Base64Url.encode(Bytes.utf8("altered"));

  private final Vectors vectors =
      new Vectors(
          "JWS files: genuine ones and attacks",
          "JWS",
          PKI.policy(),
          Map.of(
              "Genuine", "what RFC 7515 allows",
              "Altered", "octets changed after signing",
              "Key", "whose key it is, and who vouches for it",
              "Algorithm", "the header's algorithm against the key's",
              "Header", "parameters that are forbidden, repeated or unknown",
              "Structure", "text that is no JWS, or two at once",
              "Value", "signature values that careless arithmetic accepts",
              "Time", "claims and certificates outside their time",
              "Deviation", "what interop reads and strict does not",
              "Encrypted", "a JWE holds no signature"));

  static String write() {
    JwsVectors all = new JwsVectors();
    all.genuine();
    all.companions();
    all.altered();
    all.keys();
    all.algorithms();
    all.headers();
    all.jades();
    all.structures();
    all.values();
    all.habits();
    all.times();
    all.unsigned();
    all.members();
    all.nested();
    return all.vectors.write();
  }

  private void genuine() {
    valid("ES256, compact", JwsSigner.with(OFFICE).compact(TEXT));
    valid("SM2-SM3, compact", JwsSigner.with(SEALER).compact(TEXT));
    valid("SM2-SM3, flattened", JwsSigner.with(SEALER).flattened(TEXT));
    valid(
        "two signatures, ES256 and SM2-SM3",
        JwsSigner.general(TEXT, List.of(JwsSigner.with(OFFICE), JwsSigner.with(SEALER))));
    valid("ES384", JwsSigner.with(Forge.P384).compact(TEXT));
    valid("ES512", JwsSigner.with(Forge.P521).compact(TEXT));
    valid("PS384", JwsSigner.with(Forge.PSS).compact(TEXT));
    valid("EdDSA", JwsSigner.with(Forge.EDDSA).compact(TEXT));
    valid("Ed25519, as RFC 9864 names it", sign(header("Ed25519", Forge.EDDSA), TEXT, Forge.EDDSA));
    valid("RS256", JwsSigner.with(Forge.RSA).compact(TEXT));
    valid(
        "a JWT in force",
        JwsSigner.with(OFFICE)
            .jwt(new TreeMap<>(Map.of("iss", "office", "iat", NOW - 60, "exp", NOW + 60))));
    valid(
        "an embedded jwk that an anchor's certificate speaks for is no less than x5c",
        sign(
            with(header("ES256", OFFICE), "jwk", JwsSigner.jwk(OFFICE.publicKey())), TEXT, OFFICE));
    valid("spaces and line feeds around", "\n " + JwsSigner.with(OFFICE).compact(TEXT) + "\n\n");
    valid(
        "certificate in the unprotected header",
        Forge.flattened(
            Map.of("alg", "ES256"), Map.of("x5c", Forge.x5c(OFFICE), "kid", "1"), OFFICE));
    valid(
        "typ, cty and kid say nothing that matters",
        sign(with(with(header("ES256", OFFICE), "cty", "text"), "kid", "x"), TEXT, OFFICE));
    valid(
        "b64 true, said and critical",
        sign(
            with(with(header("ES256", OFFICE), "b64", true), "crit", List.of("b64")),
            TEXT,
            OFFICE));
    valid(
        "RFC 7797: an unencoded payload in JSON",
        unencoded(
            "$.02", with(with(header("ES256", OFFICE), "b64", false), "crit", List.of("b64"))));
    Map<String, Object> plain =
        with(with(header("ES256", OFFICE), "b64", false), "crit", List.of("b64"));
    valid("RFC 7797: a tilde in an unencoded payload", sign(Forge.text(plain), "a~b", OFFICE));
    valid(
        "zip is no parameter of a JWS",
        sign(with(header("ES256", OFFICE), "zip", "DEF"), TEXT, OFFICE));
    valid("an empty payload", sign(header("ES256", OFFICE), Bytes.empty(), OFFICE));
    vectors.strictRefuses(
        new Vectors.Case(
            "SM2 under another vendor's name",
            "Deviation",
            in(sign(header("SGD_SM3_SM2", SEALER), TEXT, SEALER)),
            TestPki.NOW),
        INDETERMINATE,
        Reason.ENCODING_NOT_STANDARD);
    List<String> path = new ArrayList<>(Forge.x5c(OFFICE));
    path.add(Base64.getEncoder().encodeToString(PKI.documentRoot().chain().get(0).der().toArray()));
    valid("x5c up to the anchor", listed(path));
    Collections.reverse(path);
    deviates("x5c from the anchor downwards", listed(path));
    String own = Forge.x5c(OFFICE).get(0);
    deviates("x5c in base64url", listed(List.of(own.replace('+', '-').replace('/', '_'))));
    deviates(
        "x5c in PEM",
        listed(List.of("-----BEGIN CERTIFICATE-----" + own + "-----END CERTIFICATE-----")));
    deviates("x5c without brackets", listed(own));
  }

  private static String listed(Object x5c) {
    return sign(with(header("ES256", OFFICE), "x5c", x5c), TEXT, OFFICE);
  }

  private void deviates(String comment, String jws) {
    vectors.strictRefuses(
        new Vectors.Case(comment, "Deviation", in(jws), TestPki.NOW),
        INVALID,
        Reason.ENCODING_NOT_STANDARD);
  }

  /** General JSON: a good signature never speaks for another. */
  private void companions() {
    Map<String, Object> plain =
        with(with(header("ES256", OFFICE), "b64", false), "crit", List.of("b64"));
    invalid(
        "two signatures that read the payload in two ways",
        "Structure",
        general(member(header("ES256", OFFICE), OFFICE), member(plain, OFFICE)),
        Reason.MALFORMED);
    unsure(
        "a good signature and one of a stranger",
        "Key",
        general(
            member(header("ES256", OFFICE), OFFICE), member(header("ES256", STRANGER), STRANGER)),
        Reason.NO_TRUST_ANCHOR);
    Map<String, Object> unsigned = new LinkedHashMap<>();
    unsigned.put("protected", Forge.base64("{\"alg\":\"none\"}"));
    unsigned.put("signature", "");
    invalid(
        "a good signature and one by alg none",
        "Algorithm",
        general(member(header("ES256", OFFICE), OFFICE), unsigned),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "a good signature and an unreadable one",
        "Structure",
        general(member(header("ES256", OFFICE), OFFICE), Map.of("signature", "AAAA")),
        Reason.MALFORMED);
    unsure(
        "a good signature and one with a critical parameter",
        "Header",
        general(
            member(header("ES256", OFFICE), OFFICE),
            member(
                with(with(header("ES256", OFFICE), "exp2", 1L), "crit", List.of("exp2")), OFFICE)),
        Reason.CRITICAL_EXTENSION_UNKNOWN);
  }

  private static Map<String, Object> member(Map<String, Object> header, Signer signer) {
    String signed = Forge.base64(Forge.text(header));
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("protected", signed);
    member.put("signature", Forge.value(signed, Base64Url.encode(TEXT), signer));
    return member;
  }

  private static Map<String, Object> member(String signed, String written) {
    Map<String, Object> member = new LinkedHashMap<>();
    member.put("protected", signed);
    member.put("signature", Forge.value(signed, written, OFFICE));
    return member;
  }

  private static String general(Map<String, Object> one, Map<String, Object> other) {
    return Forge.text(Map.of("payload", Base64Url.encode(TEXT), "signatures", List.of(one, other)));
  }

  private void altered() {
    String jws = JwsSigner.with(OFFICE).compact(TEXT);
    invalid(
        "the payload replaced",
        "Altered",
        part(jws, 1, p -> ALTERED),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "one character of the signature",
        "Altered",
        part(jws, 2, s -> Forge.flip(s, 10)),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "the header of another JWS of the same signer",
        "Altered",
        part(jws, 0, h -> Forge.base64(Forge.text(with(header("ES256", OFFICE), "typ", "x")))),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "the payload replaced under SM2",
        "Altered",
        part(JwsSigner.with(SEALER).compact(TEXT), 1, p -> ALTERED),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "the payload of a general JWS replaced",
        "Altered",
        JwsSigner.general(TEXT, List.of(JwsSigner.with(OFFICE), JwsSigner.with(SEALER)))
            .replace(Base64Url.encode(TEXT), ALTERED),
        Reason.SIGNATURE_VALUE_WRONG);
    String general =
        JwsSigner.general(TEXT, List.of(JwsSigner.with(OFFICE), JwsSigner.with(SEALER)));
    int last = general.lastIndexOf("\"signature\":\"") + 20;
    invalid(
        "one of two signatures altered",
        "Altered",
        Forge.flip(general, last),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "stray bits in the last character of the signature",
        "Altered",
        jws.substring(0, jws.length() - 1) + strayBits(jws.charAt(jws.length() - 1)),
        Reason.MALFORMED);
    invalid(
        "the signature stripped", "Altered", part(jws, 2, s -> ""), Reason.SIGNATURE_VALUE_WRONG);
    invalid("cut short", "Altered", jws.substring(0, jws.length() - 9), Reason.MALFORMED);
  }

  private void keys() {
    unsure(
        "signed by a stranger",
        "Key",
        JwsSigner.with(STRANGER).compact(TEXT),
        Reason.NO_TRUST_ANCHOR);
    unsure(
        "an embedded jwk that nobody vouches for",
        "Key",
        sign(Map.of("alg", "ES256", "jwk", JwsSigner.jwk(STRANGER.publicKey())), TEXT, STRANGER),
        Reason.NO_TRUST_ANCHOR);
    unsure(
        "a jku of the attacker's",
        "Key",
        sign(Map.of("alg", "ES256", "jku", "https://evil.example/jwks"), TEXT, STRANGER),
        Reason.NO_TRUST_ANCHOR);
    unsure(
        "an x5u of the attacker's",
        "Key",
        sign(Map.of("alg", "ES256", "x5u", "http://169.254.169.254/"), TEXT, STRANGER),
        Reason.NO_TRUST_ANCHOR);
    unsure(
        "a kid that walks the file system",
        "Key",
        sign(Map.of("alg", "ES256", "kid", "../../../../dev/null"), TEXT, STRANGER),
        Reason.NO_TRUST_ANCHOR);
    invalid(
        "another's certificate with the attacker's signature",
        "Key",
        sign(header("ES256", OFFICE), TEXT, STRANGER),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "x5c of the office, jwk of the attacker",
        "Key",
        sign(
            with(header("ES256", OFFICE), "jwk", JwsSigner.jwk(STRANGER.publicKey())),
            TEXT,
            STRANGER),
        Reason.SIGNING_CERTIFICATE_MISMATCH);
    invalid(
        "the attacker's certificate first, the office's chain behind",
        "Key",
        sign(
            with(
                header("ES256", OFFICE),
                "x5c",
                List.of(Forge.x5c(OFFICE).get(0), Forge.x5c(STRANGER).get(0))),
            TEXT,
            STRANGER),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "x5t#S256 names another certificate",
        "Key",
        sign(
            with(header("ES256", OFFICE), "x5t#S256", Forge.thumbprint(SEALER.chain().get(0))),
            TEXT,
            OFFICE),
        Reason.SIGNING_CERTIFICATE_MISMATCH);
    invalid(
        "x5c with no certificate in it",
        "Key",
        sign(Map.of("alg", "ES256", "x5c", List.of("AAAA")), TEXT, OFFICE),
        Reason.MALFORMED);
    invalid(
        "x5c empty",
        "Key",
        sign(Map.of("alg", "ES256", "x5c", List.of()), TEXT, OFFICE),
        Reason.MALFORMED);
    invalid(
        "signed with a time-stamping certificate",
        "Key",
        sign(header("ES256", Forge.TIMESTAMPER), TEXT, Forge.TIMESTAMPER),
        Reason.KEY_USAGE_WRONG);
  }

  private void algorithms() {
    String body = Base64Url.encode(TEXT);
    for (String none : List.of("none", "None", "NONE", "nOnE")) {
      invalid(
          "alg " + none + " and no signature",
          "Algorithm",
          Forge.base64("{\"alg\":\"" + none + "\"}") + "." + body + ".",
          Reason.SIGNATURE_VALUE_WRONG);
    }
    invalid(
        "alg none with the office's certificate",
        "Algorithm",
        Forge.base64(Forge.text(header("none", OFFICE))) + "." + body + ".",
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "HS256 with the public key as its secret",
        "Algorithm",
        sign(header("HS256", OFFICE), TEXT, OFFICE),
        Reason.ALGORITHM_MISMATCH);
    unsure(
        "HS256: nobody can tell who of the two made it",
        "Algorithm",
        Forge.base64("{\"alg\":\"HS256\"}") + "." + body + "." + Base64Url.encode(TEXT),
        Reason.ALGORITHM_NOT_ALLOWED);
    invalid(
        "ES384 said, a P-256 key used",
        "Algorithm",
        sign(header("ES384", OFFICE), TEXT, OFFICE),
        Reason.ALGORITHM_MISMATCH);
    invalid(
        "ES256 said, an SM2 key used",
        "Algorithm",
        sign(header("ES256", SEALER), TEXT, SEALER),
        Reason.ALGORITHM_MISMATCH);
    invalid(
        "SM2-SM3 said, a P-256 key used",
        "Algorithm",
        sign(header("SM2-SM3", OFFICE), TEXT, OFFICE),
        Reason.ALGORITHM_MISMATCH);
    invalid(
        "PS256 said, PKCS#1 made",
        "Algorithm",
        sign(header("PS256", Forge.RSA), TEXT, Forge.RSA),
        Reason.SIGNATURE_VALUE_WRONG);
    unsure(
        "an algorithm that nobody knows",
        "Algorithm",
        sign(header("ES256K", OFFICE), TEXT, OFFICE),
        Reason.ALGORITHM_NOT_ALLOWED);
    Bytes asOther = PKI.vault().signAs(SEALER.publicKey(), Bytes.utf8("other-user"), TEXT);
    invalid(
        "SM2 with another user id",
        "Algorithm",
        part(
            sign(header("SM2-SM3", SEALER), TEXT, SEALER),
            2,
            s -> Base64Url.encode(EcSignature.parseDer(asOther).orElseThrow().raw(32))),
        Reason.SIGNATURE_VALUE_WRONG);
  }

  private void headers() {
    unsure(
        "a critical parameter that we do not know",
        "Header",
        sign(
            with(with(header("ES256", OFFICE), "exp2", 1L), "crit", List.of("exp2")), TEXT, OFFICE),
        Reason.CRITICAL_EXTENSION_UNKNOWN);
    invalid(
        "crit names what is not there",
        "Header",
        sign(with(header("ES256", OFFICE), "crit", List.of("exp2")), TEXT, OFFICE),
        Reason.MALFORMED);
    invalid(
        "crit empty",
        "Header",
        sign(with(header("ES256", OFFICE), "crit", List.of()), TEXT, OFFICE),
        Reason.MALFORMED);
    invalid(
        "b64 false and not critical",
        "Header",
        sign(with(header("ES256", OFFICE), "b64", false), TEXT, OFFICE),
        Reason.MALFORMED);
    invalid(
        "crit in the unprotected header",
        "Header",
        Forge.flattened(
            header("ES256", OFFICE), Map.of("crit", List.of("exp2"), "exp2", 1L), OFFICE),
        Reason.MALFORMED);
    invalid(
        "alg protected and unprotected",
        "Header",
        Forge.flattened(header("ES256", OFFICE), Map.of("alg", "none"), OFFICE),
        Reason.MALFORMED);
    invalid(
        "alg twice in the header",
        "Header",
        sign(
            "{\"alg\":\"none\",\"alg\":\"ES256\",\"x5c\":[\"" + Forge.x5c(OFFICE).get(0) + "\"]}",
            Base64Url.encode(TEXT),
            OFFICE),
        Reason.MALFORMED);
    invalid(
        "alg twice in the header, once by an escape",
        "Header",
        sign(
            "{\"alg\":\"none\",\"al\\u0067\":\"ES256\",\"x5c\":[\""
                + Forge.x5c(OFFICE).get(0)
                + "\"]}",
            Base64Url.encode(TEXT),
            OFFICE),
        Reason.MALFORMED);
    invalid(
        "b64 false in the unprotected header",
        "Header",
        Forge.flattened(header("ES256", OFFICE), Map.of("b64", false), OFFICE),
        Reason.MALFORMED);
    invalid(
        "crit names one thing twice",
        "Header",
        sign(
            with(with(header("ES256", OFFICE), "b64", true), "crit", List.of("b64", "b64")),
            TEXT,
            OFFICE),
        Reason.MALFORMED);
    invalid(
        "crit holds a number",
        "Header",
        sign(with(header("ES256", OFFICE), "crit", List.of(1L)), TEXT, OFFICE),
        Reason.MALFORMED);
    invalid(
        "b64 is text",
        "Header",
        sign(
            with(with(header("ES256", OFFICE), "b64", "false"), "crit", List.of("b64")),
            TEXT,
            OFFICE),
        Reason.MALFORMED);
    invalid(
        "alg is a number",
        "Header",
        sign(with(header("ES256", OFFICE), "alg", 256L), TEXT, OFFICE),
        Reason.MALFORMED);
  }

  /** Headers of ETSI TS 119 182-1: what is understood of them, and what is not. */
  private void jades() {
    Map<String, Object> timed = with(header("ES256", OFFICE), "sigT", "2026-11-01T00:00:00Z");
    valid("JAdES: sigT, critical", critical(timed, "sigT"));
    Map<String, Object> named = with(timed, "x5t#o", digest(OFFICE, "S512"));
    valid("JAdES: the certificate by SHA-512", critical(named, "sigT", "x5t#o"));
    valid(
        "JAdES: the certificates of the path by SHA-512",
        critical(
            with(timed, "sigX5ts", List.of(digest(OFFICE, "S512"), digest(STRANGER, "S512"))),
            "sigT",
            "sigX5ts"));
    invalid(
        "JAdES: another certificate by SHA-512",
        "Header",
        critical(with(timed, "x5t#o", digest(STRANGER, "S512")), "sigT", "x5t#o"),
        Reason.SIGNING_CERTIFICATE_MISMATCH);
    invalid(
        "JAdES: the signer's certificate comes second",
        "Header",
        critical(
            with(timed, "sigX5ts", List.of(digest(STRANGER, "S512"), digest(OFFICE, "S512"))),
            "sigX5ts"),
        Reason.SIGNING_CERTIFICATE_MISMATCH);
    unsure(
        "JAdES: the certificate by a digest of no kind",
        "Header",
        critical(with(timed, "x5t#o", digest(OFFICE, "S3-512")), "x5t#o"),
        Reason.ALGORITHM_NOT_ALLOWED);
    invalid(
        "JAdES: sigT is no time",
        "Header",
        critical(with(timed, "sigT", "yesterday"), "sigT"),
        Reason.MALFORMED);
    invalid(
        "JAdES: sigT is after the certificate's end",
        "Time",
        critical(with(timed, "sigT", "2150-01-01T00:00:00Z"), "sigT"),
        Reason.CERTIFICATE_EXPIRED);
    unsure(
        "JAdES: sigT is a year ahead, and the certificate still good",
        "Time",
        critical(with(timed, "sigT", "2027-11-01T00:00:00Z"), "sigT"),
        Reason.SIGNED_IN_FUTURE);
    unsure(
        "JAdES: detached objects by reference",
        "Header",
        critical(with(timed, "sigD", Map.of("mId", "x")), "sigT", "sigD"),
        Reason.CRITICAL_EXTENSION_UNKNOWN);
    unsure(
        "JAdES: unsigned properties, which may hold a broken time-stamp",
        "Header",
        Forge.flattened(
            with(timed, "crit", List.of("sigT")),
            Map.of("etsiU", List.of(Base64Url.encode(Bytes.utf8("{\"sigTst\":{}}")))),
            OFFICE),
        Reason.CRITICAL_EXTENSION_UNKNOWN);
  }

  /** What anybody can write beside a signature, and readers of JAdES show. */
  private void unsigned() {
    for (String name : List.of("sigT", "x5t#o", "sigX5ts", "srCms", "sigPId", "sigD")) {
      unsure(
          "JAdES: unsigned " + name,
          "Header",
          Forge.flattened(
              Forge.header("ES256", OFFICE), Map.of(name, "2026-01-01T00:00:00Z"), OFFICE),
          Reason.SIGNED_ATTRIBUTE_WRONG);
    }
  }

  /** In a signature of the general form, and claims among the parameters that nobody signed. */
  private void members() {
    String general = JwsMembersTest.general(Map.of("payload", ALTERED));
    unsure("another payload in a signature", "Structure", general, Reason.CONTENT_NOT_COVERED);
    valid("a producer's own unprotected parameter", claiming("org.example.agent", "1.0"));
    for (String claim : List.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti")) {
      unsure("unsigned " + claim, "Header", claiming(claim, 1L), Reason.SIGNED_ATTRIBUTE_WRONG);
    }
    for (String type : List.of("typ", "cty")) {
      unsure(
          "unsigned " + type, "Header", claiming(type, "text/html"), Reason.SIGNED_ATTRIBUTE_WRONG);
    }
  }

  private static String claiming(String name, Object value) {
    return Forge.flattened(Forge.header("ES256", OFFICE), Map.of(name, value), OFFICE);
  }

  private static String critical(Map<String, Object> header, String... names) {
    return sign(with(header, "crit", List.of(names)), TEXT, OFFICE);
  }

  private static Map<String, Object> digest(Signer named, String algorithm) {
    Bytes digest = ContentDigest.SHA512.of(named.chain().get(0).der());
    return new TreeMap<>(Map.of("digAlg", algorithm, "digVal", Base64Url.encode(digest)));
  }

  private void structures() {
    String flat = JwsSigner.with(OFFICE).flattened(TEXT);
    invalid(
        "a second payload that the first parser to come may choose",
        "Structure",
        flat.replaceFirst("\\{", "{\"payload\":\"" + ALTERED + "\","),
        Reason.MALFORMED);
    invalid(
        "flattened and general at once",
        "Structure",
        flat.replaceFirst("\\{", "{\"signatures\":[],"),
        Reason.MALFORMED);
    unsure(
        "a member that nobody signed",
        "Structure",
        flat.replaceFirst("\\{", "{\"payload2\":\"" + ALTERED + "\","),
        Reason.CONTENT_NOT_COVERED);
    invalid(
        "all signatures taken out",
        "Structure",
        "{\"payload\":\"" + Base64Url.encode(TEXT) + "\",\"signatures\":[]}",
        Reason.MALFORMED);
    invalid(
        "a fourth part",
        "Structure",
        JwsSigner.with(OFFICE).compact(TEXT) + ".AAAA",
        Reason.MALFORMED);
    invalid(
        "a payload in the other alphabet of Base64",
        "Structure",
        sign(Forge.text(header("ES256", OFFICE)), "+/8A", OFFICE),
        Reason.MALFORMED);
    invalid(
        "a line feed in the payload",
        "Structure",
        sign(Forge.text(header("ES256", OFFICE)), "AAAA\nAAAA", OFFICE),
        Reason.MALFORMED);
    invalid(
        "padding where there is none",
        "Structure",
        JwsSigner.with(OFFICE).compact(TEXT) + "==",
        Reason.MALFORMED);
    unsure(
        "the payload is elsewhere",
        "Structure",
        JwsSigner.with(OFFICE).detached(TEXT),
        Reason.CONTENT_NOT_COVERED);
    vectors.both(
        new Vectors.Case(
            "a JWE",
            "Encrypted",
            in(Forge.base64("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + "..AAAA.AAAA.AAAA"),
            TestPki.NOW),
        NO_SIGNATURE,
        Optional.of(Reason.NO_SIGNATURE));
  }

  private void values() {
    String jws = sign(header("ES256", OFFICE), TEXT, OFFICE);
    String sm2 = sign(header("SM2-SM3", SEALER), TEXT, SEALER);
    BigInteger n =
        new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    for (BigInteger zero : List.of(BigInteger.ZERO, n)) {
      Bytes both = new EcSignature(zero, zero).raw(32);
      String comment = zero.signum() == 0 ? "r = s = 0" : "r = s = n";
      invalid(
          comment,
          "Value",
          part(jws, 2, s -> Base64Url.encode(both)),
          Reason.SIGNATURE_VALUE_WRONG);
    }
    Bytes zeros = new EcSignature(BigInteger.ZERO, BigInteger.ZERO).raw(32);
    invalid(
        "r = s = 0 under SM2",
        "Value",
        part(sm2, 2, s -> Base64Url.encode(zeros)),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "r and s in 33 octets each",
        "Value",
        part(jws, 2, s -> Base64Url.encode(pair(jws).raw(33))),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "an octet after s",
        "Value",
        part(jws, 2, s -> Base64Url.encode(pair(jws).raw(32).concat(Bytes.hex("00")))),
        Reason.SIGNATURE_VALUE_WRONG);
    vectors.strictRefuses(
        new Vectors.Case(
            "DER instead of r and s",
            "Deviation",
            in(part(jws, 2, s -> Base64Url.encode(pair(jws).der()))),
            TestPki.NOW),
        INDETERMINATE,
        Reason.ENCODING_NOT_STANDARD);
    invalid(
        "DER with an octet after it",
        "Value",
        part(jws, 2, s -> Base64Url.encode(pair(jws).der().concat(Bytes.hex("00")))),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "zeros in DER",
        "Value",
        part(jws, 2, s -> Base64Url.encode(Bytes.hex("3006020100020100"))),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "the key's pair in DER over another payload",
        "Value",
        part(
            part(jws, 2, s -> Base64Url.encode(pair(jws).der())),
            1,
            s -> Forge.base64("another payload")),
        Reason.SIGNATURE_VALUE_WRONG);
  }

  /** RFC 7797 in JSON as Nimbus and go-jose write it, and a JWT as PyJWT signs anything. */
  private void habits() {
    Map<String, Object> plain =
        with(with(header("ES256", OFFICE), "b64", false), "crit", List.of("b64"));
    String text = "{\"exp\":" + (NOW + 3600) + "}";
    String late = "{\"exp\":" + (NOW - 3600) + "}";
    String written = Forge.base64(text);
    refusedByStrict(
        "RFC 7797: signed as it is and written in base64url",
        unencoded(text, written, plain),
        Reason.SIGNATURE_VALUE_WRONG);
    vectors.modes(
        new Vectors.Case(
            "the same past its exp",
            "Time",
            in(unencoded(late, Forge.base64(late), plain)),
            TestPki.NOW),
        new Vectors.Expected(INDETERMINATE, Optional.of(Reason.TOKEN_EXPIRED)),
        new Vectors.Expected(INVALID, Optional.of(Reason.SIGNATURE_VALUE_WRONG)));
    invalid(
        "the same with padding",
        "Value",
        unencoded(text, written + "=", plain),
        Reason.SIGNATURE_VALUE_WRONG);
    invalid(
        "another payload in base64url",
        "Value",
        unencoded(text, Forge.base64(text + " "), plain),
        Reason.SIGNATURE_VALUE_WRONG);
    String signed = Forge.base64(Forge.text(plain));
    invalid(
        "one signature over what is written and one over what that says",
        "Structure",
        Forge.text(
            Map.of(
                "payload",
                written,
                "signatures",
                List.of(member(signed, written), member(signed, text)))),
        Reason.SIGNATURE_VALUE_WRONG);
    Map<String, Object> typed = with(header("ES256", OFFICE), "typ", "JWT");
    refusedByStrict("typ JWT over what is no JWT", sign(typed, TEXT, OFFICE), Reason.MALFORMED);
    for (String claims : new String[] {"{\"exp\":1,}", "\ufeff{\"exp\":1}", "[{\"exp\":1}]"}) {
      invalid(
          "claims that only some can read: " + claims.substring(0, 2),
          "Time",
          sign(typed, Bytes.utf8(claims), OFFICE),
          Reason.MALFORMED);
    }
    invalid(
        "an access token that is no JWT",
        "Time",
        sign(with(header("ES256", OFFICE), "typ", "at+jwt"), TEXT, OFFICE),
        Reason.MALFORMED);
  }

  /** RFC 7519 §5.2: what is signed is a token, of which nobody here knows whether it holds. */
  private void nested() {
    Map<String, Object> typed = with(header("ES256", OFFICE), "typ", "JWT");
    Map<String, Object> named = with(typed, "cty", "JWT");
    String old = JwsSigner.with(OFFICE).jwt(Map.of("exp", NOW - 3600));
    String unsigned = Forge.base64("{\"alg\":\"none\"}") + "." + Forge.base64("{}") + ".";
    String encrypted = Forge.base64("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + "..AA.AA.AA";
    left("a nested JWT past its exp", sign(named, Bytes.utf8(old), OFFICE));
    left("a nested JWT by alg none", sign(named, Bytes.utf8(unsigned), OFFICE));
    left("a nested JWT that cty does not tell", sign(typed, Bytes.utf8(old), OFFICE));
    left("the same by alg none", sign(typed, Bytes.utf8(unsigned), OFFICE));
    left("the same, encrypted", sign(typed, Bytes.utf8(encrypted), OFFICE));
    String padded = Forge.base64("{\"alg\":\"none\" }") + "=.e30.";
    left("the same in another base64", sign(typed, Bytes.utf8(" " + padded), OFFICE));
    Map<String, Object> untyped = with(header("ES256", OFFICE), "cty", "application/jwt");
    left("a nested JWT that typ does not tell", sign(untyped, Bytes.utf8(old), OFFICE));
    vectors.modes(
        new Vectors.Case(
            "typ JWT over what cty calls text",
            "Deviation",
            in(sign(with(typed, "cty", "text"), TEXT, OFFICE)),
            TestPki.NOW),
        new Vectors.Expected(INDETERMINATE, Optional.of(Reason.CONTENT_NOT_COVERED)),
        new Vectors.Expected(INVALID, Optional.of(Reason.MALFORMED)));
    Map<String, Object> brief = with(header("ES256", OFFICE), "cty", "JWT");
    left("a nested JWT that cty alone tells", sign(brief, Bytes.utf8(old), OFFICE));
    valid("a text that looks like a token", sign(header("ES256", OFFICE), Bytes.utf8(old), OFFICE));
  }

  private void left(String comment, String jws) {
    unsure(comment, "Time", jws, Reason.CONTENT_NOT_COVERED);
  }

  private void refusedByStrict(String comment, String jws, Reason reason) {
    vectors.strictRefuses(
        new Vectors.Case(comment, "Deviation", in(jws), TestPki.NOW), INVALID, reason);
  }

  private void times() {
    unsure(
        "a JWT past its exp",
        "Time",
        JwsSigner.with(OFFICE).jwt(Map.of("exp", NOW - 3600)),
        Reason.TOKEN_EXPIRED);
    unsure(
        "a JWT before its nbf",
        "Time",
        JwsSigner.with(OFFICE).jwt(Map.of("nbf", NOW + 3600)),
        Reason.TOKEN_NOT_YET_VALID);
    invalid(
        "a JWT of tomorrow",
        "Time",
        JwsSigner.with(OFFICE).jwt(Map.of("iat", NOW + 86400)),
        Reason.SIGNED_IN_FUTURE);
    unsure(
        "an unsigned typ that says it is no JWT, past its exp",
        "Time",
        expired(Map.of("typ", "JOSE")),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    for (String type : List.of("JOSE", "application/jose+json")) {
      unsure(
          "a JWT past its exp, its typ " + type,
          "Time",
          JwsSigner.with(OFFICE).withHeader("typ", type).jwt(Map.of("exp", NOW - 3600)),
          Reason.TOKEN_EXPIRED);
    }
    unsure("the same without typ", "Time", expired(Map.of("kid", "1")), Reason.TOKEN_EXPIRED);
    invalid(
        "exp is negative",
        "Time",
        JwsSigner.with(OFFICE).jwt(Map.of("exp", -1L)),
        Reason.MALFORMED);
    invalid(
        "exp is text",
        "Time",
        JwsSigner.with(OFFICE).jwt(Map.of("exp", "never")),
        Reason.MALFORMED);
    invalid(
        "claims twice in a JWT",
        "Time",
        sign(
            Forge.text(with(header("ES256", OFFICE), "typ", "JWT")),
            Forge.base64("{\"exp\":1,\"exp\":99999999999}"),
            OFFICE),
        Reason.MALFORMED);
    String old = JwsSigner.with(OFFICE).jwt(Map.of("iat", NOW - 60));
    Instant later = Instant.parse("2029-06-01T00:00:00Z");
    one(
        new Vectors.Case("the certificate has expired since", "Time", in(old), later),
        INDETERMINATE,
        Reason.NO_PROOF_OF_EXISTENCE);
    String late = JwsSigner.with(OFFICE).jwt(Map.of("iat", later.getEpochSecond() - 60));
    one(
        new Vectors.Case("issued after the certificate ended", "Time", in(late), later),
        INVALID,
        Reason.CERTIFICATE_EXPIRED);
  }

  /** A JWT that was signed without typ, as flattened JSON with more in its unprotected header. */
  private static String expired(Map<String, Object> open) {
    String signed = Forge.base64(Forge.text(header("ES256", OFFICE)));
    String written = Forge.base64("{\"exp\":" + (NOW - 3600) + "}");
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("header", open);
    members.put("payload", written);
    members.put("protected", signed);
    members.put("signature", Forge.value(signed, written, OFFICE));
    return Forge.text(members);
  }

  private static String unencoded(String payload, Map<String, Object> header) {
    return unencoded(payload, payload, header);
  }

  private static String unencoded(String payload, String written, Map<String, Object> header) {
    String signed = Forge.base64(Forge.text(header));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("payload", written);
    members.put("protected", signed);
    members.put("signature", Forge.value(signed, payload, OFFICE));
    return Forge.text(members);
  }

  private static EcSignature pair(String jws) {
    try {
      Bytes raw = Base64Url.decode(jws.substring(jws.lastIndexOf('.') + 1));
      return EcSignature.parseRaw(raw, 32).orElseThrow();
    } catch (MalformedJose e) {
      throw new IllegalStateException(e);
    }
  }

  private static char strayBits(char last) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return alphabet.charAt(alphabet.indexOf(last) + 1);
  }

  private static Map<String, Object> in(String jws) {
    return Map.of("jws", jws);
  }

  private void valid(String comment, String jws) {
    one(new Vectors.Case(comment, "Genuine", in(jws), TestPki.NOW), VALID, null);
  }

  private void invalid(String comment, String flag, String jws, Reason reason) {
    one(new Vectors.Case(comment, flag, in(jws), TestPki.NOW), INVALID, reason);
  }

  private void unsure(String comment, String flag, String jws, Reason reason) {
    one(new Vectors.Case(comment, flag, in(jws), TestPki.NOW), INDETERMINATE, reason);
  }

  private void one(
      Vectors.Case test, Conclusion verdict, @org.jspecify.annotations.Nullable Reason reason) {
    vectors.both(test, verdict, Optional.ofNullable(reason));
  }
}
