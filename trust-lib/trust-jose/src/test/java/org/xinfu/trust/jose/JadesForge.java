package org.xinfu.trust.jose;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;

/** Makes JWS with unsigned properties of ETSI TS 119 182-1 §5.3. */
final class JadesForge {
  private JadesForge() {}

  /** A property as base64url has it, which archive time-stamps are over. */
  static String text(Map<String, ?> property) {
    return Forge.base64(Forge.text(property));
  }

  /** Octets as §5.4 has them. */
  static Map<String, Object> held(Bytes octets) {
    return Map.of("val", Base64.getEncoder().encodeToString(octets.toArray()));
  }

  /** A time-stamp. */
  static Map<String, Object> token(ContentDigest digest, Bytes over, Instant at, Signer authority) {
    TimestampMaker maker = new TimestampMaker(authority, "1.2.3.4", () -> BigInteger.TEN);
    return held(
        maker.token(new TimestampMaker.Order(digest, digest.of(over), Optional.empty()), at));
  }

  /** A property of this name that holds time-stamps. */
  static Map<String, Object> stamp(String name, List<Map<String, Object>> tokens) {
    return Map.of(name, Map.of("tstTokens", tokens));
  }

  /** What an archive time-stamp is over. */
  static Bytes archived(Signed jws, List<?> before) {
    StringBuilder over = new StringBuilder(jws.payload() + "." + jws.header() + ".");
    over.append(jws.value()).append('.');
    before.forEach(over::append);
    return Bytes.utf8(over.toString());
  }

  /** A signature as written: header, payload and value in base64url. */
  record Signed(String header, String payload, String value) {
    static Signed of(String header, String payload, Signer signer) {
      return new Signed(header, payload, Forge.value(header, payload, signer));
    }

    /** The flattened JWS with these properties. */
    String with(List<?> properties) {
      return Forge.text(
          Map.of(
              "payload",
              payload,
              "protected",
              header,
              "header",
              Map.of("etsiU", properties),
              "signature",
              value));
    }
  }
}
