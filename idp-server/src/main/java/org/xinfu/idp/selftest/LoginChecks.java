package org.xinfu.idp.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xinfu.idp.domain.WrongAnswer;
import org.xinfu.idp.selftest.Finding.Why;
import org.xinfu.trust.client.fetch.HttpVisitor.Visited;
import org.xinfu.trust.fetch.FetchRequest;

/**
 * Logs a fictitious person in, first rightly and then with each wrong answer: a client that takes
 * any of those for a login has failed.
 */
final class LoginChecks {
  private final TestLogin.Ground ground;
  private final List<Finding> findings = new ArrayList<>();

  LoginChecks(TestLogin.Ground ground) {
    this.ground = ground;
  }

  List<Finding> run() {
    Finding closed = closed(ground);
    findings.add(closed);
    if (closed.outcome() != Finding.Outcome.PASSED) {
      rest(Why.NO_LOGIN);
      return findings;
    }
    TestLogin.Went right = TestLogin.run(ground, WrongAnswer.NONE);
    asked(Check.REQUEST_STATE, "state", right.asked());
    asked(Check.REQUEST_NONCE, "nonce", right.asked());
    add(Check.LOGIN, right.answered() && right.inside(), right.seen());
    if (!right.inside()) {
      rest(Why.NO_LOGIN);
      return findings;
    }
    for (WrongAnswer wrong : Check.wrongs()) {
      TestLogin.Went went = TestLogin.run(ground, wrong);
      if (went.answered()) {
        add(Check.of(wrong), !went.inside(), went.seen());
      } else {
        findings.add(Finding.impossible(Check.of(wrong), Why.NO_LOGIN));
      }
    }
    return findings;
  }

  /** Whether the page for who is logged in answers nobody else, but answers. */
  static Finding closed(TestLogin.Ground ground) {
    Visited seen = ground.browsers().get().visit(FetchRequest.get(ground.inside(), "text/html"));
    boolean closed = seen instanceof Visited.Answered answer && answer.status() / 100 != 2;
    String told =
        switch (seen) {
          case Visited.Answered answer -> ground.inside() + " " + answer.status();
          case Visited.Nothing nothing -> ground.inside() + " " + nothing.why().refusal().word();
        };
    return Finding.of(Check.PAGE_CLOSED, closed, told);
  }

  private void asked(Check check, String name, Map<String, String> asked) {
    if (asked.containsKey("request_uri") || asked.containsKey("request")) {
      findings.add(Finding.impossible(check, Why.PUSHED));
    } else {
      add(check, asked.containsKey(name), String.join(" ", asked.keySet()));
    }
  }

  private void add(Check check, boolean passed, String seen) {
    findings.add(Finding.of(check, passed, seen));
  }

  private void rest(Why why) {
    List<Check> made = findings.stream().map(Finding::check).toList();
    Spoken.OPENID.logins().stream()
        .filter(check -> !made.contains(check))
        .forEach(check -> findings.add(Finding.impossible(check, why)));
  }
}
