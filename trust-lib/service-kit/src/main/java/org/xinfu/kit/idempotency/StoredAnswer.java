package org.xinfu.kit.idempotency;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.xinfu.trust.Bytes;

/** An answer as it was sent the first time. */
record StoredAnswer(String bodySha256, int status, Map<String, List<String>> headers, Bytes body) {
  static StoredAnswer of(String bodySha256, ResponseEntity<?> answer, byte[] content) {
    Map<String, List<String>> headers = new TreeMap<>();
    answer.getHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
    if (content.length > 0 && answer.getHeaders().getContentType() == null) {
      @Nullable Object body = answer.getBody();
      String type =
          body instanceof byte[]
              ? MediaType.APPLICATION_OCTET_STREAM_VALUE
              : body instanceof String
                  ? "text/plain;charset=UTF-8"
                  : MediaType.APPLICATION_JSON_VALUE;
      headers.put(HttpHeaders.CONTENT_TYPE, List.of(type));
    }
    return new StoredAnswer(bodySha256, answer.getStatusCode().value(), headers, Bytes.of(content));
  }

  ResponseEntity<?> replay() {
    HttpHeaders kept = new HttpHeaders();
    headers.forEach(kept::addAll);
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(status).headers(Idempotency.replayed(kept));
    return body.length() == 0 ? answer.build() : answer.body(body.toArray());
  }
}
