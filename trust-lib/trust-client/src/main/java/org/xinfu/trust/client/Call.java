package org.xinfu.trust.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.CanonicalJson;

/** One request, as the transport sends and, when it is safe, repeats it. */
record Call(String method, String path, Map<String, String> headers, Bytes body) {
  static Call get(String path) {
    return new Call("GET", path, Map.of(), Bytes.empty());
  }

  static Call post(String path, Map<String, ?> json) {
    Bytes body = Bytes.utf8(CanonicalJson.write(json));
    return new Call("POST", path, Map.of("Content-Type", "application/json"), body);
  }

  static Call post(String path, Multipart parts) {
    return new Call(
        "POST", path, Map.of("Content-Type", parts.contentType()), Bytes.of(parts.body()));
  }

  /** With a key the service carries it out once, however often it is sent. */
  Call once(String key) {
    return with("Idempotency-Key", key);
  }

  /** With a key of its own: safe to repeat by the transport, not by the caller. */
  Call once() {
    return once(UUID.randomUUID().toString());
  }

  Call with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Call(method, path, more, body);
  }

  /** Whether sending it again cannot do it twice. */
  boolean repeatable() {
    return method.equals("GET") || headers.containsKey("Idempotency-Key");
  }
}
