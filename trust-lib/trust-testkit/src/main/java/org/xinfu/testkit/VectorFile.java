package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.json.Json;

/**
 * A published vector file ({@code specs/vector.schema.json}): its generator still makes it, and
 * each of its cases gets its verdict.
 */
public final class VectorFile {
  private static final String FOLDER = "/specs/vectors/";

  private final String path;

  /**
   * A file by its name.
   *
   * @param name below {@code specs/vectors}, such as {@code pdf/signature.json}
   */
  public VectorFile(String name) {
    this(FOLDER, name);
  }

  private VectorFile(String folder, String name) {
    path = folder + name;
  }

  /** A file below {@code specs} that is of another shape. */
  static VectorFile foreign(String name) {
    return new VectorFile("/specs/", name);
  }

  /** What is asked of a verifier: the input of a case, under its policy. */
  public interface Judge {
    Answer judge(Map<String, ?> input, TrustPolicy policy);
  }

  /** What a verifier said. */
  public record Answer(Conclusion conclusion, Optional<Reason> reason, String whole) {
    /** The answer about a document. */
    public static Answer of(DocumentReport report) {
      return new Answer(report.conclusion(), report.reason(), report.toString());
    }

    /** The answer about one thing, such as a path or a seal. */
    public static Answer of(Report report) {
      return new Answer(report.conclusion(), report.reason(), report.toString());
    }
  }

  /**
   * Holds the file to be what its generator makes; with {@code -Dxinfu.write-vectors} it is written
   * instead.
   *
   * @param made the whole file
   */
  public void assertIs(String made) throws IOException {
    if (System.getProperty("xinfu.write-vectors") == null) {
      assertThat(made).isEqualTo(text());
      return;
    }
    Path target = Path.of(System.getProperty("xinfu.root"), "specs/src/main/resources" + path);
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
    Files.writeString(target, made);
  }

  /** One test a case. */
  public Stream<DynamicTest> tests(Judge judge) throws IOException {
    Map<String, ?> root = Json.parseObject(text());
    Map<String, ?> trust = object(root.get("trust"));
    List<?> all = list(root.get("tests"));
    assertThat(all).hasSize(Integer.parseInt(String.valueOf(root.get("numberOfTests"))));
    return all.stream()
        .map(VectorFile::object)
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.get("id") + " " + test.get("policy") + ": " + test.get("comment"),
                    () -> check(test, judge, policy(trust, test))));
  }

  /** What a file asks: a case's comment, its input and the policy that it is judged under. */
  record Case(String comment, Map<String, ?> input, TrustPolicy policy) {}

  /** The cases of a file's text. */
  static List<Case> cases(String text) {
    Map<String, ?> root = Json.parseObject(text);
    Map<String, ?> trust = object(root.get("trust"));
    return list(root.get("tests")).stream()
        .map(VectorFile::object)
        .map(
            test ->
                new Case(
                    String.valueOf(test.get("comment")),
                    object(test.get("input")),
                    policy(trust, test)))
        .toList();
  }

  /** Octets of an input. */
  public static Bytes octets(Map<String, ?> input, String name) {
    return base64(input.get(name));
  }

  /** Octets as a vector file has them, in Base64. */
  public static Bytes base64(@Nullable Object value) {
    return Bytes.of(Base64.getDecoder().decode((String) Objects.requireNonNull(value)));
  }

  /** The whole file. */
  public String text() throws IOException {
    try (InputStream in = VectorFile.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void check(Map<String, ?> test, Judge judge, TrustPolicy policy) {
    Answer answer = judge.judge(object(test.get("input")), policy);
    Map<String, ?> expected = object(test.get("expected"));
    assertThat(answer.conclusion().name() + " " + answer.reason().map(Reason::code).orElse("null"))
        .describedAs("%s", answer.whole())
        .isEqualTo(expected.get("verdict") + " " + expected.get("reason"));
  }

  private static TrustPolicy policy(Map<String, ?> trust, Map<String, ?> test) {
    String mode = String.valueOf(test.get("policy")).toUpperCase(Locale.ROOT);
    return TrustPolicy.interop(
            certificates(trust.get("signers")),
            certificates(trust.get("makers")),
            Instant.parse(String.valueOf(test.get("at"))))
        .withTimestampers(
            trust.containsKey("timestampers") ? certificates(trust.get("timestampers")) : List.of())
        .withCrls(list(trust.get("crls")).stream().map(VectorFile::base64).toList())
        .withMode(TrustPolicy.Mode.valueOf(mode));
  }

  private static List<Certificate> certificates(@Nullable Object values) {
    return list(values).stream().map(v -> Certificate.parse(base64(v)).orElseThrow()).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> object(@Nullable Object value) {
    return (Map<String, ?>) Objects.requireNonNull(value);
  }

  private static List<?> list(@Nullable Object value) {
    return (List<?>) Objects.requireNonNull(value);
  }
}
