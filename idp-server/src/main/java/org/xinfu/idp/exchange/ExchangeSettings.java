package org.xinfu.idp.exchange;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Ial;

/**
 * Which tokens are exchanged (prefix {@code xinfu.exchange}). Nobody is trusted by default.
 *
 * @param life an exchanged token never lives longer, nor longer than what it was exchanged for
 * @param audiences issuers of other nodes that our tokens may be addressed to
 * @param issuers nodes whose tokens are taken here
 */
@ConfigurationProperties("xinfu.exchange")
public record ExchangeSettings(
    @DefaultValue("PT5M") Duration life,
    @DefaultValue Set<String> audiences,
    @DefaultValue List<Issuer> issuers) {
  private static final Duration LONGEST = Duration.ofHours(1);

  public ExchangeSettings {
    audiences = Set.copyOf(audiences);
    issuers = List.copyOf(issuers);
    if (life.isNegative() || life.isZero() || life.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("xinfu.exchange.life is at most an hour");
    }
  }

  /**
   * A node that is trusted for something.
   *
   * @param issuer as its tokens have it, octet for octet
   * @param jwks where its keys are; never taken from a token
   * @param scopes {@code theirs=ours}; a scope that is not here is worth nothing
   * @param ial the most that its word on identities is worth
   * @param aal the most that its word on logins is worth
   */
  public record Issuer(
      String issuer,
      URI jwks,
      List<String> scopes,
      @DefaultValue("IAL2") Ial ial,
      @DefaultValue("AAL2") Aal aal) {
    public Issuer {
      scopes = List.copyOf(scopes);
    }

    /** Ours by theirs. */
    Map<String, String> table() {
      Map<String, String> table = new HashMap<>();
      for (String line : scopes) {
        String[] pair = line.split("=", -1);
        if (pair.length != 2) {
          throw new IllegalArgumentException("xinfu.exchange.issuers.scopes: theirs=ours");
        }
        table.put(pair[0], pair[1]);
      }
      return table;
    }
  }

  Optional<Issuer> issuer(String name) {
    return issuers.stream().filter(one -> one.issuer().equals(name)).findFirst();
  }
}
