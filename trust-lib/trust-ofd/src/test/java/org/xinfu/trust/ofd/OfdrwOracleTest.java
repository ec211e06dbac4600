package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/**
 * A second implementation reads and accepts what we seal: ofdrw, in a process of its own, since it
 * needs Bouncy Castle 1.68. Maven puts its class path into {@code target/ofdrw}.
 */
class OfdrwOracleTest {
  @TempDir Path folder;

  @Test
  void acceptsWhatWeSealAndRefusesWhatWasAltered() throws IOException, InterruptedException {
    Bytes whole = Sample.sealed(Protection.WHOLE);
    Bytes open = Sample.sealed(Protection.CONTINUE);
    Bytes twice = Sample.sealed(open, Protection.WHOLE);
    Bytes altered =
        Sample.with(
            whole, "Doc_0/Pages/Page_0/Content.xml", text -> text.replace("L 9 9", "L 9 8"));
    List<String> answers = ask(whole, open, twice, altered);
    assertThat(answers).hasSize(4);
    assertThat(answers.subList(0, 3)).containsOnly("ANSWER ACCEPTED, pages 2");
    assertThat(answers.get(3)).startsWith("ANSWER REFUSED");
  }

  private List<String> ask(Bytes... documents) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-cp");
    command.add(Path.of("target", "ofdrw") + "/*");
    command.add(Path.of("src", "test", "oracle", "OfdrwOracle.java").toString());
    for (int i = 0; i < documents.length; i++) {
      Path file = folder.resolve(i + ".ofd");
      command.add(Files.write(file, documents[i].toArray()).toString());
    }
    Process oracle = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(oracle.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(oracle.waitFor()).as(output).isZero();
    return output.lines().filter(l -> l.startsWith("ANSWER")).toList();
  }
}
