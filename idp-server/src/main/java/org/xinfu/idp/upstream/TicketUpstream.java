package org.xinfu.idp.upstream;

import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.AppSignature;
import org.xinfu.idp.domain.Upstream;
import org.xinfu.trust.crypt.Secret;

/**
 * The platform by tickets: redirect with a ticket, ticket to token, token to user, each call signed
 * with our key there (HMAC-SM3 over {@link AppSignature#canonical}). An answer carries the nonce of
 * its question and is signed with the same key, so that no other answer can take its place.
 */
public final class TicketUpstream implements Upstream {
  private final UpstreamSettings.Ticket settings;
  private final Supplier<Secret> key;
  private final Calls calls;
  private final Clock clock;

  public TicketUpstream(
      UpstreamSettings.Ticket settings,
      Supplier<Secret> key,
      org.xinfu.trust.fetch.Fetcher fetcher,
      Clock clock) {
    this.settings = settings;
    this.key = key;
    this.calls = new Calls(fetcher);
    this.clock = clock;
  }

  @Override
  public String id() {
    return "ticket";
  }

  @Override
  public URI start(Journey journey) {
    probe(); // nobody is sent to a page that is not there
    Map<String, String> query = new LinkedHashMap<>();
    query.put("app_id", settings.appId());
    query.put("redirect_uri", journey.callback());
    query.put("state", journey.state());
    return URI.create(settings.login() + "?" + Calls.encode(query));
  }

  @Override
  public Outcome arrive(Map<String, String> answer, Journey journey) {
    String ticket = answer.get("ticket");
    if (ticket == null) {
      return new Outcome.Refused("refused-there");
    }
    Map<String, @Nullable Object> token = ask(settings.token(), "ticket", ticket).orElse(null);
    if (token == null) {
      return new Outcome.Refused("ticket-refused");
    }
    // The state that the ticket was asked for: another browser's ticket does not fit this one.
    if (!journey.state().equals(Calls.string(token, "state"))) {
      return new Outcome.Refused("ticket-of-another");
    }
    return ask(settings.user(), "token", Calls.string(token, "token"))
        .map(user -> Said.read(Calls.string(user, "user_id"), user))
        .orElseGet(() -> new Outcome.Refused("token-refused"));
  }

  @Override
  public void probe() {
    // A call that is refused is a sign of life, too.
    calls.post(settings.token(), Map.of());
  }

  /** Empty when the platform refuses; what it did not sign counts as no answer. */
  private Optional<Map<String, @Nullable Object>> ask(URI uri, String name, String value) {
    String nonce = UUID.randomUUID().toString();
    Map<String, String> form = new HashMap<>();
    form.put("app_id", settings.appId());
    form.put("timestamp", Long.toString(clock.instant().getEpochSecond()));
    form.put("nonce", nonce);
    form.put(name, value);
    Secret secret = key.get();
    form.put(
        AppSignature.FIELD,
        AppSignature.mac(secret, AppSignature.canonical("POST", uri.getPath(), form)));
    Optional<Map<String, @Nullable Object>> answer = calls.post(uri, form);
    if (answer.isPresent() && !authentic(secret, uri, nonce, answer.get())) {
      throw new Unavailable("answer-not-authentic");
    }
    return answer;
  }

  private static boolean authentic(
      Secret secret, URI uri, String nonce, Map<String, @Nullable Object> answer) {
    Map<String, String> fields = new HashMap<>();
    answer.forEach((field, value) -> fields.put(field, String.valueOf(value)));
    return nonce.equals(fields.get("nonce"))
        && AppSignature.verify(
            new AppSignature.Key.Mac(secret),
            AppSignature.canonical("ANSWER", uri.getPath(), fields),
            fields.getOrDefault(AppSignature.FIELD, ""));
  }
}
