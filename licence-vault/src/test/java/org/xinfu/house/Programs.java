package org.xinfu.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of the project and of others, as processes. */
final class Programs {
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin/java").toString();

  private Programs() {}

  /** {@code ./xinfu demo}, on ports of its own and without building anew. */
  static ProcessBuilder demo(Path root) {
    ProcessBuilder builder =
        new ProcessBuilder(root.resolve("xinfu").toString(), "demo", "--port-base", "29000");
    builder.environment().put("XINFU_BUILT", "1");
    return builder;
  }

  /** A class of the test kit. */
  static ProcessBuilder testkit(Path root, String type, String... arguments) {
    Path target = root.resolve("trust-lib/trust-testkit/target");
    List<String> command =
        new ArrayList<>(
            List.of(JAVA, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(target.resolve("trust-testkit.jar") + ":" + target.resolve("lib") + "/*");
    command.addAll(List.of(type, "--root", root.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** A service with the demo's data and profile production. */
  static ProcessBuilder production(Path root, Path home, String service) {
    String jar = root.resolve(service).resolve("target").resolve(service + ".jar").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            JAVA,
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-jar",
            jar,
            "--server.port=0",
            "--spring.profiles.active=production");
    builder.environment().put("XINFU_HOME", home.toString());
    builder.environment().put("XINFU_DEMO", "true");
    return builder.redirectErrorStream(true);
  }

  /** Runs to the end. */
  static Run run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("XINFU_BUILT", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), out, err);
  }

  record Run(int status, String out, String err) {}
}
