package org.xinfu.idp.registration;

import java.util.Base64;
import java.util.function.Predicate;

/**
 * Addresses of request objects ({@code request_uris}, OpenID Connect Dynamic Client Registration
 * §2). A fragment is the SHA-256 of what lies there (OpenID Connect Core §6.2).
 */
final class RequestUris {
  /** Of one client. */
  static final int MOST = 8;

  private static final int DIGEST = 32;

  private RequestUris() {}

  /**
   * Whether it can be registered.
   *
   * @param called whether this server may be sent to an address without fragment
   */
  static boolean good(String uri, Predicate<String> called) {
    int mark = uri.indexOf('#');
    return mark < 0
        ? called.test(uri)
        : called.test(uri.substring(0, mark)) && digest(uri.substring(mark + 1));
  }

  /** Base64url without padding, and no other spelling of the same octets. */
  private static boolean digest(String text) {
    if (!text.matches("[A-Za-z0-9_-]{43}")) {
      return false;
    }
    byte[] octets = Base64.getUrlDecoder().decode(text);
    return octets.length == DIGEST
        && Base64.getUrlEncoder().withoutPadding().encodeToString(octets).equals(text);
  }
}
