package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Standing;
import org.xinfu.idp.proof.ProvePerson;
import org.xinfu.idp.restore.Journal;
import org.xinfu.idp.restore.RestoreDatabase;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.kit.backup.BackupTool;

/**
 * A real database is copied while its server runs, and put back by the commands of the operations
 * guide.
 */
class RestoreTest {
  private static final String CALLBACK = "http://localhost:9100/login/oauth2/code/idp";
  private static final String DEAD = "510000195006070046";

  @Test
  void nobody_goes_on_as_before_and_nothing_that_was_taken_away_comes_back(@TempDir Path home)
      throws Exception {
    GuideCommands guide =
        new GuideCommands("operations.md")
            .in(toolIn(home.resolve("tool")))
            .with("XINFU_HOME", home.toString())
            .with("BACKUP", home.resolve("backup").toString());
    try (RunningIdp idp = new RunningIdp(home).start()) {
      Companies.seeded(idp);
      String mandate = Companies.standing(idp, Companies.AGENT);
      String frozen = deadByTheRegister(idp);
      String relative = Companies.account(idp, Companies.REPRESENTATIVE);
      LogInSteps steps = new LogInSteps(idp);
      String first = login(steps);
      assertThat(guide.run("backup")).contains("running", "log idp: ");

      assertThat(refresh(idp, first).statusCode()).isEqualTo(200);
      HttpResponse<String> ofMachine = idp.machine("department-demo", "licence:read");
      String machine = (String) RunningIdp.json(ofMachine.body()).get("access_token");
      assertThat(alive(idp, machine)).isTrue();
      assertThat(idp.bean(Mandates.class).revoke(mandate, Mandates.Cause.GIVER, Instant.now()))
          .isTrue();
      idp.bean(ProvePerson.class)
          .prove(idp.bean(Accounts.class).byId(relative).orElseThrow(), dead());
      assertThat(active(idp, frozen)).isFalse();
      idp.stop();
      assertThat(guide.run("restore"))
          .contains("verdict CONSISTENT", "mandate-revoked 1", "holder-frozen 1");

      Path label = home.resolve("idp/restore.label");
      Path away = Files.move(label, home.resolve("away"));
      idp.start();
      assertThat(active(idp, frozen)).as("what tools of one's own do by themselves").isTrue();
      assertThat(standing(idp, mandate)).isEqualTo(Standing.ACTIVE);
      assertThat(idp.bean(RestoreDatabase.class).forgotten())
          .extracting(Journal.Entry::act)
          .containsExactly("mandate-revoked", "holder-frozen");
      idp.stop();

      Files.move(away, label);
      idp.start();
      assertThat(refresh(idp, first).statusCode()).as("spent before the restore").isEqualTo(400);
      assertThat(alive(idp, machine)).as("maybe called back since").isFalse();
      assertThat(steps.browser.get("/account").statusCode()).as("the login ended").isEqualTo(302);
      assertThat(active(idp, frozen)).isFalse();
      assertThat(active(idp, relative)).as("who asked is not who died").isTrue();
      assertThat(standing(idp, mandate)).isNotEqualTo(Standing.ACTIVE);
      assertThat(count(idp, "SELECT count(*) FROM account_freeze")).isEqualTo(1);
      assertThat(Companies.audited(idp, "database-restored", "done")).isEqualTo(1);
      assertThat(Companies.audited(idp, "mandate-revoked", "replayed")).isEqualTo(1);
      assertThat(idp.bean(RestoreDatabase.class).forgotten()).isEmpty();

      String fresh = login(new LogInSteps(idp));
      String name = Files.readString(label).strip();
      RunningIdp replica = idp.with("--xinfu.restore.label=" + name).replica().start();
      try {
        assertThat(refresh(replica, fresh).statusCode())
            .as("once for each label, whichever replica starts with it")
            .isEqualTo(200);
      } finally {
        replica.close();
      }
      assertThat(Companies.audited(idp, "database-restored", "done")).isEqualTo(1);
    }
  }

  @Test
  void an_act_that_was_not_committed_is_not_in_the_journal(@TempDir Path home) {
    try (RunningIdp idp = new RunningIdp(home).start()) {
      Companies.seeded(idp);
      String mandate = Companies.standing(idp, Companies.AGENT);
      Mandates mandates = idp.bean(Mandates.class);
      idp.bean(TransactionTemplate.class)
          .executeWithoutResult(
              tx -> {
                mandates.revoke(mandate, Mandates.Cause.GIVER, Instant.now());
                tx.setRollbackOnly();
              });
      assertThat(idp.bean(Journal.class).all()).isEmpty();
      mandates.revoke(mandate, Mandates.Cause.GIVER, Instant.now());
      assertThat(idp.bean(Journal.class).all())
          .extracting(Journal.Entry::subject)
          .containsExactly(mandate);
    }
  }

  @Test
  void a_line_that_a_crash_cut_off_spoils_nothing(@TempDir Path home) throws Exception {
    try (RunningIdp idp = new RunningIdp(home).start()) {
      Journal journal = idp.bean(Journal.class);
      journal.append(new Journal.Entry("1", Instant.now(), "mandate-revoked", "m-1"));
      Files.writeString(
          home.resolve("idp-journal/torn.jsonl"), "{\"id\":\"2\",\"at\":\"2026-11-26T0");
      assertThat(journal.all()).extracting(Journal.Entry::subject).containsExactly("m-1");
    }
  }

  /** A {@code ./xinfu} that runs the tool of this class path. */
  private static Path toolIn(Path directory) throws Exception {
    Path script = Files.createDirectories(directory).resolve("xinfu");
    Files.writeString(
        script,
        "#!/bin/sh\nexec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -Dstdout.encoding=UTF-8 -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + BackupTool.class.getName()
            + " \"$@\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return directory;
  }

  /** The account of a person whom the register says is dead, verified before they died. */
  private static String deadByTheRegister(RunningIdp idp) {
    String account = Companies.account(idp, "citizen");
    idp.bean(JdbcClient.class)
        .sql("UPDATE account SET citizen_hash = :hash WHERE id = :id")
        .param("hash", idp.bean(BlindIndex.class).of("citizen", DEAD))
        .param("id", account)
        .update();
    return account;
  }

  private static Claims dead() {
    IdDocument document = IdDocument.parse(IdDocument.Type.CITIZEN_ID, DEAD).orElseThrow();
    return new Claims(
        "赵六（样例）",
        document,
        document.birthDate().orElseThrow(),
        LocalDate.of(2039, 12, 31),
        null,
        "6200000000000004",
        null,
        null);
  }

  private static String login(LogInSteps steps) {
    String code =
        steps
            .authorize(
                "seal-custodian", RunningIdp.authorization("seal-console", CALLBACK, "openid"))
            .get("code");
    HttpResponse<String> tokens = steps.exchangeSecretly("seal-console", CALLBACK, code);
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    return (String) Objects.requireNonNull(RunningIdp.json(tokens.body()).get("refresh_token"));
  }

  private static boolean alive(RunningIdp idp, String token) {
    HttpResponse<String> answer =
        new Browser(idp.origin)
            .post(
                "/oauth2/introspect",
                Map.of("token", token),
                "Authorization",
                idp.basic("seal-console"));
    return Boolean.TRUE.equals(RunningIdp.json(answer.body()).get("active"));
  }

  private static HttpResponse<String> refresh(RunningIdp idp, String token) {
    return new Browser(idp.origin)
        .post(
            "/oauth2/token",
            Map.of("grant_type", "refresh_token", "refresh_token", token),
            "Authorization",
            idp.basic("seal-console"));
  }

  private static boolean active(RunningIdp idp, String account) {
    return idp.bean(Accounts.class).byId(account).orElseThrow().active();
  }

  private static Standing standing(RunningIdp idp, String mandate) {
    return idp.bean(Mandates.class).chain(mandate).orElseThrow().standing(Instant.now());
  }

  private static long count(RunningIdp idp, String sql) {
    return idp.bean(JdbcClient.class).sql(sql).query(Long.class).single();
  }
}
