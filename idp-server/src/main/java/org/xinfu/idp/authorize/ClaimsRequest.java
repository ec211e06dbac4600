package org.xinfu.idp.authorize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parameter {@code claims} (OpenID Connect Core §5.5). Members that are not understood are
 * ignored, as §5.5 says; what is understood has to have its shape.
 */
record ClaimsRequest(JsonNode json) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** What we compare with what is so: values of these are strings. */
  private static final Set<String> WORDS = Set.of("sub", "acr");

  /** Empty when the text is not such a request. */
  static Optional<ClaimsRequest> parse(@Nullable String text) {
    try {
      JsonNode json = text == null ? JSON.createObjectNode() : JSON.readTree(text);
      ClaimsRequest request = new ClaimsRequest(json);
      return request.wellFormed() ? Optional.of(request) : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /** The names asked for in a member, {@code userinfo} or {@code id_token}. */
  List<String> names(String member) {
    return List.copyOf(json.path(member).propertyNames());
  }

  /** Whether the claim of the ID token is essential. */
  boolean essential(String claim) {
    return json.path("id_token").path(claim).path("essential").asBoolean(false);
  }

  /** The values asked for a claim of the ID token, in order of preference. */
  List<String> values(String claim) {
    JsonNode asked = json.path("id_token").path(claim);
    List<String> values = new ArrayList<>();
    if (asked.path("value").isString()) {
      values.add(asked.path("value").stringValue());
    }
    asked.path("values").forEach(value -> values.add(value.asString("")));
    return values;
  }

  private boolean wellFormed() {
    if (!json.isObject()) {
      return false;
    }
    for (String member : List.of("userinfo", "id_token")) {
      JsonNode claims = json.path(member);
      if (!claims.isMissingNode() && !claims.isNull() && !claims.isObject()) {
        return false;
      }
      for (String name : claims.propertyNames()) {
        JsonNode claim = claims.path(name);
        boolean shape = claim.isNull() || (claim.isObject() && typed(claim));
        if (!shape || (WORDS.contains(name) && !words(claim))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean typed(JsonNode claim) {
    return (!claim.has("essential") || claim.path("essential").isBoolean())
        && (!claim.has("values") || claim.path("values").isArray());
  }

  /** A wish that could not be compared would be no wish, and anybody would do. */
  private static boolean words(JsonNode claim) {
    for (JsonNode value : claim.path("values")) {
      if (!value.isString()) {
        return false;
      }
    }
    return !claim.has("value") || claim.path("value").isString();
  }
}
