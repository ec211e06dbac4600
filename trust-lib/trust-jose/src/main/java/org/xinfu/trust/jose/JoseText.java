package org.xinfu.trust.jose;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;

/** Tells JWS and SD-JWT from other text, by content. */
final class JoseText {
  /** A JWS is held in memory several times over; a larger one is not judged. */
  static final int MOST_OCTETS = 32 << 20;

  private static final int HEAD = 4096;

  /** What a signature of a JWS has, RFC 7515 §7.2.1. */
  private static final Set<String> MEMBERS = Set.of("protected", "header", "signature");

  private static final Pattern LOOKS_COMPACT =
      Pattern.compile("[A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]*\\.[A-Za-z0-9_=-]{43,}(~[\\s\\S]*)?");

  private JoseText() {}

  static Optional<DocumentFormat> detect(DocumentSource source) {
    Bytes head = source.read(0, HEAD);
    String start = head.toUtf8().stripLeading();
    if (start.startsWith("{")) {
      return detectJson(source, start);
    }
    int dot = start.indexOf('.');
    if (!start.matches("[A-Za-z0-9_=-]{2}[\\s\\S]*") || (dot < 0 && start.length() < HEAD)) {
      return Optional.empty();
    }
    if (source.length() > MOST_OCTETS) {
      return dot > 0 && headerIn(start.substring(0, dot)).isPresent()
          ? Optional.of(DocumentFormat.JWS)
          : Optional.empty();
    }
    return detectCompact(source.readAll(MOST_OCTETS).toUtf8().strip());
  }

  private static Optional<DocumentFormat> detectCompact(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    Optional<Map<String, @Nullable Object>> header = headerIn(text.substring(0, dot));
    boolean encrypted = header.map(h -> h.containsKey("enc")).orElse(false);
    if (encrypted && text.chars().filter(c -> c == '.').count() == 4) {
      return Optional.empty();
    }
    if (header.isEmpty() && !LOOKS_COMPACT.matcher(text).matches()) {
      return Optional.empty();
    }
    // A payload that is written as it is may hold a tilde (RFC 7797 §5.2).
    boolean plain = header.filter(h -> Boolean.FALSE.equals(h.get("b64"))).isPresent();
    boolean selective = text.indexOf('~') > 0 && !plain;
    return Optional.of(selective ? DocumentFormat.SD_JWT : DocumentFormat.JWS);
  }

  /**
   * Whether it begins with what some reader takes for a header, be that written with care or not.
   */
  static boolean beginsAsToken(String text) {
    int dot = text.indexOf('.');
    String first = text.substring(0, Math.max(dot, 0)).strip().replace('+', '-').replace('/', '_');
    try {
      byte[] octets =
          Base64.getUrlDecoder().decode(first.replace("=", "").getBytes(StandardCharsets.UTF_8));
      return Bytes.of(octets).toUtf8().contains("{");
    } catch (IllegalArgumentException other) {
      return false;
    }
  }

  private static Optional<Map<String, @Nullable Object>> headerIn(String first) {
    try {
      Map<String, @Nullable Object> members = Base64Url.decodeObject(first.replace("=", ""));
      return members.containsKey("alg") ? Optional.of(members) : Optional.empty();
    } catch (MalformedJose e) {
      return Optional.empty();
    }
  }

  private static Optional<DocumentFormat> detectJson(DocumentSource source, String start) {
    boolean large = source.length() > MOST_OCTETS;
    String text = large ? start : source.readAll(MOST_OCTETS).toUtf8().strip();
    Map<String, @Nullable Object> members;
    try {
      members = Json.parseObject(text);
    } catch (JsonException damaged) {
      // A JWS that repeats a member or is cut short is still meant to be one.
      return text.contains("\"payload\"") && text.contains("\"signature")
          ? Optional.of(DocumentFormat.JWS)
          : Optional.empty();
    }
    boolean general = members.containsKey("signatures");
    boolean flat =
        members.get("signature") instanceof String
            && (members.containsKey("protected") || members.get("header") instanceof Map<?, ?>);
    boolean listed = general && !foreign(members);
    if (!(listed && (members.containsKey("payload") || holdsSignature(members))) && !flat) {
      return Optional.empty();
    }
    return Optional.of(SdJwtText.isSelective(members) ? DocumentFormat.SD_JWT : DocumentFormat.JWS);
  }

  /**
   * Whether it is an envelope of DSSE (in-toto, sigstore), which has {@code payload} and {@code
   * signatures} as well, but of the members that sign in a JWS not one.
   */
  private static boolean foreign(Map<String, @Nullable Object> members) {
    return members.get("payloadType") instanceof String
        && members.get("signatures") instanceof List<?> all
        && !all.isEmpty()
        && all.stream()
            .allMatch(
                s ->
                    s instanceof Map<?, ?> m
                        && m.get("sig") instanceof String
                        && Collections.disjoint(m.keySet(), MEMBERS));
  }

  private static boolean holdsSignature(Map<String, @Nullable Object> members) {
    return members.get("signatures") instanceof List<?> all
        && all.stream()
            .anyMatch(
                s ->
                    s instanceof Map<?, ?> m
                        && m.containsKey("signature")
                        && (m.containsKey("protected") || m.containsKey("header")));
  }
}
