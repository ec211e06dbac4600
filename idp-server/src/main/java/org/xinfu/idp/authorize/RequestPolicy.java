package org.xinfu.idp.authorize;

/**
 * How strictly a client's requests are taken, and how it wants UserInfo.
 *
 * @param requirePushed {@code require_pushed_authorization_requests} (RFC 9126 §6)
 * @param requireSigned {@code require_signed_request_object} (RFC 9101 §10.5)
 * @param signedUserInfo {@code userinfo_signed_response_alg} is ES256 (OpenID Connect Dynamic
 *     Client Registration §2)
 */
public record RequestPolicy(boolean requirePushed, boolean requireSigned, boolean signedUserInfo) {
  /** What holds for a client that nothing was said about. */
  public static final RequestPolicy DEFAULT = new RequestPolicy(false, false, false);
}
