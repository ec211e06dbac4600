package org.xinfu.idp.registration;

import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.registration.MetadataRules.Fault;
import org.xinfu.idp.registration.Registrations.Registration;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;

/** Registers, changes and removes clients. Each change and its audit row are one transaction. */
public final class RegisterClients {
  private final Registrations registrations;
  private final Audit audit;
  private final Sectors sectors;
  private final Allowed allowed;
  private final SecureRandom random = new SecureRandom();

  RegisterClients(Registrations registrations, Audit audit, Sectors sectors, Allowed allowed) {
    this.registrations = registrations;
    this.audit = audit;
    this.sectors = sectors;
    this.allowed = allowed;
  }

  /**
   * What the operator lets clients name.
   *
   * @param inside hosts that may speak http
   * @param level values of {@code acr}
   * @param trials whether there are clients in trial
   * @param method ways of proving themselves
   */
  record Allowed(
      Predicate<URI> inside, Predicate<String> level, boolean trials, Predicate<String> method) {}

  /** Whether there are clients in trial here. */
  boolean trials() {
    return allowed.trials();
  }

  /** Metadata that passed every rule, with the sector that was found for them. */
  record Judged(ClientMetadata metadata, @Nullable String sector, List<Fault> faults) {}

  /** Looks at the metadata, and at the sector file when everything else is in order. */
  Judged judge(ClientMetadata asked) {
    List<Fault> faults = new MetadataRules(allowed).judge(asked);
    if (!faults.isEmpty()) {
      return new Judged(asked, null, faults);
    }
    Sectors.Outcome sector = sectors.of(asked);
    return new Judged(asked, sector.sector(), sector.fault().stream().toList());
  }

  Registration register(Judged judged) {
    byte[] id = new byte[10];
    random.nextBytes(id);
    String clientId = "c-" + HexFormat.of().formatHex(id);
    registrations.add(clientId, judged.metadata(), Sectors.of(judged.sector(), clientId));
    audit.record("client-registered", clientId, "done", Map.of("scope", scope(judged)));
    return found(clientId);
  }

  Registration change(Registration before, Judged judged) {
    if (before.metadata().inTrial() != judged.metadata().inTrial()) {
      // Whoever was logged in there would be on the wrong side.
      throw new Refused(ClientRefusal.CLIENT_SANDBOX_FIXED);
    }
    if (before.metadata().pairwise()
        && judged.metadata().pairwise()
        && !Sectors.name(before.metadata()).equals(Sectors.name(judged.metadata()))) {
      throw new Refused(ClientRefusal.CLIENT_SECTOR_FIXED);
    }
    String sector = Sectors.of(judged.sector(), before.clientId());
    if (!registrations.replace(before, judged.metadata(), sector)) {
      throw new Refused(ClientRefusal.CLIENT_CHANGED);
    }
    Registration now = found(before.clientId());
    List<String> changed = changed(before.metadata(), now.metadata());
    audit.record("client-changed", before.clientId(), "done", Map.of("fields", changed));
    return now;
  }

  void remove(Registration before) {
    if (!registrations.remove(before)) {
      throw new Refused(ClientRefusal.CLIENT_CHANGED);
    }
    audit.record("client-removed", before.clientId(), "done", Map.of());
  }

  /** Replaces the secret; it is told once, here. */
  String secret(Registration client) {
    if (!client.metadata().method().startsWith("client_secret")) {
      throw new Refused(ClientRefusal.CLIENT_HAS_NO_SECRET);
    }
    String secret = registrations.newSecret(client.clientId());
    audit.record("client-secret-replaced", client.clientId(), "done", Map.of());
    return secret;
  }

  Registration found(String clientId) {
    return registrations
        .byId(clientId)
        .orElseThrow(() -> new Refused(ClientRefusal.CLIENT_UNKNOWN));
  }

  private static String scope(Judged judged) {
    return String.join(" ", judged.metadata().scopes());
  }

  private static List<String> changed(ClientMetadata before, ClientMetadata now) {
    List<String> fields = new ArrayList<>();
    for (var part : ClientMetadata.class.getRecordComponents()) {
      try {
        if (!Objects.equals(part.getAccessor().invoke(before), part.getAccessor().invoke(now))) {
          fields.add(part.getName());
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a record's own accessor", e);
      }
    }
    return fields;
  }
}
