package org.xinfu.trust.fetch;

import java.net.URI;
import java.util.Optional;
import org.xinfu.trust.Bytes;

/**
 * What is asked for. Neither credentials nor cookies can be written down.
 *
 * @param accept media type that is wanted, e.g. {@code application/pkix-crl}
 * @param body sent with POST; empty for GET
 * @param contentType of the body
 */
public record FetchRequest(URI uri, String accept, Optional<Bytes> body, String contentType) {
  /** A GET. */
  public static FetchRequest get(URI uri, String accept) {
    return new FetchRequest(uri, accept, Optional.empty(), "");
  }

  /** A POST. */
  public static FetchRequest post(URI uri, String accept, Bytes body, String contentType) {
    return new FetchRequest(uri, accept, Optional.of(body), contentType);
  }
}
