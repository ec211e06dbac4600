package org.xinfu.testkit.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.Json;

/** What a verifier does, through the APIs and with {@code ./xinfu verify}. */
final class VerificationStory {
  private final Stage stage;
  private final Transcript transcript;

  VerificationStory(Stage stage) {
    this.stage = stage;
    this.transcript = stage.transcript();
  }

  /** Both files hold, by both services and by the command, strict too. */
  void genuine() {
    transcript.step("核验 OFD 与 PDF", "verifier checks both files");
    for (String name : List.of("licence.ofd", "licence.pdf")) {
      for (String api :
          List.of(stage.seal("/api/v1/verifications"), stage.vault("/api/v1/verifications"))) {
        Web.Answer answer =
            new Web().upload(api, null, Web.Part.file(name, stage.left(name))).expect(200);
        String seen = answer.member("verdict") + " " + answer.member("coverage");
        transcript.require(seen.equals("VALID WHOLE"), name + " by " + api, seen);
      }
      command(name, 0, "VALID");
      command(name, 0, "VALID", "--policy", "strict");
    }
    Run json = verify("licence.ofd", "--format", "json");
    stage.leave("report.json", Bytes.utf8(json.out()));
    Run html = verify("licence.ofd", "--format", "html");
    stage.leave("report.html", Bytes.utf8(html.out()));
  }

  /** Each altered copy is refused, each for a reason of its own. */
  void tampered() {
    transcript.step("篡改件逐一拒绝", "tampered copies refused, each with its own reason");
    Map<String, Bytes> copies =
        Tampering.copies(stage.left("licence.ofd"), stage.left("licence.pdf"));
    Set<String> reasons = new HashSet<>();
    copies.forEach(
        (name, content) -> {
          stage.leave("tampered/" + name, content);
          Run run = verify("tampered/" + name, "--format", "json");
          Map<String, @Nullable Object> report = Json.parseObject(run.out());
          String reason = String.valueOf(report.get("reason"));
          String seen = report.get("verdict") + " " + reason;
          transcript.require(run.status() == 1 || run.status() == 2, name, seen);
          transcript.require(reasons.add(reason), name + " has a reason of its own", reason);
        });
    transcript.require(copies.size() >= 6, "tampered copies", Integer.toString(copies.size()));
  }

  /** {@code ./xinfu verify} on a file that was left, with the demo's anchors. */
  void command(String name, int status, String verdict, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--format", "json"));
    Run run = verify(name, options.toArray(String[]::new));
    String seen = run.out().isEmpty() ? run.err() : verdictOf(run.out());
    transcript.require(
        run.status() == status && seen.equals(verdict),
        "./xinfu verify " + String.join(" ", more) + (more.length == 0 ? "" : " ") + name,
        seen);
  }

  private static String verdictOf(String json) {
    Map<String, @Nullable Object> report = Json.parseObject(json);
    Object reason = report.get("reason");
    return report.get("verdict") + (reason == null ? "" : " " + reason);
  }

  private Run verify(String name, String... options) {
    List<String> command = new ArrayList<>();
    command.add(stage.root().resolve("xinfu").toString());
    command.addAll(
        List.of("verify", "--trust", stage.target().resolve("trust/signers.pem").toString()));
    command.addAll(List.of("--maker-trust", stage.target().resolve("trust/makers.pem").toString()));
    command.addAll(List.of(options));
    command.add(stage.target().resolve(name).toString());
    try {
      Process process = new ProcessBuilder(command).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private record Run(int status, String out, String err) {}
}
