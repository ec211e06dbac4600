package org.xinfu.idp.registration;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Finds the sector of a client with pairwise subjects (OpenID Connect Core §8.1). */
final class Sectors {
  /**
   * Of clients without a host of their own, such as machines and programs on people's devices: no
   * two of them know a person by one name. No host is spelled so.
   */
  private static final String OWN = "client ";

  private final Fetcher fetcher;
  private final JsonMapper json;

  Sectors(Fetcher fetcher, JsonMapper json) {
    this.fetcher = fetcher;
    this.json = json;
  }

  /** The sector, or why there is none; neither for public subjects. */
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
      return Outcome.of(name(asked));
    }
    return switch (fetcher.fetch(FetchRequest.get(URI.create(uri), "application/json"))) {
      case FetchOutcome.NotFetched not ->
          Outcome.refused("sector-unreachable", not.refusal().word());
      case FetchOutcome.Fetched fetched -> listed(asked, fetched);
    };
  }

  /** What the sector is called, whether or not the client is in it. */
  static String name(ClientMetadata asked) {
    String uri = asked.sectorIdentifierUri();
    return uri != null
        ? host(uri).orElse(OWN)
        : hosts(asked).stream()
            .findFirst()
            .filter(host -> !MetadataRules.LOOPBACK.contains(host))
            .orElse(OWN);
  }

  /** Hosts of the addresses that people are sent back to; none of one that is no address. */
  static Set<String> hosts(ClientMetadata asked) {
    return asked.sites().stream()
        .flatMap(site -> host(site).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** A rule below a path of CAS ends in a star. */
  private static Optional<String> host(String site) {
    try {
      return Optional.ofNullable(new URI(site.replaceFirst("/\\*$", "/")).getHost());
    } catch (URISyntaxException noAddress) {
      return Optional.empty(); // a fault of its own
    }
  }

  /** The sector of this client: what is nobody else's bears its name. */
  static @Nullable String of(@Nullable String found, String clientId) {
    return OWN.equals(found) ? OWN + clientId : found;
  }

  /** The file must list every address: so one department cannot join another's sector. */
  private Outcome listed(ClientMetadata asked, FetchOutcome.Fetched fetched) {
    List<String> listed;
    try {
      listed = json.readValue(fetched.content().toArray(), new TypeReference<List<String>>() {});
    } catch (JacksonException notAnArray) {
      return Outcome.refused("sector-malformed", "");
    }
    return asked.sites().stream()
        .filter(redirect -> !listed.contains(redirect))
        .findFirst()
        .map(missing -> Outcome.refused("sector-not-listed", missing))
        .orElseGet(() -> Outcome.of(name(asked)));
  }
}
