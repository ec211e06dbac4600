package org.xinfu.idp.window;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityAuthority.Standing;
import org.xinfu.idp.domain.window.Presence;
import org.xinfu.idp.front.AnswerTime;
import org.xinfu.idp.front.FrontMachine;
import org.xinfu.trust.crypt.Secret;

/** Asks the front machine of the readers. */
public final class HttpPresence implements Presence {
  private final FrontMachine machine;
  private final Clock clock;

  public HttpPresence(URI address, Supplier<Secret> key, Clock clock) {
    this.machine = new FrontMachine(address, key);
    this.clock = clock;
  }

  @Override
  public Answer check(IdDocument document, String name, String receipt) {
    Map<String, @Nullable Object> question = new LinkedHashMap<>();
    question.put("documentType", document.type().name());
    question.put("documentNumber", document.number());
    question.put("name", name);
    question.put("receipt", receipt);
    try {
      Reply reply = machine.ask("", question, Reply.class);
      Instant at = Instant.parse(text(reply.at()));
      Standing standing = Standing.valueOf(text(reply.standing()));
      if (!AnswerTime.ofNow(at, clock)) {
        throw new Unavailable("the readers' answer is of " + at + ", not of now", null);
      }
      return new Answer(
          text(reply.source()), text(reply.reference()), at, reply.present(), standing);
    } catch (FrontMachine.Silence silence) {
      throw new Unavailable(Objects.toString(silence.getMessage()), silence);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new Unavailable("the readers' answer is not readable", e);
    }
  }

  /** What is not there cannot be read. */
  private static String text(@Nullable String told) {
    return Objects.requireNonNullElse(told, "");
  }

  private record Reply(
      String id,
      @Nullable String source,
      @Nullable String reference,
      @Nullable String at,
      boolean present,
      @Nullable String standing)
      implements FrontMachine.Reply {}
}
