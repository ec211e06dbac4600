package org.xinfu.idp.upstream;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Upstream.Unavailable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRefusal;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Calls to the platform through the limited fetcher. */
final class Calls {
  private static final TypeReference<Map<String, @Nullable Object>> OBJECT =
      new TypeReference<>() {};

  private final Fetcher fetcher;
  private final JsonMapper json = JsonMapper.builder().build();

  Calls(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  /** A JSON object; empty when the platform refuses or says something else. */
  Optional<Map<String, @Nullable Object>> get(URI uri) {
    return text(FetchRequest.get(uri, "application/json")).flatMap(this::object);
  }

  /** The same by a form. */
  Optional<Map<String, @Nullable Object>> post(URI uri, Map<String, String> form) {
    return text(FetchRequest.post(
            uri, "application/json", Bytes.utf8(encode(form)), "application/x-www-form-urlencoded"))
        .flatMap(this::object);
  }

  /**
   * The answer's text; empty when the platform refused.
   *
   * @throws Unavailable when no answer came, or a status of 500 and above
   */
  Optional<String> text(FetchRequest request) {
    return switch (fetcher.fetch(request)) {
      case FetchOutcome.Fetched came ->
          Optional.of(new String(came.content().toArray(), StandardCharsets.UTF_8));
      case FetchOutcome.NotFetched not -> {
        boolean refused =
            not.refusal() == FetchRefusal.STATUS_NOT_OK
                && not.detail().matches(".*\\b4[0-9]{2}\\b.*");
        if (refused) {
          yield Optional.empty();
        }
        throw new Unavailable(not.refusal().word());
      }
    };
  }

  private Optional<Map<String, @Nullable Object>> object(String text) {
    try {
      return Optional.ofNullable(json.readValue(text, OBJECT));
    } catch (JacksonException noObject) {
      return Optional.empty();
    }
  }

  /** As a query or a form, sorted. */
  static String encode(Map<String, String> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }

  static String string(Map<String, @Nullable Object> object, String name) {
    return object.get(name) instanceof String text ? text : "";
  }
}
