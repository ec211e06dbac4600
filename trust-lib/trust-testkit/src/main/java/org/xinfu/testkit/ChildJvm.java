package org.xinfu.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program of this class path in a process of its own, with a heap of its own size. */
public final class ChildJvm {
  private ChildJvm() {}

  /** What came of it. */
  public record Result(int status, String output) {}

  /**
   * Runs {@code main} to its end.
   *
   * @param heap e.g. {@code 256m}
   * @throws IllegalStateException when it takes longer than {@code minutes}
   */
  public static Result run(Class<?> main, String heap, long minutes, String... arguments) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-Xmx" + heap, "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8"));
    command.addAll(
        List.of("-Dstdout.encoding=UTF-8", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(Arrays.asList(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      StringBuilder output = new StringBuilder();
      Thread reader = new Thread(() -> read(process, output), "output");
      reader.setDaemon(true);
      reader.start();
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("took more than " + minutes + " minutes: " + output);
      }
      reader.join(10_000);
      return new Result(process.exitValue(), output.toString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void read(Process process, StringBuilder output) {
    try {
      output.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException closed) {
      output.append("(output lost)");
    }
  }
}
