package org.xinfu.trust.jose;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;
import static org.xinfu.trust.jose.Forge.OFFICE;
import static org.xinfu.trust.jose.Forge.PKI;
import static org.xinfu.trust.jose.Forge.SEALER;
import static org.xinfu.trust.jose.Forge.STRANGER;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** The cases of {@code specs/vectors/jose/sd-jwt.json}. */
final class SdJwtVectors {
  static final Signer HOLDER =
      SoftKeyVault.seeded("holder").key(SignatureAlgorithm.ECDSA_P256_SHA256, "holder");
  static final Signer SM2_HOLDER =
      SoftKeyVault.seeded("holder").key(SignatureAlgorithm.SM2_SM3, "sm2-holder");
  static final KeyBinding REQUEST =
      new KeyBinding("n-0S6_WzA2Mj", "https://window.example", Duration.ofMinutes(5));

  /** Salts that depend on their number alone: the vectors are the same each time. */
  static final class Counted extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private int count;

    @Override
    public void nextBytes(byte[] bytes) {
      Bytes drawn = Digests.sha256(Bytes.utf8("salt " + count++));
      System.arraycopy(drawn.toArray(), 0, bytes, 0, bytes.length);
    }
  }

  private final Vectors vectors =
      new Vectors(
          "SD-JWT files: genuine ones and attacks",
          "SD_JWT",
          PKI.policy(),
          Map.of(
              "Genuine", "what RFC 9901 allows",
              "Disclosure", "disclosures that were not issued, or not like this",
              "KeyBinding", "presentations that the holder did not make",
              "Issuer", "the issuer's signature"));

  static String write() {
    SdJwtVectors all = new SdJwtVectors();
    all.genuine();
    all.disclosures();
    all.bindings();
    all.issuers();
    all.holders();
    return all.vectors.write();
  }

  static SdObject licence() {
    return SdObject.empty()
        .with("iss", "https://office.example")
        .with("iat", TestPki.NOW.getEpochSecond() - 600)
        .with("exp", TestPki.NOW.getEpochSecond() + 86400)
        .withHidden("name", "样例")
        .withHidden(
            "address",
            SdObject.empty().with("country", "CN").withHidden("region", "四川").withDecoys(2))
        .with("items", SdArray.empty().with("A").withHidden("B").withHidden("C").withDecoys(1))
        .withDecoys(3);
  }

  static String issued(Signer issuer, Signer holder) {
    return SdJwtIssuer.with(issuer, "dc+sd-jwt", new Counted())
        .issue(licence(), Optional.of(holder.publicKey()));
  }

  static String bound(String issued, Signer holder, Set<String> claims) {
    return SdJwtHolder.of(issued).present(claims, REQUEST, holder, TestPki.NOW);
  }

  private void genuine() {
    String issued = issued(OFFICE, HOLDER);
    valid("with all disclosures", issued);
    valid("with none", SdJwtHolder.of(issued).present(Set.of()));
    valid("one claim, bound to the holder", bound(issued, HOLDER, Set.of("/name")));
    valid("a nested claim brings its parent", bound(issued, HOLDER, Set.of("/address/region")));
    valid("an array element", bound(issued, HOLDER, Set.of("/items/1")));
    valid(
        "SM2 and SM3 all over",
        bound(
            SdJwtIssuer.with(SEALER, "dc+sd-jwt", new Counted())
                .withSm3()
                .issue(licence(), Optional.of(SM2_HOLDER.publicKey())),
            SM2_HOLDER,
            Set.of("/name", "/items/2")));
    valid("as flattened JSON", json(bound(issued, HOLDER, Set.of("/name"))));
    valid(
        "without anything hidden",
        SdJwtIssuer.with(OFFICE, "dc+sd-jwt", new Counted())
            .issue(SdObject.empty().with("iss", "office"), Optional.empty()));
  }

  private void disclosures() {
    String issued = issued(OFFICE, HOLDER);
    String own = Disclosure.make(Bytes.utf8("0123456789abcdef"), Optional.of("name"), "别人").text();
    wrong("a disclosure of the attacker's", issued + own + "~");
    wrong("a disclosure replaced", replaced(issued, 0, own));
    wrong("a disclosure twice", issued + disclosure(issued, 0) + "~");
    wrong("a disclosure that is no base64url", issued + "***~");
    wrong("an empty disclosure between", issued + "~");
    wrong("a child without its parent", onlyRegion(issued));
    wrong("stray bits in a disclosure", replaced(issued, 0, disclosure(issued, 0) + "A"));
    packed("a claim disclosed over a plain one", "iss", Optional.of("iss"), "evil");
    packed("a disclosure named _sd", "x", Optional.of("_sd"), List.of());
    packed("a disclosure named ...", "x", Optional.of("..."), "y");
    packed("an array element among claims", "x", Optional.empty(), "y");
    Disclosure twice = Disclosure.make(Bytes.utf8("0123456789abcdef"), Optional.of("a"), 1L);
    String digest = twice.digest(SdHash.SHA_256);
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("_sd", List.of(digest));
    claims.put("inner", Map.of("_sd", List.of(digest)));
    wrong("one digest at two places", signed(claims) + "~" + twice.text() + "~");
    wrong("_sd is no list", signed(Map.of("_sd", "x")) + "~");
    wrong("... outside an array", signed(Map.of("...", "x")) + "~");
    wrong("one digest twice in one list", signed(Map.of("_sd", List.of(digest, digest))) + "~");
    wrong("_sd holds a number", signed(Map.of("_sd", List.of(1L))) + "~");
    wrong(
        "an array digest beside another member",
        signed(Map.of("a", List.of(new TreeMap<>(Map.of("...", digest, "b", 1L))))) + "~");
    wrong(
        "a claim among array elements",
        signed(Map.of("a", List.of(Map.of("...", digest)))) + "~" + twice.text() + "~");
    Map<String, Object> hiding = new LinkedHashMap<>();
    Disclosure nested =
        Disclosure.make(
            Bytes.utf8("fedcba9876543210"),
            Optional.of("b"),
            new TreeMap<>(Map.of("_sd", List.of(digest))));
    hiding.put("_sd", List.of(digest, nested.digest(SdHash.SHA_256)));
    wrong(
        "one digest in the payload and in a disclosure",
        signed(hiding) + "~" + twice.text() + "~" + nested.text() + "~");
    for (String odd : List.of("[\"s\",\"n\",1,2]", "[\"s\"]", "[1,\"n\",2]", "{\"n\":1}")) {
      String text = Forge.base64(odd);
      wrong(
          "a disclosure that reads " + odd,
          signed(Map.of("_sd", List.of(SdHash.SHA_256.of(text)))) + "~" + text + "~");
    }
    one(
        "disclosures beside a later signature",
        "Disclosure",
        general(issued),
        INVALID,
        Reason.MALFORMED);
    one(
        "a digest algorithm that is too weak",
        "Disclosure",
        signed(Map.of("_sd_alg", "md5", "_sd", List.of())) + "~",
        INDETERMINATE,
        Reason.ALGORITHM_NOT_ALLOWED);
  }

  private void bindings() {
    String issued = issued(OFFICE, HOLDER);
    String genuine = bound(issued, HOLDER, Set.of("/name"));
    String more = SdJwtHolder.of(issued).present(Set.of("/name", "/items/1"));
    bad("a key binding moved to another presentation", more + binding(genuine));
    bad("a disclosure taken out after binding", stripped(genuine) + binding(genuine));
    Reason value = Reason.SIGNATURE_VALUE_WRONG;
    one("bound by another's key", "KeyBinding", bound(issued, other(), Set.of()), INVALID, value);
    String cut = genuine.substring(0, genuine.lastIndexOf('.') + 1);
    one("key binding without a signature", "KeyBinding", cut, INVALID, value);
    String presented = SdJwtHolder.of(issued).present(Set.of());
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("iat", TestPki.NOW.getEpochSecond());
    said.put("aud", REQUEST.audience());
    said.put("nonce", REQUEST.nonce());
    bad("no sd_hash", presented + holder("kb+jwt", said));
    said.put("sd_hash", SdHash.SHA_256.of(presented));
    bad("typ JWT instead of kb+jwt", presented + holder("JWT", said));
    for (String missing : List.of("nonce", "aud", "iat")) {
      Map<String, Object> less = new LinkedHashMap<>(said);
      less.remove(missing);
      bad("key binding without " + missing, presented + holder("kb+jwt", less));
    }
    bad(
        "a key binding for several audiences",
        presented + holder("kb+jwt", with(said, "aud", List.of(REQUEST.audience()))));
    bad(
        "sd_hash by another digest than _sd_alg",
        presented + holder("kb+jwt", with(said, "sd_hash", SdHash.SM3.of(presented))));
    one(
        "a key binding of tomorrow",
        "KeyBinding",
        presented + holder("kb+jwt", with(said, "iat", TestPki.NOW.getEpochSecond() + 86400)),
        INVALID,
        Reason.SIGNED_IN_FUTURE);
    one(
        "a key binding past its exp",
        "KeyBinding",
        presented + holder("kb+jwt", with(said, "exp", TestPki.NOW.getEpochSecond() - 3600)),
        INDETERMINATE,
        Reason.TOKEN_EXPIRED);
    one(
        "a key binding that brings its own key",
        "KeyBinding",
        presented
            + JwsSigner.with(other())
                .withHeader("typ", "kb+jwt")
                .withHeader("jwk", JwsSigner.jwk(other().publicKey()))
                .jwt(said),
        INVALID,
        value);
    wrong("a key binding where a disclosure belongs", genuine + "~");
    String unsigned = Forge.base64("{\"alg\":\"none\",\"typ\":\"kb+jwt\"}") + ".";
    one(
        "key binding with alg none",
        "KeyBinding",
        presented + unsigned + Forge.base64(Forge.text(said)) + ".",
        INVALID,
        value);
    one(
        "bound although the issuer named no key",
        "KeyBinding",
        bound(
            SdJwtIssuer.with(OFFICE, "dc+sd-jwt", new Counted()).issue(licence(), Optional.empty()),
            HOLDER,
            Set.of()),
        INDETERMINATE,
        Reason.KEY_BINDING_MISSING);
  }

  private void issuers() {
    String issued = issued(OFFICE, HOLDER);
    one(
        "one character altered",
        "Issuer",
        Forge.flip(issued, issued.indexOf('~') - 9),
        INVALID,
        Reason.SIGNATURE_VALUE_WRONG);
    one(
        "issued by a stranger",
        "Issuer",
        issued(STRANGER, HOLDER),
        INDETERMINATE,
        Reason.NO_TRUST_ANCHOR);
    String unsigned = Forge.base64("{\"alg\":\"none\"}") + "." + Forge.base64("{\"a\":1}") + ".~";
    one("alg none", "Issuer", unsigned, INVALID, Reason.SIGNATURE_VALUE_WRONG);
    String late =
        SdJwtIssuer.with(OFFICE, "dc+sd-jwt", new Counted())
            .issue(
                SdObject.empty().withHidden("exp", TestPki.NOW.getEpochSecond() - 3600),
                Optional.empty());
    one("a hidden exp that has passed", "Issuer", late, INDETERMINATE, Reason.TOKEN_EXPIRED);
  }

  /** What the issuer says of the holder's key, and names that are no text. */
  private void holders() {
    valid("a key for signatures by ES256", boundBy(Map.of("use", "sig", "alg", "ES256")));
    for (Map<String, Object> odd :
        List.<Map<String, Object>>of(
            Map.of("use", "enc"),
            Map.of("key_ops", List.of("deriveKey")),
            Map.of("d", "AQ"),
            Map.of("alg", "ECDH-ES"),
            Map.of("alg", "ES384"))) {
      one(
          "bound by a key that is for something else: " + odd,
          "KeyBinding",
          boundBy(odd),
          INDETERMINATE,
          Reason.KEY_BINDING_MISSING);
    }
    String half = Forge.base64("[\"s\",\"name\\ud800\",\"x\"]");
    wrong(
        "a name with half a surrogate pair",
        signed(Map.of("_sd", List.of(SdHash.SHA_256.of(half)))) + "~" + half + "~");
  }

  /** Bound by the holder's key, of which the issuer says more. */
  private static String boundBy(Map<String, Object> more) {
    Map<String, Object> jwk = new TreeMap<>(JwsSigner.jwk(HOLDER.publicKey()));
    jwk.putAll(more);
    String issued = signed(Map.of("iss", "office", "cnf", Map.of("jwk", jwk))) + "~";
    return bound(issued, HOLDER, Set.of());
  }

  private static Map<String, Object> with(Map<String, Object> said, String name, Object value) {
    Map<String, Object> other = new LinkedHashMap<>(said);
    other.put(name, value);
    return other;
  }

  /** The issued text in general form, its disclosures beside a second, equal signature. */
  private static String general(String issued) {
    String[] jws = parts(issued).get(0).split("\\.", -1);
    Map<String, Object> first = new TreeMap<>(Map.of("protected", jws[0], "signature", jws[2]));
    Map<String, Object> second = new TreeMap<>(first);
    second.put("header", Map.of("disclosures", List.of(disclosure(issued, 0))));
    return Forge.text(Map.of("payload", jws[1], "signatures", List.of(first, second)));
  }

  private static Signer other() {
    return SoftKeyVault.seeded("other").key(SignatureAlgorithm.ECDSA_P256_SHA256, "other");
  }

  private static String holder(String type, Map<String, Object> said) {
    return JwsSigner.with(HOLDER).withHeader("typ", type).jwt(said);
  }

  private static String signed(Map<String, ?> claims) {
    return JwsSigner.with(OFFICE).withHeader("typ", "dc+sd-jwt").jwt(new TreeMap<>(claims));
  }

  private static List<String> parts(String sdJwt) {
    return new ArrayList<>(Arrays.asList(sdJwt.split("~", -1)));
  }

  private static String disclosure(String sdJwt, int index) {
    return parts(sdJwt).get(index + 1);
  }

  private static String replaced(String sdJwt, int index, String disclosure) {
    List<String> parts = parts(sdJwt);
    parts.set(index + 1, disclosure);
    return String.join("~", parts);
  }

  private static String binding(String sdJwt) {
    return sdJwt.substring(sdJwt.lastIndexOf('~') + 1);
  }

  private static String stripped(String sdJwt) {
    return parts(sdJwt).get(0) + "~";
  }

  /** The disclosure of the region alone: its digest stands in another that is withheld. */
  private static String onlyRegion(String issued) {
    String both = SdJwtHolder.of(issued).present(Set.of("/address/region"));
    List<String> parts = parts(both);
    parts.remove(1);
    return String.join("~", parts);
  }

  /** The flattened form of RFC 9901 §8.1. */
  static String json(String sdJwt) {
    List<String> parts = parts(sdJwt);
    String[] jws = parts.get(0).split("\\.", -1);
    Map<String, Object> open = new LinkedHashMap<>();
    open.put("disclosures", parts.subList(1, parts.size() - 1));
    if (!parts.get(parts.size() - 1).isEmpty()) {
      open.put("kb_jwt", parts.get(parts.size() - 1));
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("header", open);
    members.put("payload", jws[1]);
    members.put("protected", jws[0]);
    members.put("signature", jws[2]);
    return Forge.text(members);
  }

  private void packed(String comment, String plain, Optional<String> name, Object value) {
    Disclosure made = Disclosure.make(Bytes.utf8("0123456789abcdef"), name, value);
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put(plain, "genuine");
    claims.put("_sd", List.of(made.digest(SdHash.SHA_256)));
    wrong(comment, signed(claims) + "~" + made.text() + "~");
  }

  private void valid(String comment, String sdJwt) {
    one(comment, "Genuine", sdJwt, VALID, null);
  }

  private void wrong(String comment, String sdJwt) {
    one(comment, "Disclosure", sdJwt, INVALID, Reason.DISCLOSURE_WRONG);
  }

  private void bad(String comment, String sdJwt) {
    one(comment, "KeyBinding", sdJwt, INVALID, Reason.KEY_BINDING_WRONG);
  }

  private void one(
      String comment, String flag, String sdJwt, Conclusion verdict, @Nullable Reason reason) {
    Instant now = TestPki.NOW;
    vectors.both(
        new Vectors.Case(comment, flag, Map.of("sdJwt", sdJwt), now),
        verdict,
        Optional.ofNullable(reason));
  }
}
