package org.xinfu.idp.mandate;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.ShownText;
import org.xinfu.idp.domain.mandate.EntityRegistry;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.front.FrontMachine;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.Secret;
import org.xinfu.trust.id.UnifiedSocialCreditCode;
import tools.jackson.databind.JsonNode;

/** Asks the registry's front machine: {@code /look}, {@code /licence} and {@code /changes}. */
public final class HttpEntityRegistry implements EntityRegistry {
  /** A mandate that was heard of later than now would outlive the changes that end it. */
  private static final Duration FAST_AT_MOST = Duration.ofMinutes(5);

  private final FrontMachine machine;
  private final Clock clock;

  public HttpEntityRegistry(URI address, Supplier<Secret> key, Clock clock) {
    this.machine = new FrontMachine(address, key);
    this.clock = clock;
  }

  @Override
  public Optional<Extract> look(UnifiedSocialCreditCode code, Person claimed) {
    return found("/look", code, question(code, claimed));
  }

  @Override
  public Optional<Extract> licence(UnifiedSocialCreditCode code, Bytes key, Person claimed) {
    Map<String, @Nullable Object> question = question(code, claimed);
    question.put("key", key.toHex());
    return found("/licence", code, question);
  }

  private static Map<String, @Nullable Object> question(
      UnifiedSocialCreditCode code, Person claimed) {
    Map<String, @Nullable Object> question = new LinkedHashMap<>();
    question.put("code", code.value());
    question.put("name", claimed.name());
    question.put("documentType", claimed.document().type().name());
    question.put("documentNumber", claimed.document().number());
    return question;
  }

  private Optional<Extract> found(
      String path, UnifiedSocialCreditCode code, Map<String, @Nullable Object> question) {
    Found found = ask(path, question, Found.class);
    // Of whom it does not represent a registry may say no more than that.
    return found.known() && found.representative()
        ? Optional.of(extract(code, found))
        : Optional.empty();
  }

  @Override
  public List<Noted> changes(long after, long skip) {
    // A machine that does not know the second member is asked without it, where it can be.
    Map<String, @Nullable Object> question =
        skip == 0 ? Map.of("after", after) : Map.of("after", after, "skip", skip);
    Changes page = ask("/changes", question, Changes.class);
    if (page.changes() == null) {
      throw new Unavailable("the registry's answer has no list of changes", null);
    }
    return page.changes().stream().map(HttpEntityRegistry::noted).toList();
  }

  /** One that nobody can read stops none of the others. */
  private static Noted noted(JsonNode line) {
    Optional<UnifiedSocialCreditCode> code = member(line, "code", UnifiedSocialCreditCode::new);
    JsonNode place = line.path("number");
    if (!place.isIntegralNumber() || !place.canConvertToLong() || place.longValue() < 1) {
      return Unread.unnumbered(line.toString(), code);
    }
    long number = place.longValue();
    Optional<What> what = member(line, "what", What::valueOf);
    Optional<Instant> at = member(line, "at", Instant::parse);
    if (code.isPresent() && what.isPresent() && at.isPresent()) {
      return new Change(number, code.get(), what.get(), at.get());
    }
    return new Unread(number, code, code.isEmpty() ? "code" : what.isEmpty() ? "what" : "at");
  }

  private static <T> Optional<T> member(JsonNode line, String name, Function<String, T> reader) {
    try {
      return Optional.of(reader.apply(line.path(name).stringValue("")));
    } catch (IllegalArgumentException | java.time.DateTimeException notReadable) {
      return Optional.empty();
    }
  }

  private Extract extract(UnifiedSocialCreditCode code, Found found) {
    try {
      LegalEntity entity =
          new LegalEntity(
              UUID.randomUUID().toString(),
              LegalEntity.Kind.valueOf(Objects.toString(found.kind())),
              code,
              ShownText.trimmed(Objects.requireNonNullElse(found.entityName(), "")),
              LegalEntity.Status.valueOf(Objects.toString(found.status())));
      Instant at = Instant.parse(Objects.toString(found.at()));
      if (at.isAfter(clock.instant().plus(FAST_AT_MOST))) {
        throw new Unavailable("the registry's answer is of " + at + ", which is to come", null);
      }
      String source = Objects.toString(found.source(), "");
      return new Extract(source, Objects.toString(found.reference(), ""), at, entity);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new Unavailable("the registry's answer is not readable", e);
    }
  }

  private <T extends FrontMachine.Reply> T ask(
      String path, Map<String, @Nullable Object> question, Class<T> type) {
    try {
      return machine.ask(path, question, type);
    } catch (FrontMachine.Silence silence) {
      throw new Unavailable(Objects.toString(silence.getMessage()), silence);
    }
  }

  private record Found(
      String id,
      @Nullable String source,
      @Nullable String reference,
      @Nullable String at,
      boolean known,
      @Nullable String kind,
      @Nullable String entityName,
      @Nullable String status,
      boolean representative)
      implements FrontMachine.Reply {}

  private record Changes(String id, @Nullable List<JsonNode> changes)
      implements FrontMachine.Reply {}
}
