package org.xinfu.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;

/** The {@code openssl} command in a folder of its own: a second implementation to ask. */
public record OpenSsl(Path folder) {
  /** What it printed, both streams together. */
  public String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("openssl hangs: " + command);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Writes a file. */
  public void write(String name, Bytes content) {
    try {
      Files.write(folder.resolve(name), content.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes text. */
  public void write(String name, String text) {
    write(name, Bytes.utf8(text));
  }

  /** Writes one PEM block per certificate. */
  public void certificates(String name, List<Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    certificates.forEach(c -> text.append(pem("CERTIFICATE", c.der())));
    write(name, text.toString());
  }

  /** Reads a file. */
  public Bytes read(String name) {
    try {
      return Bytes.of(Files.readAllBytes(folder.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A PEM block. */
  public static String pem(String kind, Bytes der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toArray());
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }
}
