package org.xinfu.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.Signer;

/**
 * EU DSS, the European Commission's implementation of EN 319 102-1, as judge and as signer, in a
 * process of its own: it needs another Bouncy Castle. It trusts the root of a {@link TestPki}'s
 * documents and has its list. Maven puts its class path into {@code trust-testkit/target/dss}.
 */
public final class OutsideDss {
  private final Path folder;

  /**
   * One that judges at {@code moment}.
   *
   * @param folder empty, of its own
   * @param crl of the documents' root
   */
  public OutsideDss(Path folder, TestPki pki, Bytes crl, Instant moment) {
    this.folder = folder;
    file("moment", Bytes.utf8(moment.toString()));
    file("signing", Bytes.utf8(TestPki.NOW.toString()));
    // It cannot load a certificate with an SM2 key.
    file("anchors/0", pki.documentRoot().chain().get(0).der());
    file("crls/0", crl);
  }

  /** What it said of every file by its name, and what it said besides. */
  public record Answers(Map<String, String> byName, String output) {}

  /** A document to judge. */
  public OutsideDss with(String name, Bytes document) {
    file("in/" + name, document);
    return this;
  }

  /** A detached signature to judge. */
  public OutsideDss with(String name, Bytes signature, Bytes content) {
    file("in/" + name + ".content", content);
    return with(name, signature);
  }

  /** The moment at which a document alone is judged. */
  public OutsideDss at(String name, Instant moment) {
    file("in/" + name + ".at", Bytes.utf8(moment.toString()));
    return this;
  }

  /** One more trusted certificate, and a list; what is of SM2 it cannot load. */
  public OutsideDss trusting(List<Certificate> anchors, List<Bytes> crls) {
    for (Certificate anchor : anchors) {
      file("anchors/" + anchor.sha256(), anchor.der());
    }
    for (Bytes crl : crls) {
      file("crls/" + Digests.sha256(crl).toHex(), crl);
    }
    return this;
  }

  /** Lets it sign as well: what is signed, who signs and who stamps, with keys of {@code pki}. */
  public OutsideDss signing(TestPki pki, Signer signer, Signer authority, Map<String, Bytes> what) {
    what.forEach(this::file);
    chain("chain", signer);
    chain("tsa", authority);
    file("key", pki.vault().privateKey(signer.publicKey()));
    file("tsa-key", pki.vault().privateKey(authority.publicKey()));
    return this;
  }

  /** Runs it: the answer is indication, sub-indication, format and whether it is intact. */
  public Answers run() {
    Path kit = Path.of(System.getProperty("xinfu.root"), "trust-lib", "trust-testkit");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            kit.resolve("target/dss") + "/*",
            kit.resolve("src/oracle/java/DssOracle.java").toString(),
            folder.toString());
    Path log = folder.resolve("log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("DSS takes too long: " + Files.readString(log));
      }
      String output = Files.readString(log, StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw new IllegalStateException(output);
      }
      return new Answers(answers(output), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it signed, by name. */
  public Map<String, Bytes> signed() {
    Map<String, Bytes> all = new TreeMap<>();
    try (var files = Files.list(folder.resolve("out"))) {
      for (Path file : files.toList()) {
        all.put(String.valueOf(file.getFileName()), Bytes.of(Files.readAllBytes(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static Map<String, String> answers(String output) {
    Map<String, String> answers = new TreeMap<>();
    output
        .lines()
        .filter(line -> line.startsWith("ANSWER "))
        .map(line -> line.split(" ", 3))
        .forEach(parts -> answers.put(parts[1], parts[2]));
    return answers;
  }

  private void chain(String name, Signer signer) {
    int number = 0;
    for (Certificate certificate : signer.chain()) {
      file(name + "/" + number++, certificate.der());
    }
  }

  private void file(String name, Bytes octets) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.resolveSibling(""));
      Files.write(file, octets.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
