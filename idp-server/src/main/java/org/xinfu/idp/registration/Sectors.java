package org.xinfu.idp.registration;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Finds the sector of a client with pairwise subjects (OpenID Connect Core §8.1). */
final class Sectors {
  private final Fetcher fetcher;
  private final JsonMapper json;

  Sectors(Fetcher fetcher, JsonMapper json) {
    this.fetcher = fetcher;
    this.json = json;
  }

  /** The host of the sector, or why there is none; neither for public subjects. */
  record Outcome(@Nullable String sector, Optional<MetadataRules.Fault> fault) {
    private static Outcome of(@Nullable String sector) {
      return new Outcome(sector, Optional.empty());
    }

    private static Outcome refused(String rule, String value) {
      return new Outcome(
          null, Optional.of(new MetadataRules.Fault("sector_identifier_uri", rule, value)));
    }
  }

  /** For metadata in which {@link MetadataRules} found no fault. */
  Outcome of(ClientMetadata asked) {
    String uri = asked.sectorIdentifierUri();
    if (!asked.pairwise()) {
      return Outcome.of(null);
    }
    if (uri == null) {
      return Outcome.of(
          asked.redirectUris().stream()
              .findFirst()
              .map(first -> URI.create(first).getHost())
              .orElse("machines"));
    }
    return switch (fetcher.fetch(FetchRequest.get(URI.create(uri), "application/json"))) {
      case FetchOutcome.NotFetched not ->
          Outcome.refused("sector-unreachable", not.refusal().word());
      case FetchOutcome.Fetched fetched -> listed(asked, uri, fetched);
    };
  }

  /** The file must list every redirect URI: so one department cannot join another's sector. */
  private Outcome listed(ClientMetadata asked, String uri, FetchOutcome.Fetched fetched) {
    List<String> listed;
    try {
      listed = json.readValue(fetched.content().toArray(), new TypeReference<List<String>>() {});
    } catch (JacksonException notAnArray) {
      return Outcome.refused("sector-malformed", "");
    }
    return asked.redirectUris().stream()
        .filter(redirect -> !listed.contains(redirect))
        .findFirst()
        .map(missing -> Outcome.refused("sector-not-listed", missing))
        .orElseGet(() -> Outcome.of(URI.create(uri).getHost()));
  }
}
