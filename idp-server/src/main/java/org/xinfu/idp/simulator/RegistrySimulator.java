package org.xinfu.idp.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.crypt.Secret;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A market-supervision front machine with made-up entities, on a loopback port of its own; whoever
 * has it at hand changes its register. Production refuses to start beside it.
 */
public final class RegistrySimulator implements AutoCloseable {
  private static final int PAGE = 100;

  private final Map<String, Registered> entities = new ConcurrentHashMap<>();
  private final List<Map<String, Object>> changes = new ArrayList<>();
  private final LicenceKeys licences = new LicenceKeys();
  private final Clock clock;
  private final LoopbackMachine machine;

  /** Starts it with the key it shares with its one caller. */
  public RegistrySimulator(Secret key, Clock clock) {
    this.clock = clock;
    try (InputStream in = Registered.class.getResourceAsStream("entities.json")) {
      List<Registered> all =
          JsonMapper.builder()
              .build()
              .readValue(Objects.requireNonNull(in), new TypeReference<>() {});
      all.forEach(one -> entities.put(one.code(), one));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    machine = new LoopbackMachine(key);
    machine.serve("/registry/look", this::look);
    machine.serve("/registry/licence", this::licence);
    machine.serve("/registry/changes", this::list);
  }

  /** Where questions go. */
  public URI address() {
    return machine.address("/registry");
  }

  @Override
  public void close() {
    machine.close();
  }

  /** What the phone with the entity's electronic business licence shows for the challenge. */
  public String presentLicence(String code, String challenge) {
    return licences.present(code, challenge);
  }

  /** The entity's status changes to {@code SUSPENDED}, {@code STRUCK_OFF} or {@code ACTIVE}. */
  public void status(String code, String status) {
    entities.computeIfPresent(code, (key, one) -> one.standing(status));
    note(code, status.equals("ACTIVE") ? "RESUMED" : status);
  }

  /** Somebody else represents the entity from now on. */
  public void representative(String code, String name, String citizenId) {
    entities.computeIfPresent(code, (key, one) -> one.under(name, "CITIZEN_ID", citizenId));
    note(code, "REPRESENTATIVE_CHANGED");
  }

  private void note(String code, String what) {
    synchronized (changes) {
      // Times as numbers: a register that starts afresh does not count from one again.
      long number = clock.millis() * 1000 + changes.size();
      changes.add(
          Map.of("number", number, "code", code, "what", what, "at", clock.instant().toString()));
    }
  }

  private Map<String, @Nullable Object> look(Map<String, @Nullable Object> question) {
    Registered known = entities.get(Objects.toString(question.get("code")));
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("id", Objects.toString(question.get("id")));
    reply.put("source", "样例市场主体登记库");
    reply.put("reference", UUID.randomUUID().toString());
    reply.put("at", clock.instant().toString());
    reply.put("known", known != null);
    reply.put("kind", known == null ? null : known.kind());
    reply.put("entityName", known == null ? null : known.name());
    reply.put("status", known == null ? null : known.status());
    reply.put("representative", known != null && known.representedBy(question));
    return reply;
  }

  /** As {@link #look}, for the key of a licence; its source is the licence. */
  private Map<String, @Nullable Object> licence(Map<String, @Nullable Object> question) {
    Map<String, @Nullable Object> reply = look(question);
    String code = Objects.toString(question.get("code"));
    boolean theirs =
        entities.containsKey(code) && licences.key(code).toHex().equals(question.get("key"));
    reply.put("source", "样例电子营业执照系统");
    reply.put("known", theirs);
    reply.put("representative", theirs && Boolean.TRUE.equals(reply.get("representative")));
    return reply;
  }

  private Map<String, @Nullable Object> list(Map<String, @Nullable Object> question) {
    long after = ((Number) Objects.requireNonNull(question.get("after"))).longValue();
    long skip = question.get("skip") instanceof Number lines ? lines.longValue() : 0;
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("id", Objects.toString(question.get("id")));
    synchronized (changes) {
      reply.put(
          "changes",
          changes.stream()
              .filter(
                  one -> ((Number) Objects.requireNonNull(one.get("number"))).longValue() > after)
              .skip(skip)
              .limit(PAGE)
              .toList());
    }
    return reply;
  }
}
