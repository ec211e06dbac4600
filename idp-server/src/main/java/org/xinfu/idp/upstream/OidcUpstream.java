package org.xinfu.idp.upstream;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Upstream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;
import org.xinfu.trust.key.Digests;

/**
 * The platform by OpenID Connect: code with PKCE S256, state, nonce, and {@code iss} in the answer
 * (RFC 9207), without which an answer of another server might be mixed up with the platform's.
 * Metadata and keys are read afresh each time, so that a rotated key is never missed.
 */
public final class OidcUpstream implements Upstream {
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final UpstreamSettings.Oidc settings;
  private final Supplier<String> secret;
  private final Calls calls;
  private final Clock clock;

  public OidcUpstream(
      UpstreamSettings.Oidc settings, Supplier<String> secret, Fetcher fetcher, Clock clock) {
    this.settings = settings;
    this.secret = secret;
    this.calls = new Calls(fetcher);
    this.clock = clock;
  }

  @Override
  public String id() {
    return "oidc";
  }

  @Override
  public URI start(Journey journey) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", settings.clientId());
    query.put("redirect_uri", journey.callback());
    query.put("scope", "openid profile identity");
    query.put("state", journey.state());
    query.put("nonce", journey.nonce());
    query.put("code_challenge", base64(Digests.sha256(Bytes.utf8(journey.verifier()))));
    query.put("code_challenge_method", "S256");
    return URI.create(endpoint("authorization_endpoint") + "?" + Calls.encode(query));
  }

  @Override
  public Outcome arrive(Map<String, String> answer, Journey journey) {
    // Before the code goes anywhere: it must be this platform's.
    if (!settings.issuer().toString().equals(answer.get("iss"))) {
      return new Outcome.Refused("issuer-mixed-up");
    }
    String code = answer.get("code");
    if (code == null) {
      return new Outcome.Refused("refused-there");
    }
    Map<String, @Nullable Object> tokens =
        calls.post(URI.create(endpoint("token_endpoint")), exchange(code, journey)).orElse(null);
    if (tokens == null) {
      return new Outcome.Refused("code-refused");
    }
    JWTClaimsSet claims = claims(Calls.string(tokens, "id_token")).orElse(null);
    if (claims == null || !ours(claims, journey)) {
      return new Outcome.Refused("id-token-not-valid");
    }
    Map<String, @Nullable Object> told =
        calls
            .post(
                URI.create(endpoint("userinfo_endpoint")),
                Map.of("access_token", Calls.string(tokens, "access_token")))
            .orElse(Map.of());
    // OpenID Connect Core §5.3.4: the same subject, or it is another's.
    return Calls.string(told, "sub").equals(claims.getSubject())
        ? Said.read(claims.getSubject(), told)
        : new Outcome.Refused("user-mixed-up");
  }

  @Override
  public void probe() {
    endpoint("token_endpoint");
  }

  private Map<String, String> exchange(String code, Journey journey) {
    return Map.of(
        "grant_type", "authorization_code",
        "client_id", settings.clientId(),
        "client_secret", secret.get(),
        "code", code,
        "redirect_uri", journey.callback(),
        "code_verifier", journey.verifier());
  }

  /** From the discovery document, whose issuer must be the configured one (Discovery §4.3). */
  private String endpoint(String name) {
    Map<String, @Nullable Object> document =
        calls
            .get(URI.create(settings.issuer() + "/.well-known/openid-configuration"))
            .orElse(Map.of());
    String value = Calls.string(document, name);
    if (value.isEmpty() || !settings.issuer().toString().equals(Calls.string(document, "issuer"))) {
      throw new Unavailable("metadata-not-valid");
    }
    return value;
  }

  private Optional<JWTClaimsSet> claims(String token) {
    try {
      JWKSet keys =
          JWKSet.parse(
              calls
                  .text(FetchRequest.get(URI.create(endpoint("jwks_uri")), "application/json"))
                  .orElse("{}"));
      DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, new ImmutableJWKSet<>(keys)));
      processor.setJWTClaimsSetVerifier((claims, context) -> {}); // by ours()
      return Optional.of(processor.process(SignedJWT.parse(token), null));
    } catch (ParseException | BadJOSEException | JOSEException notValid) {
      return Optional.empty();
    }
  }

  /** OpenID Connect Core §3.1.3.7. */
  private boolean ours(JWTClaimsSet claims, Journey journey) {
    Instant now = clock.instant();
    List<String> audience = claims.getAudience();
    boolean alone = audience.size() == 1 && audience.contains(settings.clientId());
    return settings.issuer().toString().equals(claims.getIssuer())
        && alone
        && journey.nonce().equals(claims.getClaim("nonce"))
        && claims.getSubject() != null
        && claims.getExpirationTime() != null
        && claims.getExpirationTime().toInstant().isAfter(now.minus(SKEW))
        && claims.getIssueTime() != null
        && claims.getIssueTime().toInstant().isBefore(now.plus(SKEW));
  }

  private static String base64(Bytes octets) {
    byte[] text = Base64.getUrlEncoder().withoutPadding().encode(octets.toArray());
    return new String(text, StandardCharsets.US_ASCII);
  }
}
