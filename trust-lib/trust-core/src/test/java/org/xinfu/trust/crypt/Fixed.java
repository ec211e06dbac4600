package org.xinfu.trust.crypt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xinfu.trust.Bytes;

/** What the tests of this package share: chosen randomness, and OpenSSL. */
final class Fixed {
  private Fixed() {}

  static Secret secret(String hex) {
    return Secret.copyOf(Bytes.hex(hex).toArray());
  }

  static Sm2PrivateKey key(String hex) {
    return Sm2PrivateKey.of(secret(hex)).orElseThrow();
  }

  static Bytes octets(Secret secret) {
    return secret.use(o -> Bytes.of(o));
  }

  static String hex(Secret secret) {
    return octets(secret).toHex();
  }

  /** Gives these octets, request by request, and then real randomness. */
  static SecureRandom random(String... draws) {
    Deque<String> left = new ArrayDeque<>(List.of(draws));
    return new SecureRandom() {
      private static final long serialVersionUID = 1L;

      @Override
      public void nextBytes(byte[] out) {
        if (left.isEmpty()) {
          super.nextBytes(out);
          return;
        }
        byte[] next = Bytes.hex(left.remove()).toArray();
        System.arraycopy(next, 0, out, 0, out.length);
      }
    };
  }

  /** Runs OpenSSL in {@code folder}; its output, errors included. */
  static String openssl(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("openssl hangs: " + command);
      }
      return out;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void write(Path folder, String name, Bytes content) throws IOException {
    Files.write(folder.resolve(name), content.toArray());
  }

  static Bytes read(Path folder, String name) throws IOException {
    return Bytes.of(Files.readAllBytes(folder.resolve(name)));
  }

  /** PKCS#8 of an SM2 key without its public half (RFC 5915 leaves it optional). */
  static Bytes pkcs8(String d) {
    return Bytes.hex("3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420" + d);
  }
}
