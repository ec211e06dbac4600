package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.json.Json;

/**
 * {@code openssl cms} says of every published message whether the signatures hold for the content,
 * and so do we. Whom to trust neither is asked here; SM2 it signs and verifies under another user
 * id ({@code opensslsSm2HasAnotherUserId}).
 */
class CmsOpensslVectorsTest {
  private static final List<String> FILES =
      List.of("genuine", "attacks", "archive", "long-term", "evidence");

  /** Where they differ, ours first; divergences.md says why. */
  private static final Map<String, String> APART =
      Map.ofEntries(
          // Spelled otherwise than the standard has it, and read under interop alone.
          Map.entry("signed attributes out of order, signed in DER", "INTACT, BAD"),
          Map.entry("no digest algorithm listed", "INTACT, BAD"),
          // It takes the first certificate of that name and serial.
          Map.entry(
              "no signing-certificate attribute, a namesake of the same serial beside it",
              "INTACT, BAD"),
          // It reads what is handed in, whatever is in the message.
          Map.entry("attached content replaced", "BROKEN, GOOD"),
          Map.entry("attached, though another is handed in", "INTACT, BAD"),
          // What attributes, versions and algorithms say of each other it does not ask.
          Map.entry("attributes passed off as content", "BROKEN, GOOD"),
          Map.entry("no attributes over content that is no data", "BROKEN, GOOD"),
          Map.entry("content-type of another content", "BROKEN, GOOD"),
          Map.entry("an unknown attribute twice", "BROKEN, GOOD"),
          Map.entry("the digest is not the signature's", "BROKEN, GOOD"),
          Map.entry("a P-256 key used for RSA", "BROKEN, GOOD"),
          Map.entry("the protected algorithm is another", "BROKEN, GOOD"),
          Map.entry("the attribute names another certificate", "BROKEN, GOOD"),
          Map.entry("signer version 2", "BROKEN, GOOD"),
          Map.entry("a signature algorithm that is not known", "UNKNOWN, GOOD"),
          // Countersignatures it does not read, nor what follows a message.
          Map.entry("a countersignature over another value", "BROKEN, GOOD"),
          Map.entry("a countersignature of another content-type", "BROKEN, GOOD"),
          Map.entry("octets after the end", "NONE, GOOD"),
          // Answers of a time-stamping authority are no messages to it (RFC 3161 §2.4.2).
          Map.entry("a response that grants its token", "INTACT, BAD"),
          Map.entry("a response that grants it with changes", "INTACT, BAD"),
          Map.entry("a token with status 2", "INTACT, BAD"),
          Map.entry("a token with status 3", "INTACT, BAD"),
          Map.entry("a token with status 4", "INTACT, BAD"),
          Map.entry("a token with status 5", "INTACT, BAD"),
          Map.entry("a token with status 6", "INTACT, BAD"),
          // It has one armour and nothing before it, and no certificate may be damaged.
          Map.entry("a text before the armour", "INTACT, BAD"),
          Map.entry("what is no certificate any more after the archive time-stamp", "INTACT, BAD"));

  @TempDir Path folder;

  private final Map<String, String> apart = new TreeMap<>();
  private int good;
  private int bad;

  @Test
  void opensslAndWeSayTheSameOfTheSignatures() throws IOException {
    for (String name : FILES) {
      Map<String, ?> vectors = Json.parseObject(new VectorFile("cms/" + name + ".json").text());
      for (Object each : (Collection<?>) member(vectors, "tests")) {
        Map<?, ?> test = (Map<?, ?>) each;
        if (member(test, "policy").equals("interop")) {
          compare(test);
        }
      }
    }
    assertThat(apart).isEqualTo(APART);
    assertThat(good).isGreaterThanOrEqualTo(90);
    assertThat(bad).isGreaterThanOrEqualTo(20);
  }

  private void compare(Map<?, ?> test) {
    Map<?, ?> input = (Map<?, ?>) member(test, "input");
    DocumentReport report = ours(input, Instant.parse((String) member(test, "at")));
    if (report.signatures().stream().anyMatch(s -> "SM2_SM3".equals(s.algorithm()))) {
      return;
    }
    String ours = worst(report.signatures());
    String theirs = openssl(input) ? "GOOD" : "BAD";
    if (ours.equals("INTACT") && theirs.equals("GOOD")) {
      good++;
    } else if (!ours.equals("INTACT") && theirs.equals("BAD")) {
      bad++;
    } else {
      apart.put((String) member(test, "comment"), ours + ", " + theirs);
    }
  }

  private static DocumentReport ours(Map<?, ?> input, Instant at) {
    DocumentSource file = DocumentSource.of(VectorFile.base64(input.get("file")));
    TrustPolicy policy = TrustPolicy.interop(List.of(), List.of(), at);
    return input.containsKey("content")
        ? Trust.verify(file, DocumentSource.of(VectorFile.base64(input.get("content"))), policy)
        : Trust.verify(file, policy);
  }

  private static String worst(List<SignatureReport> signatures) {
    for (Integrity each : List.of(Integrity.BROKEN, Integrity.UNKNOWN)) {
      if (signatures.stream().anyMatch(s -> s.integrity() == each)) {
        return each.name();
      }
    }
    return signatures.isEmpty() ? "NONE" : Integrity.INTACT.name();
  }

  private boolean openssl(Map<?, ?> input) {
    OpenSsl openssl = new OpenSsl(folder);
    Bytes file = VectorFile.base64(input.get("file"));
    openssl.write("cms", file);
    boolean armoured = file.toHex().startsWith(Bytes.utf8("-").toHex());
    List<String> command =
        new ArrayList<>(List.of("cms", "-verify", "-binary", "-noverify", "-in", "cms"));
    command.addAll(List.of("-inform", armoured ? "PEM" : "DER", "-out", "out"));
    if (input.containsKey("content")) {
      openssl.write("content", VectorFile.base64(input.get("content")));
      command.addAll(List.of("-content", "content"));
    }
    return openssl.run(command.toArray(String[]::new)).contains("Verification successful");
  }

  private static Object member(Map<?, ?> of, String name) {
    return Objects.requireNonNull(of.get(name), name);
  }
}
