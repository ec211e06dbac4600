package org.xinfu.idp.upstream;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.xinfu.idp.domain.Ial;

/**
 * The national platform (prefix {@code xinfu.upstream}).
 *
 * @param simulator starts a platform with made-up people, which production refuses
 * @param oidc by OpenID Connect; the secret lies in {@code upstream-oidc.secret}
 * @param ticket by tickets; the key of HMAC-SM3 lies in {@code upstream-ticket.key}
 * @param evidenceLife what the platform verified is good for so long
 * @param outageLevel the most that its word is worth while it does not answer
 * @param roles what its codes of account roles (账号角色) mean; under any other nobody is let in
 */
@ConfigurationProperties("xinfu.upstream")
public record UpstreamSettings(
    @DefaultValue("false") boolean simulator,
    @Nullable Oidc oidc,
    @Nullable Ticket ticket,
    @DefaultValue("P365D") Duration evidenceLife,
    @DefaultValue("IAL1") Ial outageLevel,
    @DefaultValue Roles roles) {
  /** Codes of accounts of natural and of legal persons. */
  public record Roles(
      @DefaultValue("10") Set<String> person, @DefaultValue("20") Set<String> entity) {
    public Roles {
      person = Set.copyOf(person);
      entity = Set.copyOf(entity);
      if (!Collections.disjoint(person, entity)) {
        throw new IllegalArgumentException("xinfu.upstream.roles: a code means one of both");
      }
    }
  }

  /** Issuer, whose discovery document is read, and our client id there. */
  public record Oidc(URI issuer, String clientId) {}

  /** Our name there, its login page, and its two calls. */
  public record Ticket(String appId, URI login, URI token, URI user) {}
}
