package org.xinfu.idp.selftest;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.xinfu.idp.client.ClientKeys;
import org.xinfu.idp.domain.ServiceRule;
import org.xinfu.idp.registration.ClientMetadata;
import org.xinfu.idp.selftest.Finding.Why;
import org.xinfu.trust.client.fetch.HttpVisitor;
import org.xinfu.trust.client.fetch.HttpVisitor.Visited;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;
import tools.jackson.databind.json.JsonMapper;

/** Whether what is registered is there and good. */
final class RegistrationChecks {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Supplier<HttpVisitor> browsers;
  private final Fetcher fetcher;

  RegistrationChecks(Supplier<HttpVisitor> browsers, Fetcher fetcher) {
    this.browsers = browsers;
    this.fetcher = fetcher;
  }

  List<Finding> run(ClientMetadata client) {
    List<Finding> findings = new ArrayList<>(List.of(https(client), reachable(client)));
    if (Spoken.of(client) == Spoken.OPENID) {
      findings.add(keys(client));
    }
    return findings;
  }

  /** Where browsers are sent to with an answer, by whichever protocol. */
  private static List<String> addresses(ClientMetadata client) {
    List<String> all = new ArrayList<>(client.redirectUris());
    client.casServices().stream()
        .flatMap(rule -> ServiceRule.parse(rule).stream())
        .forEach(rule -> all.add(rule.uri().toString()));
    if (client.ticket() != null) {
      all.addAll(client.ticket().redirectUris());
    }
    return all;
  }

  /** Loopback is a developer's own machine, where nobody listens in. */
  private static Finding https(ClientMetadata client) {
    List<String> plain =
        addresses(client).stream()
            .filter(uri -> !uri.startsWith("https:"))
            .filter(uri -> !LOOPBACK.contains(URI.create(uri).getHost()))
            .toList();
    return addresses(client).isEmpty()
        ? Finding.impossible(Check.REDIRECT_HTTPS, Why.NO_REDIRECT)
        : Finding.of(Check.REDIRECT_HTTPS, plain.isEmpty(), String.join(" ", plain));
  }

  private Finding reachable(ClientMetadata client) {
    List<String> addresses = addresses(client);
    if (addresses.isEmpty() || "none".equals(client.tokenEndpointAuthMethod())) {
      return Finding.impossible(Check.REDIRECT_REACHABLE, Why.NO_REDIRECT);
    }
    List<String> dead = new ArrayList<>();
    for (String uri : addresses) {
      Visited seen = browsers.get().visit(FetchRequest.get(URI.create(uri), "text/html"));
      switch (seen) {
        case Visited.Answered answer when answer.status() < 500 -> {
          // Without an answer to a request it may refuse as it likes.
        }
        case Visited.Answered answer -> dead.add(uri + " " + answer.status());
        case Visited.Nothing nothing -> dead.add(uri + " " + nothing.why().refusal().word());
      }
    }
    return Finding.of(Check.REDIRECT_REACHABLE, dead.isEmpty(), String.join("; ", dead));
  }

  private Finding keys(ClientMetadata client) {
    String uri = client.jwksUri();
    if (uri != null) {
      return switch (fetcher.fetch(FetchRequest.get(URI.create(uri), "application/json"))) {
        case FetchOutcome.Fetched fetched ->
            usable(
                uri,
                new String(fetched.content().toArray(), java.nio.charset.StandardCharsets.UTF_8));
        case FetchOutcome.NotFetched not ->
            Finding.failed(Check.KEYS_USABLE, uri + " " + not.refusal().word());
      };
    }
    return client.jwks() == null
        ? Finding.impossible(Check.KEYS_USABLE, Why.NO_KEYS)
        : usable("jwks", JsonMapper.builder().build().writeValueAsString(client.jwks()));
  }

  private static Finding usable(String from, String text) {
    return Finding.of(Check.KEYS_USABLE, ClientKeys.usable(text).isPresent(), from);
  }
}
