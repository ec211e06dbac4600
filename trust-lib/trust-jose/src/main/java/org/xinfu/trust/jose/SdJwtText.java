package org.xinfu.trust.jose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;

/**
 * An SD-JWT taken apart, RFC 9901 §4 and §8.
 *
 * @param issued the issuer's JWS
 * @param disclosures as written
 * @param keyBinding the holder's JWT
 * @param presented what the holder's {@code sd_hash} is over: all up to the last tilde
 */
record SdJwtText(
    ParsedJws issued, List<String> disclosures, Optional<String> keyBinding, String presented) {
  private static final int MOST_DISCLOSURES = 10_000;

  static SdJwtText parse(String text) throws MalformedJose {
    return text.startsWith("{") ? json(text) : compact(text);
  }

  /** {@code JWT~D1~…~Dn~[KB-JWT]}. */
  private static SdJwtText compact(String text) throws MalformedJose {
    int last = text.lastIndexOf('~');
    if (last < 0) {
      throw new MalformedJose("no tilde");
    }
    String presented = text.substring(0, last + 1);
    List<String> parts = new ArrayList<>(Arrays.asList(presented.split("~", -1)));
    parts.remove(parts.size() - 1);
    String binding = text.substring(last + 1);
    List<String> disclosures = bounded(parts.subList(1, parts.size()));
    return new SdJwtText(
        ParsedJws.compact(parts.get(0)),
        disclosures,
        binding.isEmpty() ? Optional.empty() : Optional.of(binding),
        presented);
  }

  /** Whether a JWS in JSON carries disclosures or a key binding in an unprotected header. */
  static boolean isSelective(Map<String, @Nullable Object> members) {
    return first(members).filter(SdJwtText::discloses).isPresent() || laterDiscloses(members);
  }

  private static boolean discloses(Map<?, ?> header) {
    return header.containsKey("disclosures") || header.containsKey("kb_jwt");
  }

  private static boolean laterDiscloses(Map<String, @Nullable Object> members) {
    return members.get("signatures") instanceof List<?> all
        && all.stream()
            .skip(1)
            .anyMatch(
                s ->
                    s instanceof Map<?, ?> signature
                        && signature.get("header") instanceof Map<?, ?> header
                        && discloses(header));
  }

  private static Optional<Map<?, ?>> first(Map<String, @Nullable Object> members) {
    Object of = members;
    if (members.get("signatures") instanceof List<?> all) {
      of = all.isEmpty() ? Map.of() : all.get(0);
    }
    return of instanceof Map<?, ?> signature && signature.get("header") instanceof Map<?, ?> header
        ? Optional.of(header)
        : Optional.empty();
  }

  private static SdJwtText json(String text) throws MalformedJose {
    Map<String, @Nullable Object> members;
    try {
      members = Json.parseObject(text);
    } catch (JsonException e) {
      throw new MalformedJose(String.valueOf(e.getMessage()));
    }
    ParsedJws issued = ParsedJws.parse(text);
    if (laterDiscloses(members)) {
      // RFC 9901 §8.2: with two lists a reader may take the other one.
      throw new MalformedJose("disclosures or kb_jwt beside a later signature");
    }
    Map<?, ?> header = first(members).orElse(Map.of());
    List<String> disclosures = new ArrayList<>();
    if (header.containsKey("disclosures")) {
      if (!(header.get("disclosures") instanceof List<?> listed)) {
        throw new MalformedJose("disclosures is not a list");
      }
      for (Object each : listed) {
        disclosures.add(string(each, "disclosure"));
      }
    }
    Optional<String> binding =
        header.containsKey("kb_jwt")
            ? Optional.of(string(header.get("kb_jwt"), "kb_jwt"))
            : Optional.empty();
    StringBuilder presented = new StringBuilder(asCompact(members, issued)).append('~');
    bounded(disclosures).forEach(d -> presented.append(d).append('~'));
    return new SdJwtText(issued, disclosures, binding, presented.toString());
  }

  /** RFC 9901 §8.1: the digest is over the compact form that the members would make. */
  private static String asCompact(Map<String, @Nullable Object> members, ParsedJws issued) {
    Object of = members.get("signatures") instanceof List<?> all ? all.get(0) : members;
    Object signed = of instanceof Map<?, ?> signature ? signature.get("protected") : null;
    Object value = of instanceof Map<?, ?> signature ? signature.get("signature") : null;
    return signed + "." + issued.payload().orElse("") + "." + value;
  }

  private static String string(@Nullable Object value, String what) throws MalformedJose {
    if (value instanceof String text) {
      return text;
    }
    throw new MalformedJose(what + " is not a string");
  }

  private static List<String> bounded(List<String> disclosures) throws MalformedJose {
    if (disclosures.size() > MOST_DISCLOSURES) {
      throw new MalformedJose("more than " + MOST_DISCLOSURES + " disclosures");
    }
    return List.copyOf(disclosures);
  }
}
