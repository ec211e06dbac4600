package org.xinfu.trust.jose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;

/**
 * A JWS in one of its serializations (RFC 7515 §7) with every signature.
 *
 * @param payload as written: base64url, or plain under RFC 7797; empty when it is elsewhere
 * @param foreign members of the JSON form, or of a signature in it, that nothing protects and RFC
 *     7515 does not know
 */
record ParsedJws(Optional<String> payload, List<One> signatures, List<String> foreign) {
  private static final Set<String> FLATTENED =
      Set.of("payload", "protected", "header", "signature");
  private static final Set<String> GENERAL = Set.of("payload", "signatures");
  private static final Set<String> SIGNATURE = Set.of("protected", "header", "signature");

  /** One signature; {@code problem} says why it cannot be read. */
  record One(Optional<JoseHeader> header, Bytes value, Optional<String> problem) {
    static One unreadable(MalformedJose why) {
      return new One(Optional.empty(), Bytes.empty(), Optional.of(why.what()));
    }
  }

  /** Reads compact or JSON text. */
  static ParsedJws parse(String text) throws MalformedJose {
    return text.startsWith("{") ? json(text) : compact(text);
  }

  /** {@code header.payload.signature}; an unencoded payload may hold anything but a dot. */
  static ParsedJws compact(String text) throws MalformedJose {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      throw new MalformedJose(parts.length + " parts instead of 3");
    }
    Optional<String> payload = parts[1].isEmpty() ? Optional.empty() : Optional.of(parts[1]);
    return new ParsedJws(payload, List.of(one(parts[0], Map.of(), parts[2])), List.of());
  }

  private static ParsedJws json(String text) throws MalformedJose {
    Map<String, @Nullable Object> members;
    try {
      members = Json.parseObject(text);
    } catch (JsonException e) {
      throw new MalformedJose(String.valueOf(e.getMessage()));
    }
    if (members.containsKey("payload") && !(members.get("payload") instanceof String)) {
      throw new MalformedJose("payload is not a string");
    }
    boolean general = members.containsKey("signatures");
    for (String flat : List.of("protected", "header", "signature", "ciphertext")) {
      if ((general || flat.equals("ciphertext")) && members.containsKey(flat)) {
        throw new MalformedJose(flat + " beside the members of another form");
      }
    }
    Optional<String> payload =
        members.get("payload") instanceof String s && !s.isEmpty()
            ? Optional.of(s)
            : Optional.empty();
    List<String> foreign = new ArrayList<>(members.keySet());
    foreign.removeAll(general ? GENERAL : FLATTENED);
    if (members.get("signatures") instanceof List<?> all) {
      all.forEach(each -> foreign.addAll(beside(each)));
    }
    return new ParsedJws(
        payload, general ? list(members.get("signatures")) : List.of(member(members)), foreign);
  }

  private static List<String> beside(@Nullable Object signature) {
    return signature instanceof Map<?, ?> members
        ? members.keySet().stream()
            .map(String::valueOf)
            .filter(name -> !SIGNATURE.contains(name))
            .toList()
        : List.of();
  }

  private static List<One> list(@Nullable Object signatures) throws MalformedJose {
    if (!(signatures instanceof List<?> all) || all.isEmpty()) {
      throw new MalformedJose("signatures is not a list, or empty");
    }
    List<One> read = new ArrayList<>();
    for (Object each : all) {
      read.add(
          each instanceof Map<?, ?> members
              ? member(members)
              : One.unreadable(new MalformedJose("a signature is no object")));
    }
    requireOneReading(read);
    return read;
  }

  /** RFC 7797 §3: b64 is the same for all, or they sign two payloads in one text. */
  private static void requireOneReading(List<One> signatures) throws MalformedJose {
    Set<Boolean> readings = new HashSet<>();
    for (One one : signatures) {
      if (one.header().isPresent()) {
        readings.add(one.header().get().payloadEncoded());
      }
    }
    if (readings.size() > 1) {
      throw new MalformedJose("b64 differs between signatures");
    }
  }

  private static One member(Map<?, ?> members) {
    Object signed = members.containsKey("protected") ? members.get("protected") : "";
    Object open = members.containsKey("header") ? members.get("header") : Map.of();
    if (signed instanceof String text
        && open instanceof Map<?, ?> header
        && members.get("signature") instanceof String value) {
      return one(text, named(header), value);
    }
    return One.unreadable(new MalformedJose("protected, header or signature has a wrong type"));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> named(Map<?, ?> members) {
    // The reader makes no other maps.
    return (Map<String, @Nullable Object>) members;
  }

  private static One one(String signed, Map<String, @Nullable Object> open, String value) {
    try {
      JoseHeader header = JoseHeader.of(signed, open);
      return new One(Optional.of(header), Base64Url.decode(value), Optional.empty());
    } catch (MalformedJose e) {
      return One.unreadable(e);
    }
  }
}
