package org.xinfu.idp.authorize;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The port to pushed authorization requests (RFC 9126). */
public interface PushedRequests {
  /** What every {@code request_uri} of ours begins with (RFC 9126 §2.2). */
  String PREFIX = "urn:ietf:params:oauth:request_uri:";

  /** Keeps a request until then under the URI. */
  void push(String uri, String clientId, Map<String, String> parameters, Instant expiresAt);

  /** The request under the URI, the first time that this client asks, and in time. */
  Optional<Map<String, String>> take(String uri, String clientId);
}
