package org.xinfu.trust.fetch;

import java.net.URI;
import java.time.Instant;
import org.xinfu.trust.Bytes;

/** What came of a {@link FetchRequest}. What was fetched is not believed because it came. */
public sealed interface FetchOutcome {
  /**
   * An answer of status 200, or of status 204 to a POST: then without content.
   *
   * @param from where it came from in the end, after redirects
   * @param contentType as the server said, without parameters and in lower case; empty when it said
   *     nothing
   * @param at when it had come
   */
  record Fetched(URI from, Bytes content, String contentType, Instant at) implements FetchOutcome {}

  /**
   * Nothing usable came.
   *
   * @param at the address at which it ended: that of the request, or of a redirect
   * @param detail for people; holds nothing that the server sent but its status
   */
  record NotFetched(URI at, FetchRefusal refusal, String detail) implements FetchOutcome {}
}
