package org.xinfu.idp.simulator;

import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.crypt.Secret;

/**
 * A public-security front machine with made-up residents, on a loopback port of its own. It speaks
 * what {@code HttpIdentityAuthority} speaks; production refuses to start beside it.
 */
public final class PublicSecuritySimulator implements AutoCloseable {
  private final List<Resident> residents = Resident.all();
  private final Set<String> deaths = ConcurrentHashMap.newKeySet();
  private final Clock clock;
  private final LoopbackMachine machine;

  /** Starts it with the key it shares with its one caller. */
  public PublicSecuritySimulator(Secret key, Clock clock) {
    this.clock = clock;
    machine = new LoopbackMachine(key);
    machine.serve("/check", this::reply);
  }

  /** From now on the holder of the document is dead. */
  public void died(String documentNumber) {
    deaths.add(documentNumber);
  }

  /** Where questions go. */
  public URI address() {
    return machine.address("/check");
  }

  @Override
  public void close() {
    machine.close();
  }

  private Map<String, @Nullable Object> reply(Map<String, @Nullable Object> question) {
    Optional<Resident> known = residents.stream().filter(one -> one.is(question)).findFirst();
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("id", Objects.toString(question.get("id")));
    reply.put("source", "样例公安人口库");
    reply.put("reference", UUID.randomUUID().toString());
    reply.put("at", clock.instant().toString());
    reply.put("standing", known.map(this::standing).orElse("UNKNOWN"));
    reply.put("matched", known.map(one -> List.copyOf(one.matched(question))).orElse(List.of()));
    reply.put("guardian", known.map(one -> one.hasGuardian(question)).orElse(false));
    reply.put("replaces", known.map(Resident::replaces).orElse(null));
    return reply;
  }

  private String standing(Resident one) {
    boolean dead = one.deceased() || deaths.contains(one.documentNumber());
    return dead ? "DECEASED" : "LIVING";
  }
}
