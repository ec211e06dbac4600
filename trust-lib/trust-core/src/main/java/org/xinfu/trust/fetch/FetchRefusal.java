package org.xinfu.trust.fetch;

import java.util.Locale;

/** Why nothing was fetched. */
public enum FetchRefusal {
  /** No network was allowed. */
  NETWORK_REFUSED,
  /** Not an absolute URL with a host, or one with a user's name in it. */
  URL_MALFORMED,
  /** A scheme that is not on the list, or a redirect from https to http. */
  SCHEME_NOT_ALLOWED,
  /** A host or port that is not on the list. */
  HOST_NOT_ALLOWED,
  /** The host's address is private, loopback, link-local, multicast or otherwise not public. */
  ADDRESS_NOT_PUBLIC,
  HOST_UNKNOWN,
  UNREACHABLE,
  TOO_LARGE,
  TOO_SLOW,
  TOO_MANY_REDIRECTS,
  /** A status other than 200. */
  STATUS_NOT_OK,
  /** Compressed although nobody asked for it; it is not inflated. */
  CONTENT_ENCODED,
  /** Not HTTP/1.1 as RFC 9112 has it. */
  ANSWER_MALFORMED;

  /** The word in reports. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
