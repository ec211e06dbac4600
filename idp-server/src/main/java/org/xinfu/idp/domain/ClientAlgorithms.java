package org.xinfu.idp.domain;

import org.jspecify.annotations.Nullable;

/**
 * Under what a client's tokens are signed.
 *
 * @param idToken {@code id_token_signed_response_alg}; logout tokens follow it (Back-Channel Logout
 *     §2.6)
 * @param accessToken {@code access_token_signed_response_alg}, a name of ours
 * @param userInfo {@code userinfo_signed_response_alg}; null where the answer is plain JSON
 */
public record ClientAlgorithms(
    TokenAlgorithm idToken, TokenAlgorithm accessToken, @Nullable TokenAlgorithm userInfo) {
  /** What holds for a client that nothing was said about. */
  public static final ClientAlgorithms DEFAULT =
      new ClientAlgorithms(TokenAlgorithm.ES256, TokenAlgorithm.ES256, null);
}
