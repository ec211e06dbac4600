package org.xinfu.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code openssl speed -mr}; 0 when OpenSSL is not there or does not know the algorithm. */
final class OpenSslSpeed {
  private OpenSslSpeed() {}

  /** SM2 verifications per second: the last field of its line. */
  static double sm2Verify() throws IOException, InterruptedException {
    return last("+F", "-seconds", "2", "sm2");
  }

  /** Megabytes per second over pieces of 1 MiB. */
  static double megabytes(String name) throws IOException, InterruptedException {
    return last("+F", "-seconds", "2", "-bytes", "1048576", "-evp", name) / (1 << 20);
  }

  private static double last(String mark, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl", "speed", "-mr"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        return 0;
      }
      return out.lines()
          .filter(l -> l.startsWith(mark))
          .map(l -> l.substring(l.lastIndexOf(':') + 1))
          .mapToDouble(Double::parseDouble)
          .reduce(0, (a, b) -> b);
    } catch (IOException notInstalled) {
      return 0;
    }
  }
}
