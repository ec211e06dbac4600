package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Sm2;
import org.xinfu.trust.key.VerificationKey;

/** SM2 signatures by two makers, judged by us and, for a sample, by OpenSSL as well. */
class Sm2VectorsTest {
  private static final VectorFile FILE = new VectorFile("sm2/sm2_sm3_verify.json");

  @TempDir Path folder;

  @Test
  void theGeneratorMakesTheCommittedFile() throws IOException {
    FILE.assertIs(Sm2Vectors.write());
  }

  @Test
  void thereAreEnoughOfThemByBothMakers() throws IOException {
    List<Case> all = cases();
    assertThat(all).hasSizeGreaterThanOrEqualTo(300);
    Map<String, Long> makers =
        all.stream().collect(Collectors.groupingBy(c -> c.text("maker"), Collectors.counting()));
    assertThat(makers.keySet()).containsExactlyInAnyOrder("openssl", "standard", "xinfu");
    assertThat(makers.get("openssl")).isGreaterThan(100L);
    assertThat(all.stream().filter(c -> c.expected().startsWith("VALID")).count())
        .isGreaterThan(75L);
    assertThat(FILE.text().length()).isLessThan(400 * 1024);
  }

  @TestFactory
  Stream<DynamicTest> weJudgeAsThePublishedVerdicts() throws IOException {
    return cases().stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.title(), () -> assertThat(judge(c)).isEqualTo(c.expected())));
  }

  /** What OpenSSL reads as a key and we do not: compressed points and written-out curves. */
  private static final Set<String> GENEROUS =
      Set.of("a compressed point", "a hybrid point", "explicit parameters", "octets after the key");

  /** Every fifth, so that each group is met. */
  @Test
  void openSslAgrees() throws Exception {
    List<Case> all = cases();
    Map<String, String> differences = new TreeMap<>();
    for (int i = 0; i < all.size(); i += 5) {
      Case test = all.get(i);
      boolean held = openSsl(test);
      boolean generous = GENEROUS.contains(test.title().replaceFirst(".*] ", ""));
      if (held != (generous || test.expected().startsWith("VALID"))) {
        differences.put(test.title(), test.expected());
      }
    }
    assertThat(differences).isEmpty();
  }

  private static String judge(Case test) {
    Bytes info = test.octets("key");
    Optional<VerificationKey> key = VerificationKey.parse(info, SignatureAlgorithm.SM2_SM3);
    if (key.isEmpty()) {
      boolean other = VerificationKey.parse(info).isPresent();
      return invalid(other ? Reason.ALGORITHM_MISMATCH : Reason.MALFORMED);
    }
    Bytes signature = test.octets("signature");
    Optional<EcSignature> pair = EcSignature.parseDer(signature);
    if (pair.isEmpty()) {
      assertThat(key.get().verify(test.octets("message"), signature)).isFalse();
      return invalid(Reason.MALFORMED);
    }
    boolean held =
        (test.has("digest") || test.has("userId"))
            ? Sm2.verify(
                Sm2.point(key.get().point()).orElseThrow(),
                digest(test, key.get()),
                pair.get().r(),
                pair.get().s())
            : key.get().verify(test.octets("message"), signature);
    return held ? "VALID null" : invalid(Reason.SIGNATURE_VALUE_WRONG);
  }

  private static Bytes digest(Case test, VerificationKey key) {
    return test.has("digest")
        ? test.octets("digest")
        : Sm2.e(key.point(), test.octets("userId"), test.octets("message"));
  }

  private static String invalid(Reason reason) {
    return "INVALID " + reason.code();
  }

  private boolean openSsl(Case test) throws Exception {
    Files.write(folder.resolve("key"), test.octets("key").toArray());
    Files.write(folder.resolve("signature"), test.octets("signature").toArray());
    Files.write(
        folder.resolve("in"), test.octets(test.has("digest") ? "digest" : "message").toArray());
    // Not "openssl dgst": it reads no more of the signature file than a signature may have.
    List<String> command = new ArrayList<>(List.of("openssl", "pkeyutl", "-verify", "-pubin"));
    command.addAll(
        List.of("-keyform", "DER", "-inkey", "key", "-in", "in", "-sigfile", "signature"));
    if (!test.has("digest")) {
      Bytes id = test.has("userId") ? test.octets("userId") : Sm2.DEFAULT_ID;
      command.addAll(List.of("-rawin", "-digest", "sm3", "-pkeyopt", "hexdistid:" + id.toHex()));
    }
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0;
  }

  private record Case(String title, Map<String, ?> input, String expected) {
    boolean has(String name) {
      return input.containsKey(name);
    }

    String text(String name) {
      return (String) Objects.requireNonNull(input.get(name), name);
    }

    Bytes octets(String name) {
      return Bytes.of(Base64.getDecoder().decode(text(name)));
    }
  }

  private static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (Object each :
        (List<?>) Objects.requireNonNull(Json.parseObject(FILE.text()).get("tests"))) {
      Map<String, ?> test = object(each);
      Map<String, ?> expected = object(Objects.requireNonNull(test.get("expected")));
      cases.add(
          new Case(
              test.get("id") + " " + test.get("flags") + " " + test.get("comment"),
              object(Objects.requireNonNull(test.get("input"))),
              expected.get("verdict") + " " + expected.get("reason")));
    }
    return cases;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> object(Object value) {
    return (Map<String, ?>) value;
  }

  /** The arithmetic of the generator is that of the standard: its own example comes out. */
  @Test
  void theGeneratorSignsAsTheStandardPrints() {
    Sm2Lab.Key key =
        new Sm2Lab.Key(
            new BigInteger("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8", 16));
    BigInteger k =
        new BigInteger("59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21", 16);
    EcSignature signature = key.sign(Bytes.utf8("message digest"), Sm2.DEFAULT_ID, k);
    assertThat(signature.r().toString(16))
        .isEqualTo("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3");
    assertThat(signature.s().toString(16))
        .isEqualTo("b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
  }
}
