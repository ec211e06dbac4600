package org.xinfu.idp.proof;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.Fact;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityAuthority;
import org.xinfu.idp.front.AnswerTime;
import org.xinfu.idp.front.FrontMachine;
import org.xinfu.trust.crypt.Secret;

/** Asks the front machine of public security (公安). */
public final class HttpIdentityAuthority implements IdentityAuthority {
  /** A person's documents of a life. */
  private static final int MOST_REPLACED = 16;

  private final FrontMachine machine;
  private final Clock clock;

  public HttpIdentityAuthority(URI address, Supplier<Secret> key, Clock clock) {
    this.machine = new FrontMachine(address, key);
    this.clock = clock;
  }

  @Override
  public Answer check(Claims claims) {
    try {
      return read(machine.ask("", question(claims), Reply.class));
    } catch (FrontMachine.Silence silence) {
      throw new Unavailable(Objects.toString(silence.getMessage()), silence);
    }
  }

  private static Map<String, @Nullable Object> question(Claims claims) {
    Map<String, @Nullable Object> question = new LinkedHashMap<>();
    question.put("name", claims.name());
    question.put("documentType", claims.document().type().name());
    question.put("documentNumber", claims.document().number());
    question.put("birthDate", claims.birthDate().toString());
    question.put("term", Objects.toString(claims.term(), null));
    question.put("phone", claims.phone());
    question.put("bankCard", claims.bankCard());
    question.put("faceReceipt", claims.faceReceipt());
    question.put("guardian", claims.guardian());
    return question;
  }

  private Answer read(Reply reply) {
    try {
      Standing standing = Standing.valueOf(text(reply.standing()));
      // Of whom it does not know an authority need not say more.
      List<@Nullable String> none = standing == Standing.UNKNOWN ? List.of() : List.of("");
      List<@Nullable String> agree = Objects.requireNonNullElse(reply.matched(), none);
      Set<Fact> matched =
          agree.stream().map(one -> Fact.valueOf(text(one))).collect(Collectors.toSet());
      Instant at = Instant.parse(text(reply.at()));
      if (!AnswerTime.ofNow(at, clock)) {
        throw new Unavailable("the authority's answer is of " + at + ", not of now");
      }
      return new Answer(
          text(reply.source()),
          text(reply.reference()),
          at,
          standing,
          matched,
          reply.guardian(),
          replaced(reply.replaces()));
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new Unavailable("the authority's answer is not readable", e);
    }
  }

  /** What is not there cannot be read. */
  private static String text(@Nullable String told) {
    return Objects.requireNonNullElse(told, "");
  }

  private static Set<IdDocument> replaced(@Nullable List<@Nullable Former> told) {
    List<@Nullable Former> all = Objects.requireNonNullElse(told, List.of());
    if (all.size() > MOST_REPLACED) {
      throw new IllegalArgumentException("too many replaced documents");
    }
    return all.stream()
        .map(one -> one == null ? new Former(null, null) : one)
        .map(Former::document)
        .collect(Collectors.toSet());
  }

  private record Former(@Nullable String type, @Nullable String number) {
    IdDocument document() {
      return IdDocument.parse(IdDocument.Type.valueOf(text(type)), text(number))
          .orElseThrow(() -> new IllegalArgumentException("no document"));
    }
  }

  private record Reply(
      String id,
      @Nullable String source,
      @Nullable String reference,
      @Nullable String at,
      @Nullable String standing,
      @Nullable List<@Nullable String> matched,
      boolean guardian,
      @Nullable List<@Nullable Former> replaces)
      implements FrontMachine.Reply {}
}
