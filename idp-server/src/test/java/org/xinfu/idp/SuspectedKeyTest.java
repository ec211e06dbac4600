package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the operations guide says of a signing key that somebody else may have. */
class SuspectedKeyTest {
  @Test
  void a_suspected_key_is_taken_away_and_its_tokens_with_it(@TempDir Path home) throws Exception {
    try (RunningIdp idp = new RunningIdp(home).start()) {
      String before = token(idp);
      assertThat(status(idp, before)).isEqualTo(200);
      String kid = (String) header(before).get("kid");
      GuideCommands guide =
          new GuideCommands("operations.md")
              .with("LIBRARY", library(home).toString())
              .with("PATH", asked(home.resolve("bin")) + ":" + System.getenv("PATH"));
      // The database ends with the server here, so the row goes first, and at once.
      idp.bean(JdbcClient.class).sql(guide.text("sql")).update();
      idp.stop();
      guide.run("suspected-key");
      idp.start();
      String after = token(idp);
      assertThat(header(after).get("kid")).isNotEqualTo(kid);
      assertThat(new Browser(idp.origin).get("/oauth2/jwks").body()).doesNotContain(kid);
      assertThat(status(idp, after)).isEqualTo(200);
      assertThat(status(idp, before)).as("refused from then on").isEqualTo(401);
    }
  }

  private static String token(RunningIdp idp) {
    return (String)
        RunningIdp.json(idp.machine("idp-admin", "idp:clients").body()).get("access_token");
  }

  private static Map<String, Object> header(String token) {
    byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
    return RunningIdp.json(new String(header, StandardCharsets.UTF_8));
  }

  private static int status(RunningIdp idp, String token) {
    Browser program = new Browser(idp.origin);
    return program
        .send(
            HttpRequest.newBuilder(program.uri("/api/v1/clients"))
                .header("Authorization", "Bearer " + token)
                .GET())
        .statusCode();
  }

  private static Path library(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("hsm"))) {
      return files.filter(one -> one.toString().endsWith(".so")).findFirst().orElseThrow();
    }
  }

  /** Where a {@code pkcs11-tool} is that does not have to ask for the PIN. */
  private static Path asked(Path bin) throws IOException {
    Path tool = Files.createDirectories(bin).resolve("pkcs11-tool");
    Files.writeString(tool, "#!/bin/sh\nexec /usr/bin/pkcs11-tool \"$@\" --pin a-test-pin\n");
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    return bin;
  }
}
