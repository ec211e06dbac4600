package org.xinfu.trust.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;

/** A 2xx answer. */
record Answer(int status, String location, Bytes body) {
  Map<String, @Nullable Object> object() {
    try {
      return Json.parseObject(body.toUtf8());
    } catch (JsonException e) {
      throw new ServiceUnreachable("the answer is not JSON", e);
    }
  }
}
