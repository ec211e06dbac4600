package org.xinfu.trust.list;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;
import org.xinfu.trust.json.JsonShape;

/**
 * Name and root keys of a list, handed over by hand before there is a first one: {@code {"name",
 * "roots": [SubjectPublicKeyInfo in Base64], "threshold"}}.
 */
public final class TrustListPin {
  private TrustListPin() {}

  /** The pin of these keys. */
  public static Bytes write(String name, RootKeys roots) {
    Map<String, Object> out = new TreeMap<>();
    out.put("name", name);
    out.put("threshold", (long) roots.threshold());
    out.put("roots", roots.encoded().stream().map(TrustListJson::base64).toList());
    return Bytes.utf8(CanonicalJson.write(out));
  }

  /** What is remembered before the first list; empty when it is no pin. */
  public static Optional<TrustListState> read(Bytes pin) {
    try {
      return JsonShape.expect(() -> read(Json.parseObject(pin.toUtf8())));
    } catch (JsonException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<TrustListState> read(Map<String, ?> in) {
    if (!in.keySet().equals(Set.of("name", "threshold", "roots"))) {
      return Optional.empty();
    }
    RootKeys roots =
        new RootKeys(
            TrustListJson.keys(in), Math.toIntExact(TrustListJson.number(in, "threshold")));
    return Optional.of(TrustListState.pinned(TrustListJson.text(in, "name"), roots));
  }
}
