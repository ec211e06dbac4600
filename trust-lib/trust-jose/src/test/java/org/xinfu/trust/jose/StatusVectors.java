package org.xinfu.trust.jose;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;
import static org.xinfu.trust.jose.Forge.OFFICE;
import static org.xinfu.trust.jose.Forge.PKI;
import static org.xinfu.trust.jose.Forge.SEALER;
import static org.xinfu.trust.jose.Forge.STRANGER;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.Signer;

/** The cases of {@code specs/vectors/jose/status-list.json}. */
final class StatusVectors {
  private static final long NOW = TestPki.NOW.getEpochSecond();
  private static final String TYPE = "statuslist+jwt";
  private static final Bytes LIST = StatusList.of(1, 16).with(3, 1).compressed();

  private final Vectors vectors =
      new Vectors(
          "status list tokens: genuine ones and attacks",
          "JWS",
          PKI.policy(),
          Map.of(
              "Genuine", "what the draft allows",
              "Signature", "altered, or by somebody else",
              "Type", "a token of another kind that would pass for a list",
              "List", "lists that are damaged, of no width, or bombs",
              "Claims", "claims that are missing or no such value",
              "Time", "outside its time"));

  static String write() {
    StatusVectors all = new StatusVectors();
    all.genuine();
    all.signatures();
    all.lists();
    all.claims();
    return all.vectors.write();
  }

  private void genuine() {
    for (int bits : new int[] {1, 2, 4, 8}) {
      Bytes list = StatusList.of(bits, 64).with(5, (1 << bits) - 1).compressed();
      one("entries of " + bits + " bits", "Genuine", token(claims(bits, list)), VALID, null);
    }
    one("SM2", "Genuine", token(claims(1L, LIST), SEALER), VALID, null);
    one(
        "with ttl and exp",
        "Genuine",
        token(with(with("ttl", 3600L), "exp", NOW + 60)),
        VALID,
        null);
    Map<String, Object> inner = inner(1L, Base64Url.encode(LIST));
    inner.put("aggregation_uri", "https://lists.example/all");
    one("with an aggregation", "Genuine", token(with("status_list", inner)), VALID, null);
  }

  private void signatures() {
    String genuine = token(claims(1L, LIST));
    invalid(
        "the list replaced",
        "Signature",
        Forge.part(
            genuine,
            1,
            p ->
                Base64Url.encode(
                    Bytes.utf8(Forge.text(claims(1L, StatusList.of(1, 16).compressed()))))),
        Reason.SIGNATURE_VALUE_WRONG);
    String none = Forge.base64("{\"alg\":\"none\",\"typ\":\"" + TYPE + "\"}");
    invalid(
        "alg none",
        "Signature",
        Forge.part(Forge.part(genuine, 0, h -> none), 2, v -> ""),
        Reason.SIGNATURE_VALUE_WRONG);
    unsure("by a stranger", "Signature", token(claims(1L, LIST), STRANGER), Reason.NO_TRUST_ANCHOR);
    invalid("typ JWT", "Type", JwsSigner.with(OFFICE).jwt(claims(1L, LIST)), Reason.MALFORMED);
    invalid("a list in CBOR by its type", "Type", typed("statuslist+cwt"), Reason.MALFORMED);
    unsure("typ that nobody signed", "Type", openType(), Reason.SIGNED_ATTRIBUTE_WRONG);
    unsure("past its exp", "Time", token(with("exp", NOW - 3600)), Reason.TOKEN_EXPIRED);
    invalid("of tomorrow", "Time", token(with("iat", NOW + 86400)), Reason.SIGNED_IN_FUTURE);
    unsure("before its nbf", "Time", token(with("nbf", NOW + 3600)), Reason.TOKEN_NOT_YET_VALID);
  }

  private void lists() {
    for (long bits : new long[] {0, 3, 5, 16, -1, 4_294_967_297L}) {
      broken("entries of " + bits + " bits", "List", with("status_list", inner(bits, lst(LIST))));
    }
    broken("cut short", "List", claims(1L, LIST.slice(0, LIST.length() - 1)));
    broken("an octet behind the stream", "List", claims(1L, LIST.concat(Bytes.hex("00"))));
    broken("no stream at all", "List", claims(1L, Bytes.utf8("not zlib")));
    broken("an empty list", "List", claims(1L, Bytes.hex("789c030000000001")));
    broken("a stream without its header", "List", claims(1L, LIST.slice(2, LIST.length())));
    broken("a bomb", "List", claims(1L, bomb()));
    broken("padding behind the list", "List", with("status_list", inner(1L, lst(LIST) + "==")));
  }

  private void claims() {
    for (String missing : new String[] {"sub", "iat", "status_list"}) {
      Map<String, Object> less = claims(1L, LIST);
      less.remove(missing);
      broken("without " + missing, "Claims", less);
    }
    broken("bits as text", "Claims", with("status_list", inner("1", lst(LIST))));
    broken("lst is a number", "Claims", with("status_list", inner(1L, 7L)));
    broken("status_list is text", "Claims", with("status_list", lst(LIST)));
    broken("ttl of nothing", "Claims", with("ttl", 0L));
    broken("ttl is text", "Claims", with("ttl", "1 h"));
    broken("sub is a number", "Claims", with("sub", 1L));
  }

  /** More than any list has, in a few kilobytes. */
  private static Bytes bomb() {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(new byte[20 << 20]);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return Bytes.of(out.toByteArray());
    } finally {
      deflater.end();
    }
  }

  /** Signed without typ; the unprotected header says what it would be. */
  private static String openType() {
    String signed = Forge.base64(Forge.text(Forge.header("ES256", OFFICE)));
    String written = Forge.base64(Forge.text(claims(1L, LIST)));
    return Forge.text(
        Map.of(
            "header",
            Map.of("typ", TYPE),
            "payload",
            written,
            "protected",
            signed,
            "signature",
            Forge.value(signed, written, OFFICE)));
  }

  private static String typed(String type) {
    return JwsSigner.with(OFFICE).withHeader("typ", type).jwt(claims(1L, LIST));
  }

  private static String token(Map<String, Object> claims) {
    return token(claims, OFFICE);
  }

  private static String token(Map<String, Object> claims, Signer signer) {
    return JwsSigner.with(signer).withHeader("typ", TYPE).jwt(claims);
  }

  private static String lst(Bytes compressed) {
    return Base64Url.encode(compressed);
  }

  private static Map<String, Object> inner(Object bits, Object lst) {
    return new TreeMap<>(Map.of("bits", bits, "lst", lst));
  }

  private static Map<String, Object> claims(long bits, Bytes compressed) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iat", NOW - 60);
    claims.put("status_list", inner(bits, lst(compressed)));
    claims.put("sub", "https://lists.example/1");
    return claims;
  }

  private static Map<String, Object> with(String name, Object value) {
    return with(claims(1L, LIST), name, value);
  }

  private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
    claims.put(name, value);
    return claims;
  }

  private void broken(String comment, String flag, Map<String, Object> claims) {
    invalid(comment, flag, token(claims), Reason.MALFORMED);
  }

  private void invalid(String comment, String flag, String token, Reason reason) {
    one(comment, flag, token, INVALID, reason);
  }

  private void unsure(String comment, String flag, String token, Reason reason) {
    one(comment, flag, token, INDETERMINATE, reason);
  }

  private void one(
      String comment, String flag, String token, Conclusion verdict, @Nullable Reason reason) {
    vectors.both(
        new Vectors.Case(comment, flag, Map.of("token", token), TestPki.NOW),
        verdict,
        Optional.ofNullable(reason));
  }
}
