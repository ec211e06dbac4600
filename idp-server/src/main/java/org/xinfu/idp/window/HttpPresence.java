package org.xinfu.idp.window;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityAuthority.Standing;
import org.xinfu.idp.domain.window.Presence;
import org.xinfu.idp.front.FrontMachine;
import org.xinfu.trust.crypt.Secret;

/** Asks the front machine of the readers. */
public final class HttpPresence implements Presence {
  private final FrontMachine machine;

  public HttpPresence(URI address, Supplier<Secret> key) {
    this.machine = new FrontMachine(address, key);
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
      return new Answer(
          reply.source(),
          reply.reference(),
          Instant.parse(reply.at()),
          reply.present(),
          Standing.valueOf(reply.standing()));
    } catch (FrontMachine.Silence silence) {
      throw new Unavailable(Objects.toString(silence.getMessage()), silence);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new Unavailable("the readers' answer is not readable", e);
    }
  }

  private record Reply(
      String id, String source, String reference, String at, boolean present, String standing)
      implements FrontMachine.Reply {}
}
