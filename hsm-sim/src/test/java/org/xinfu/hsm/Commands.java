package org.xinfu.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command; output and status are both part of what a test looks at. */
record Commands(int status, String output) {
  static Commands run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS))
      throw new IllegalStateException("hangs: " + command[0]);
    return new Commands(process.exitValue(), output);
  }

  static Commands pkcs11Tool(Path library, String... arguments) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(List.of("pkcs11-tool", "--module", library.toString()));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }
}
