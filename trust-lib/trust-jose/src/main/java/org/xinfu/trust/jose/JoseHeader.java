package org.xinfu.trust.jose;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JOSE header of one signature: what is protected and what is not, kept apart, since only the
 * former was signed.
 *
 * @param signedText the protected header as received, the first part of what was signed
 */
record JoseHeader(
    Map<String, @Nullable Object> signed, Map<String, @Nullable Object> open, String signedText) {
  /** RFC 7515 §7.2.1: the two parts may not share a name. */
  static JoseHeader of(String signedText, Map<String, @Nullable Object> open) throws MalformedJose {
    Map<String, @Nullable Object> signed =
        signedText.isEmpty() ? Map.of() : Base64Url.decodeObject(signedText);
    if (signed.isEmpty() && open.isEmpty()) {
      throw new MalformedJose("no header");
    }
    for (String name : open.keySet()) {
      if (signed.containsKey(name)) {
        throw new MalformedJose("header parameter protected and unprotected: " + name);
      }
    }
    for (String name : List.of("crit", "b64")) {
      if (open.containsKey(name)) {
        throw new MalformedJose(name + " must be protected");
      }
    }
    JoseHeader header = new JoseHeader(signed, open, signedText);
    for (String name : List.of("alg", "typ", "cty", "kid", "x5t#S256", "x5t", "jku", "x5u")) {
      if (header.has(name) && header.text(name).isEmpty()) {
        throw new MalformedJose(name + " is not a string");
      }
    }
    if (!header.has("alg")) {
      throw new MalformedJose("alg is missing");
    }
    return header;
  }

  boolean has(String name) {
    return signed.containsKey(name) || open.containsKey(name);
  }

  /** The value, wherever it stands. */
  @Nullable Object value(String name) {
    return signed.containsKey(name) ? signed.get(name) : open.get(name);
  }

  Optional<String> text(String name) {
    return value(name) instanceof String s ? Optional.of(s) : Optional.empty();
  }

  /** The {@code alg}; always there. */
  String algorithm() {
    return text("alg").orElseThrow();
  }

  /** The names that {@code crit} lists, RFC 7515 §4.1.11. */
  List<String> critical() throws MalformedJose {
    if (!signed.containsKey("crit")) {
      return List.of();
    }
    if (!(signed.get("crit") instanceof List<?> listed) || listed.isEmpty()) {
      throw new MalformedJose("crit is not a list of names");
    }
    Map<String, Boolean> names = new LinkedHashMap<>();
    for (Object each : listed) {
      if (!(each instanceof String name)) {
        throw new MalformedJose("crit holds something other than names");
      }
      if (!signed.containsKey(name) || names.put(name, true) != null) {
        throw new MalformedJose("crit names what is not there, or twice: " + name);
      }
    }
    return List.copyOf(names.keySet());
  }

  /** Whether the payload is base64url-encoded, RFC 7797 §3. */
  boolean payloadEncoded() throws MalformedJose {
    Object b64 = signed.get("b64");
    if (!signed.containsKey("b64")) {
      return true;
    }
    if (!(b64 instanceof Boolean encoded)) {
      throw new MalformedJose("b64 is not a boolean");
    }
    if (!encoded && !critical().contains("b64")) {
      throw new MalformedJose("b64 false without crit");
    }
    return encoded;
  }

  /**
   * The protected {@code typ} as a media type without its tree, in lower case; empty when there is
   * none. One that nobody signed would let anybody say that a token is none.
   */
  String type() {
    String typ =
        signed.get("typ") instanceof String text ? text.toLowerCase(java.util.Locale.ROOT) : "";
    return typ.startsWith("application/") ? typ.substring("application/".length()) : typ;
  }
}
