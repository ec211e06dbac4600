package org.xinfu.idp.selftest;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.registration.ClientMetadata;
import org.xinfu.idp.registration.Registrations.Registration;
import org.xinfu.idp.selftest.Finding.Outcome;
import org.xinfu.idp.selftest.Finding.Why;
import org.xinfu.kit.Refused;
import org.xinfu.trust.client.fetch.HttpVisitor;
import org.xinfu.trust.fetch.Fetcher;

/**
 * Tests a client from outside, in the background. Only registered addresses and this server itself
 * are called, by the limited fetcher; what was found is kept, and a row of the audit book says so.
 */
public final class RunSelfTest implements AutoCloseable {
  /** No run takes longer; one that never ended was lost with its server. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final SelfTests tests;
  private final LogoutChecks.Tools tools;
  private final World world;
  private final Part part;
  private final ExecutorService runners = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * How the outside is reached.
   *
   * @param issuer this server as browsers call it
   * @param browsers makes browsers that have been nowhere yet
   */
  public record World(URI issuer, Supplier<HttpVisitor> browsers, Fetcher fetcher) {}

  /** The house. */
  public record Part(Sandbox sandbox, IdpAudit audit, Clock clock) {}

  RunSelfTest(SelfTests tests, LogoutChecks.Tools tools, World world, Part part) {
    this.tests = tests;
    this.tools = tools;
    this.world = world;
    this.part = part;
  }

  /** Starts a run, after the caller's transaction if there is one; the answer is still empty. */
  SelfTest start(Registration client, String by) {
    Instant now = part.clock().instant();
    SelfTest run =
        new SelfTest(UUID.randomUUID().toString(), client.clientId(), by, now, null, List.of());
    if (!tests.begin(run, now.minus(LONGEST))) {
      throw new Refused(SelfTestRefusal.SELF_TEST_RUNNING);
    }
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              runners.execute(() -> run(run, client));
            }
          });
    } else {
      runners.execute(() -> run(run, client));
    }
    return run;
  }

  private void run(SelfTest run, Registration client) {
    List<Finding> findings = new ArrayList<>();
    try {
      findings.addAll(
          new RegistrationChecks(world.browsers(), world.fetcher()).run(client.metadata()));
      List<Finding> logins = logins(client);
      findings.addAll(logins);
      boolean in = logins.stream().anyMatch(RunSelfTest::loggedIn);
      findings.addAll(logouts(client, in ? ground(client.metadata()) : null));
    } finally {
      finish(run, Spoken.of(client.metadata()).checks(), findings);
    }
  }

  private static boolean loggedIn(Finding finding) {
    return finding.check() == Check.LOGIN && finding.outcome() == Outcome.PASSED;
  }

  private List<Finding> logins(Registration client) {
    Spoken spoken = Spoken.of(client.metadata());
    if (!client.metadata().inTrial() || !part.sandbox().open()) {
      return impossible(spoken, Why.NO_TRIAL);
    }
    TestLogin.Ground ground = ground(client.metadata());
    if (ground == null) {
      return impossible(spoken, Why.NO_START);
    }
    return spoken == Spoken.OPENID
        ? new LoginChecks(ground).run()
        : new TicketChecks(spoken, client, ground).run();
  }

  private static List<Finding> impossible(Spoken spoken, Why why) {
    return spoken.logins().stream().map(check -> Finding.impossible(check, why)).toList();
  }

  private List<Finding> logouts(Registration client, TestLogin.@Nullable Ground ground) {
    if (Spoken.of(client.metadata()) == Spoken.CAS) {
      return ground == null
          ? CasLogoutChecks.impossible(Why.NO_LOGIN)
          : new CasLogoutChecks(client.clientId(), ground, tools.requests(), tools.fetcher()).run();
    }
    String to = client.metadata().backchannelLogoutUri();
    return to == null
        ? LogoutChecks.impossible(Why.NO_LOGOUT)
        : new LogoutChecks(client.clientId(), URI.create(to), tools, ground).run();
  }

  private TestLogin.@Nullable Ground ground(ClientMetadata client) {
    String start = client.initiateLoginUri();
    String inside = client.loggedInUri();
    return start == null || inside == null
        ? null
        : new TestLogin.Ground(
            world.issuer(),
            world.browsers(),
            URI.create(start),
            URI.create(inside),
            Spoken.of(client).door());
  }

  private void finish(SelfTest run, List<Check> checks, List<Finding> findings) {
    List<Check> made = findings.stream().map(Finding::check).toList();
    checks.stream()
        .filter(check -> !made.contains(check))
        .forEach(check -> findings.add(Finding.impossible(check, Why.INTERRUPTED)));
    tests.finish(run.id(), findings, part.clock().instant());
    boolean failed = findings.stream().anyMatch(one -> one.outcome() == Outcome.FAILED);
    List<String> wrong =
        findings.stream()
            .filter(one -> one.outcome() == Outcome.FAILED)
            .map(one -> one.check().id())
            .toList();
    part.audit()
        .record(
            run.clientId(),
            run.startedBy(),
            new IdpAudit.Fact(
                "client-self-tested",
                failed ? "failed" : "done",
                Map.of("test", run.id(), "failed", String.join(" ", wrong))));
  }

  /** What runs may end. */
  @Override
  public void close() {
    runners.shutdown();
  }
}
