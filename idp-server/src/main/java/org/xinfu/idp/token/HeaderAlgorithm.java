package org.xinfu.idp.token;

import org.springframework.security.oauth2.jose.jws.JwsAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.xinfu.idp.domain.TokenAlgorithm;

/** An algorithm of ours as the framework's headers carry it; its own list knows no SM2. */
public record HeaderAlgorithm(TokenAlgorithm algorithm) implements JwsAlgorithm {
  @Override
  public String getName() {
    return algorithm.word();
  }

  /** A header that asks for it. */
  public static JwsHeader.Builder header(TokenAlgorithm algorithm) {
    return JwsHeader.with(new HeaderAlgorithm(algorithm));
  }
}
