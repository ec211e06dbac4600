package org.xinfu.idp.dpop;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.DPoPProofContext;
import org.springframework.security.oauth2.jwt.DPoPProofJwtDecoderFactory;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.xinfu.kit.web.PlainFilter;

/**
 * Checks a proof before the framework does. The framework checks signature, method and address as
 * well, but remembers proofs in one process alone and asks for no nonce. A token that is bound to a
 * key and comes as a bearer's it refuses too; here that is told in the scheme that is wanted, DPoP,
 * and before anything is looked up. What is bound to a certificate is not looked at here.
 */
public final class ProofFilter extends PlainFilter {
  private static final Duration AROUND_NOW = Duration.ofSeconds(60);
  private static final Duration REMEMBERED = Duration.ofMinutes(3);
  private static final int JTI = 256;

  private static final String KEY = ProofFilter.class.getName() + ".key";

  private final String issuer;
  private final Nonces nonces;
  private final ProofLog used;
  private final Clock clock;
  private final DPoPProofJwtDecoderFactory decoders = new DPoPProofJwtDecoderFactory();

  /**
   * For the protocol's endpoints.
   *
   * @param issuer addresses in proofs begin with it, whatever a proxy made of the request
   */
  public ProofFilter(String issuer, Nonces nonces, ProofLog used, Clock clock) {
    this.issuer = issuer;
    this.nonces = nonces;
    this.used = used;
    this.clock = clock;
    decoders.setJwtValidatorFactory(this::rules);
  }

  /**
   * The SHA-256 thumbprint (RFC 7638) of the key whose proof came with the request and was in
   * order; empty without one.
   */
  public static String key(HttpServletRequest request) {
    return request.getAttribute(KEY) instanceof String thumbprint ? thumbprint : "";
  }

  @Override
  protected void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    List<String> proofs = Collections.list(request.getHeaders("DPoP"));
    if (proofs.isEmpty()) {
      if (boundToken(request)) {
        refuse(request, response, "invalid_token");
        return;
      }
      chain.doFilter(request, response);
      return;
    }
    String problem =
        proofs.size() == 1 ? problem(proofs.getFirst(), request) : "invalid_dpop_proof";
    response.setHeader("DPoP-Nonce", nonces.fresh());
    if (problem.isEmpty()) {
      chain.doFilter(request, response);
    } else {
      refuse(request, response, problem);
    }
  }

  /** The error code of RFC 9449; empty when the proof is in order. */
  private String problem(String proof, HttpServletRequest request) {
    DPoPProofContext context =
        DPoPProofContext.withDPoPProof(proof)
            .method(request.getMethod())
            .targetUri(issuer + request.getRequestURI())
            .build();
    Jwt claims;
    String thumbprint;
    try {
      claims = decoders.createDecoder(context).decode(proof);
      thumbprint = thumbprint(SignedJWT.parse(proof).getHeader());
    } catch (JwtException | ParseException | JOSEException notAProof) {
      return "invalid_dpop_proof";
    }
    if (!nonces.valid(claims.getClaimAsString("nonce"))) {
      return "use_dpop_nonce";
    }
    Instant until = clock.instant().plus(REMEMBERED);
    if (!used.firstUse(thumbprint, claims.getId(), until)) {
      return "invalid_dpop_proof";
    }
    request.setAttribute(KEY, thumbprint);
    return "";
  }

  private OAuth2TokenValidator<Jwt> rules(DPoPProofContext context) {
    return proof -> {
      Instant issued = proof.getIssuedAt();
      Instant now = clock.instant();
      boolean inOrder =
          context.getMethod().equals(proof.getClaimAsString("htm"))
              && context.getTargetUri().equals(withoutQuery(proof.getClaimAsString("htu")))
              && issued != null
              && issued.isAfter(now.minus(AROUND_NOW))
              && issued.isBefore(now.plus(AROUND_NOW))
              && proof.getId() != null
              && !proof.getId().isEmpty()
              && proof.getId().length() <= JTI;
      return inOrder
          ? OAuth2TokenValidatorResult.success()
          : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_dpop_proof"));
    };
  }

  /** §4.3 (9): query and fragment do not count. */
  private static @Nullable String withoutQuery(@Nullable String uri) {
    return uri == null ? null : uri.replaceFirst("[?#].*", "");
  }

  private static String thumbprint(JWSHeader header) throws JOSEException {
    return header.getJWK().computeThumbprint().toString();
  }

  /** A token that is bound to a key and comes without its proof (§7.2: it MUST be refused). */
  private static boolean boundToken(HttpServletRequest request) {
    String authorization = request.getHeader("Authorization");
    if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return false;
    }
    try {
      Object confirmation =
          SignedJWT.parse(authorization.substring(7).strip()).getJWTClaimsSet().getClaim("cnf");
      return confirmation instanceof Map<?, ?> keys && keys.containsKey("jkt");
    } catch (ParseException notAJwt) {
      return false;
    }
  }

  /** At the token endpoint as RFC 6749 §5.2 has it, at a resource as RFC 6750 §3 does. */
  static void refuse(HttpServletRequest request, HttpServletResponse response, String error)
      throws IOException {
    boolean resource = !request.getRequestURI().startsWith("/oauth2/");
    response.setStatus(resource ? 401 : 400);
    response.setHeader("Cache-Control", "no-store");
    if (resource) {
      response.setHeader("WWW-Authenticate", "DPoP error=\"" + error + "\"");
      return;
    }
    response.setContentType("application/json");
    response.getWriter().write("{\"error\":\"" + error + "\"}");
  }
}
