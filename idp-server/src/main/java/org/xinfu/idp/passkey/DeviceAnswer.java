package org.xinfu.idp.passkey;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a browser sends of a device (RegistrationResponseJSON and AuthenticationResponseJSON, Web
 * Authentication Level 3 §5.1.8): the parts that we look at, in octets.
 */
record DeviceAnswer(Bytes credentialId, JsonNode response) {
  /** Longer than any answer; attestation chains are the longest part. */
  private static final int LONGEST = 20_000;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final List<String> SHOWN =
      List.of("authenticatorData", "clientDataJSON", "signature");
  private static final List<String> MADE = List.of("attestationObject", "clientDataJSON");

  /** Empty when it is no such thing. */
  static Optional<DeviceAnswer> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(text);
      byte[] id = octets(json.path("rawId"));
      return id == null || id.length == 0 || !json.path("type").asString("").equals("public-key")
          ? Optional.empty()
          : Optional.of(new DeviceAnswer(Bytes.of(id), json.path("response")));
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /** Whether it has all parts of an assertion. */
  boolean shown() {
    return SHOWN.stream().allMatch(part -> optional(part) != null);
  }

  /** Whether it has all parts of a new credential. */
  boolean made() {
    return MADE.stream().allMatch(part -> optional(part) != null);
  }

  byte[] part(String name) {
    byte[] octets = optional(name);
    if (octets == null) {
      throw new IllegalStateException("looked for " + name + " before it was seen");
    }
    return octets;
  }

  byte @Nullable [] optional(String name) {
    return octets(response.path(name));
  }

  /** How browsers may reach the device; what is no such word is left out. */
  Set<String> transports() {
    Set<String> transports = new TreeSet<>();
    for (JsonNode one : response.path("transports")) {
      String word = one.asString("");
      if (word.matches("[a-z-]{1,20}") && transports.size() < 8) {
        transports.add(word);
      }
    }
    return transports;
  }

  private static byte @Nullable [] octets(JsonNode node) {
    try {
      return node.isString() ? Base64.getUrlDecoder().decode(node.stringValue()) : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
