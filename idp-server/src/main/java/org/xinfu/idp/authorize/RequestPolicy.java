package org.xinfu.idp.authorize;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How strictly a client's requests are taken, and how it wants UserInfo.
 *
 * @param requirePushed {@code require_pushed_authorization_requests} (RFC 9126 §6)
 * @param requireSigned {@code require_signed_request_object} (RFC 9101 §10.5)
 * @param signedUserInfo {@code userinfo_signed_response_alg} is ES256 (OpenID Connect Dynamic
 *     Client Registration §2)
 * @param defaultAcr {@code default_acr_values} (same): asked for where a request does not say
 * @param leastAcr every login for this client reaches it; null when any will do
 * @param defaultMaxAge {@code default_max_age} (same), in seconds; null when the client has none
 * @param requestUris {@code request_uris} (same): where its request objects may lie
 */
public record RequestPolicy(
    boolean requirePushed,
    boolean requireSigned,
    boolean signedUserInfo,
    List<String> defaultAcr,
    @Nullable String leastAcr,
    @Nullable Long defaultMaxAge,
    List<String> requestUris) {
  /** What holds for a client that nothing was said about. */
  public static final RequestPolicy DEFAULT = new RequestPolicy(false, false, false);

  public RequestPolicy {
    defaultAcr = List.copyOf(defaultAcr);
    requestUris = List.copyOf(requestUris);
  }

  public RequestPolicy(boolean requirePushed, boolean requireSigned, boolean signedUserInfo) {
    this(requirePushed, requireSigned, signedUserInfo, List.of(), null, null, List.of());
  }

  /** The same with levels and an age of logins. */
  public RequestPolicy asking(
      List<String> defaultAcr, @Nullable String leastAcr, @Nullable Long defaultMaxAge) {
    return new RequestPolicy(
        requirePushed,
        requireSigned,
        signedUserInfo,
        defaultAcr,
        leastAcr,
        defaultMaxAge,
        requestUris);
  }

  /** The same with addresses of request objects. */
  public RequestPolicy referring(List<String> uris) {
    return new RequestPolicy(
        requirePushed, requireSigned, signedUserInfo, defaultAcr, leastAcr, defaultMaxAge, uris);
  }
}
