package org.xinfu.idp.simulator;

import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.crypt.Secret;

/**
 * Readers at windows for the made-up residents. A receipt is the resident's face receipt, a dash
 * and anything: {@code FACE0001-17}, so that each touch has its own.
 */
public final class PresenceSimulator implements AutoCloseable {
  private final List<Resident> residents = Resident.all();
  private final Clock clock;
  private final LoopbackMachine machine;

  /** Starts it with the key it shares with its one caller. */
  public PresenceSimulator(Secret key, Clock clock) {
    this.clock = clock;
    machine = new LoopbackMachine(key);
    machine.serve("/presence", this::reply);
  }

  /** Where questions go. */
  public URI address() {
    return machine.address("/presence");
  }

  @Override
  public void close() {
    machine.close();
  }

  private Map<String, @Nullable Object> reply(Map<String, @Nullable Object> question) {
    Optional<Resident> known = residents.stream().filter(one -> one.is(question)).findFirst();
    String receipt = Objects.toString(question.get("receipt"), "");
    boolean present =
        known
            .filter(one -> one.name().equals(question.get("name")))
            .filter(one -> receipt.startsWith(one.faceReceipt() + "-"))
            .isPresent();
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("id", Objects.toString(question.get("id")));
    reply.put("source", "样例窗口读卡核验");
    reply.put("reference", UUID.randomUUID().toString());
    reply.put("at", clock.instant().toString());
    reply.put("present", present);
    reply.put(
        "standing", known.map(one -> one.deceased() ? "DECEASED" : "LIVING").orElse("UNKNOWN"));
    return reply;
  }
}
