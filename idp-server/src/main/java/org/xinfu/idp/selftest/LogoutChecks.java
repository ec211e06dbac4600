package org.xinfu.idp.selftest;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.WrongAnswer;
import org.xinfu.idp.logout.LogoutRequestForm;
import org.xinfu.idp.logout.LogoutToken;
import org.xinfu.idp.selftest.Finding.Why;
import org.xinfu.idp.token.SpoiltJwtEncoder;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.client.fetch.HttpVisitor;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;

/**
 * Sends logout tokens, wrong ones first. At a client in trial somebody is logged in meanwhile, so
 * that it shows what each token really ended; at a real client the tokens speak of nobody.
 */
final class LogoutChecks {
  private static final List<Check> ALL =
      List.of(
          Check.LOGOUT_SIGNATURE,
          Check.LOGOUT_ALG_NONE,
          Check.LOGOUT_AUDIENCE,
          Check.LOGOUT_NONCE,
          Check.LOGOUT,
          Check.LOGOUT_REPLAY);

  private final String clientId;
  private final URI to;
  private final Tools tools;
  private final TestLogin.@Nullable Ground ground;
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable HttpVisitor browser;

  /** What sends tokens and knows of logins. */
  record Tools(LogoutToken tokens, LogoutRequestForm requests, Fetcher fetcher, SelfTests logins) {}

  /**
   * Checks of one client.
   *
   * @param ground where somebody is logged in; null to send tokens about nobody
   */
  LogoutChecks(String clientId, URI to, Tools tools, TestLogin.@Nullable Ground ground) {
    this.clientId = clientId;
    this.to = to;
    this.tools = tools;
    this.ground = ground;
  }

  /** All checks, none of which could be made. */
  static List<Finding> impossible(Why why) {
    return ALL.stream().map(check -> Finding.impossible(check, why)).toList();
  }

  List<Finding> run() {
    refused(Check.LOGOUT_SIGNATURE, SpoiltJwtEncoder::flipped);
    refused(Check.LOGOUT_ALG_NONE, SpoiltJwtEncoder::unsigned);
    refusedToken(
        Check.LOGOUT_AUDIENCE,
        tools.tokens().of(clientId, whom(), claims -> claims.audience(List.of("another-client"))));
    refusedToken(
        Check.LOGOUT_NONCE,
        tools.tokens().of(clientId, whom(), claims -> claims.claim("nonce", "n")));
    LogoutToken.Whom whom = whom();
    String token = tools.tokens().of(clientId, whom, claims -> {});
    String answer = send(token);
    boolean ended = browser == null || !inside();
    add(Check.LOGOUT, answer.isEmpty() && ended, seen(answer, !ended));
    replayed(token);
    return findings;
  }

  private void refused(Check check, UnaryOperator<String> change) {
    refusedToken(check, change.apply(tools.tokens().of(clientId, whom(), claims -> {})));
  }

  /** Refused is status 400 (§2.8), or another that blames the caller; and nothing has ended. */
  private void refusedToken(Check check, String token) {
    String answer = send(token);
    boolean still = browser == null || inside();
    add(check, answer.startsWith("status 4") && still, seen(answer, still));
  }

  /** After the logout somebody logs in again: the token of before must not end that. */
  private void replayed(String token) {
    whom();
    String answer = send(token);
    boolean refused = answer.startsWith("status 4");
    if (browser == null && !refused) {
      findings.add(Finding.impossible(Check.LOGOUT_REPLAY, Why.UNSEEN));
      return;
    }
    boolean still = browser == null || inside();
    add(Check.LOGOUT_REPLAY, still, seen(answer, still));
  }

  /** Whoever is logged in now; logs somebody in when nobody is. */
  private LogoutToken.Whom whom() {
    if (ground == null) {
      return new LogoutToken.Whom(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    }
    if (browser == null || !inside()) {
      browser = TestLogin.run(ground, WrongAnswer.NONE).browser();
    }
    String account = TestLogin.PERSON.account();
    String sid = tools.logins().lastLogin(clientId, account).orElse("unknown");
    return new LogoutToken.Whom(account, sid);
  }

  private boolean inside() {
    return browser != null && ground != null && TestLogin.inside(browser, ground.inside());
  }

  /** Empty when it was taken, else why not. */
  private String send(String token) {
    FetchRequest post =
        FetchRequest.post(
            to, "*/*", Bytes.utf8("logout_token=" + token), "application/x-www-form-urlencoded");
    return switch (tools.fetcher().fetch(post)) {
      case FetchOutcome.Fetched taken -> "";
      case FetchOutcome.NotFetched not ->
          not.refusal() == org.xinfu.trust.fetch.FetchRefusal.STATUS_NOT_OK
              ? not.detail()
              : not.refusal().word();
    };
  }

  private String seen(String answer, boolean still) {
    String status = answer.isEmpty() ? "taken" : answer;
    return browser == null ? status : status + (still ? "; still logged in" : "; logged out");
  }

  private void add(Check check, boolean passed, String seen) {
    findings.add(Finding.of(check, passed, seen));
  }
}
