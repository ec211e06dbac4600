package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.idp.legacy.ImportTool;

/** Every call that a guide shows is made as it stands there. */
class GuidesTest {
  @TempDir static Path home;
  private static RunningIdp idp;

  @BeforeAll
  static void start() {
    idp = new RunningIdp(home).start();
  }

  @AfterAll
  static void stop() {
    idp.close();
  }

  private static GuideCommands guide(String name) {
    return new GuideCommands(name)
        .with("IDP", idp.origin)
        .with("ADMIN", Companies.token(idp, "idp:clients"));
  }

  @Test
  void openid_connect() {
    GuideCommands guide = guide("onboarding-oidc.md");
    List<String> calls = guide.calls();
    assertThat(calls).hasSize(2);
    guide.with("XINFU_HOME", home.toString());
    guide.with("ADMIN", guide.execute(guide.named("admin") + "printf %s \"$ADMIN\""));
    String made = guide.execute(calls.getFirst() + "\necho CLIENT=$CLIENT_ID");
    assertThat(made).contains("\"client_secret\":\"");
    guide.with("CLIENT_ID", found("CLIENT=(\\S+)", made));
    List<String> trial = calls.getLast().lines().toList();
    assertThat(trial).hasSize(2);
    String started = guide.execute(trial.getFirst());
    String test = found("\"id\":\"([^\"]+)\"", started);
    assertThat(guide.with("TEST", test).execute(trial.getLast())).contains(test);
  }

  @Test
  void openid_suite() {
    GuideCommands guide = guide("openid-suite.md").with("SUITE", SuiteRun.SUITE);
    List<String> calls = guide.calls();
    assertThat(calls).hasSize(2);
    for (String call : calls) {
      assertThat(guide.execute(call)).contains("\"require_pkce\":false", "\"client_secret\":\"");
    }
    String script = guide.text("json");
    assertThat(RunningIdp.json(script)).containsKeys("server", "client2", "client_secret_post");
    String page = new Browser(idp.origin).get("/login").body();
    for (String name : List.of("username", "password")) {
      assertThat(script).contains("[\"text\", \"name\", \"" + name + "\"");
      assertThat(page).contains("name=\"" + name + "\"");
    }
    assertThat(script).contains("form[action='/login'] button");
    assertThat(page).contains("action=\"/login\"");
  }

  @Test
  void tickets() {
    GuideCommands guide = guide("onboarding-tickets.md");
    List<String> calls = guide.calls();
    assertThat(calls).hasSize(3);
    assertThat(guide.execute(calls.get(0))).contains("https://tax.example/*");
    String made = guide.execute(calls.get(1) + "\necho APP=$APP_ID KEY=$APP_KEY");
    String app = found("APP=(\\S+)", made);
    String key = found("KEY=(\\S+)", made);
    LogInSteps steps = new LogInSteps(idp);
    steps.browser.logIn("citizen", idp.password("citizen"));
    String login =
        "/ticket/login?"
            + Browser.encode(
                Map.of(
                    "app_id",
                    app,
                    "redirect_uri",
                    "https://land.example/back",
                    "state",
                    "s-0123456789abcdef"));
    String back = Browser.location(steps.browser.get(login));
    String said =
        guide
            .with("APP_ID", app)
            .with("APP_KEY", key)
            .with("TICKET", Objects.requireNonNull(Browser.query(back).get("ticket"), back))
            .with("NONCE", UUID.randomUUID().toString())
            .with("NOW", Long.toString(Instant.now().getEpochSecond()))
            .execute(calls.get(2));
    assertThat(said).contains("\"token\"");
  }

  /** So what is tried of the one is tried of the other. */
  @ParameterizedTest
  @ValueSource(strings = {"onboarding-oidc", "onboarding-tickets"})
  void both_languages_say_to_type_the_same(String name) {
    List<String> english = new GuideCommands(name + ".md").typed();
    assertThat(english).hasSizeGreaterThan(20);
    assertThat(new GuideCommands(name + ".zh-CN.md").typed()).isEqualTo(english);
  }

  @Test
  void operations() throws IOException {
    GuideCommands guide = guide("operations.md").with("XINFU_HOME", home.toString());
    assertThat(guide.run("keys")).contains("\"crv\":\"P-256\"", "\"crv\":\"SM2\"");
    assertThat(guide.run("health")).contains("UP");
    assertThat(guide.calls()).as("every call has a name").isEmpty();
    Path parts = Files.createDirectory(home.resolve("parts"));
    Path lines =
        Files.writeString(
            parts.resolve("lines"), ImportAccountsTest.lines(ImportAccountsTest.people(201)));
    assertThat(
            guide
                .with("LINES", lines.toString())
                .in(withTool(home.resolve("door")))
                .run("import-tool"))
        .contains("created 新建 201, unchanged 已有 0, refused 拒绝 0");
    Files.writeString(lines, ImportAccountsTest.lines(ImportAccountsTest.people(201)));
    String told =
        guide
            .with("ACCOUNTS", Companies.token(idp, "idp:accounts"))
            .with("LINES", lines.toString())
            .in(parts)
            .run("import-accounts");
    assertThat(told).contains("\"created\":200", "\"created\":1,");
    assertThat(guide.run("import-accounts"))
        .as("sent again in the same directory")
        .contains("\"unchanged\":200", "\"unchanged\":1,")
        .contains("\"created\":0,\"unchanged\":200,\"refused\":0");
  }

  /** A {@code ./xinfu} whose {@code import} is the tool of this class path. */
  private static Path withTool(Path directory) throws IOException {
    Path script = Files.createDirectories(directory).resolve("xinfu");
    Files.writeString(
        script,
        "#!/bin/sh\nshift\nexec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -Dfile.encoding=UTF-8 -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + ImportTool.class.getName()
            + " \"$@\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return directory;
  }

  private static String found(String pattern, String text) {
    Matcher found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }
}
