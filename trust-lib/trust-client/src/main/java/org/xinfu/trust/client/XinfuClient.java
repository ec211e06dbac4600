package org.xinfu.trust.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The door for department systems: one HTTP client, one time-out, typed clients of the services.
 *
 * <pre>{@code
 * XinfuClient xinfu = XinfuClient.create(Clock.systemUTC());
 * TokenSource tokens = xinfu.clientCredentials(issuer, new ClientAuthentication.Secret(id, secret), scopes);
 * Bytes sealed = xinfu.seals(sealService, tokens).seal(request, "licence.ofd", file, key);
 * }</pre>
 */
public final class XinfuClient {
  private final HttpClient http;
  private final Clock clock;
  private final Duration timeout;

  private XinfuClient(HttpClient http, Clock clock, Duration timeout) {
    this.http = http;
    this.clock = clock;
    this.timeout = timeout;
  }

  /** Five seconds to connect, a minute for an answer, no redirects. */
  public static XinfuClient create(Clock clock) {
    HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    return new XinfuClient(http, clock, Duration.ofMinutes(1));
  }

  /** The same with another time-out per request. */
  public XinfuClient withTimeout(Duration perRequest) {
    return new XinfuClient(http, clock, perRequest);
  }

  /** Tokens of the identity provider for a department system itself. */
  public TokenSource clientCredentials(
      URI issuer, ClientAuthentication client, List<String> scopes) {
    Transport idp = new Transport(http, issuer, TokenSource.none(), timeout);
    return new ClientCredentials(idp, issuer.toString(), client, scopes, clock);
  }

  /** The seal-service. */
  public SealClient seals(URI service, TokenSource tokens) {
    return new SealClient(new Transport(http, service, tokens, timeout));
  }

  /** The licence-vault. */
  public LicenceClient licences(URI service, TokenSource tokens) {
    return new LicenceClient(new Transport(http, service, tokens, timeout));
  }
}
