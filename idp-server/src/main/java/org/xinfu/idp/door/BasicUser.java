package org.xinfu.idp.door;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The client that HTTP Basic names: encoded as in a form, then in Base64 (RFC 6749 §2.3.1). */
public final class BasicUser {
  private static final String BASIC = "Basic ";

  private BasicUser() {}

  /** Whether the header is of this scheme, whatever it says. */
  static boolean in(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length());
  }

  /** The client's id; empty when there is none to read. */
  public static String of(@Nullable String authorization) {
    if (authorization == null || !in(authorization)) {
      return "";
    }
    try {
      byte[] pair = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
      String text = new String(pair, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? "" : URLDecoder.decode(text.substring(0, colon), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }
}
