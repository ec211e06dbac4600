package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.key.VerificationKey;

/** Keys that strangers write: each is a key or none, and nothing is thrown. */
class HostileJwkTest {
  private static final List<String> SOUND =
      List.of(
          // RFC 7517 Appendix A.1.
          "{\"kty\":\"EC\",\"crv\":\"P-256\","
              + "\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
              + "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}",
          // RFC 8037 Appendix A.2.
          "{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
              + "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");

  private static final List<Object> STRANGE =
      new ArrayList<>(
          List.of(
              "",
              "AA",
              "\u0000",
              "*",
              "====",
              "P-256",
              "P-257",
              "SM2",
              "secp256k1",
              "A".repeat(10_000),
              "______________________________________________",
              0L,
              -1L,
              true,
              List.of(),
              Map.of(),
              List.of("x")));

  @Test
  void soundKeysAreRead() {
    SOUND.forEach(key -> assertThat(JwsVerifier.key(Json.parseObject(key))).as(key).isPresent());
  }

  @Test
  void everyMemberMayBeAnythingOrMissing() {
    List<Map<String, Object>> keys = new ArrayList<>();
    SOUND.forEach(key -> keys.add(new HashMap<>(Json.parseObject(key))));
    keys.add(
        new HashMap<>(Map.of("kty", "RSA", "n", "AQAB".repeat(90), "e", "AQAB", "crv", "P-256")));
    keys.add(new HashMap<>(Map.of("kty", "EC", "crv", "SM2", "x", "AA", "y", "AA")));
    for (Map<String, Object> key : keys) {
      for (String member : key.keySet()) {
        Map<String, Object> less = new TreeMap<>(key);
        less.remove(member);
        assertKeyOrNone(less);
        for (Object value : STRANGE) {
          Map<String, Object> other = new TreeMap<>(key);
          other.put(member, value);
          assertKeyOrNone(other);
        }
      }
    }
  }

  private static void assertKeyOrNone(Map<String, Object> key) {
    JwsVerifier.key(key)
        .ifPresent(
            read -> assertThat(VerificationKey.parse(read.encoded())).as("%s", key).isPresent());
  }
}
