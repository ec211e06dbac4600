package org.xinfu.testkit;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;

/**
 * Asks EU DSS about the cases of a vector file, under interop, and tells which documents one of us
 * accepts alone. What is signed with SM2 is left out: DSS knows none of it. What is valid here and
 * intact there, but no baseline signature, is accepted by both.
 *
 * @param asked how many cases both judged
 * @param accepted how many both accepted
 * @param alone the comments of the cases that one accepts alone, with our verdict and that of DSS
 * @param output what DSS said
 */
public record DssComparison(int asked, int accepted, Map<String, String> alone, String output) {
  /** Octets that any object identifier of the national algorithms begins with, 1.2.156.10197.1. */
  private static final String NATIONAL = "2a811ccf5501";

  /**
   * Compares.
   *
   * @param folder empty, of its own
   * @param vectors the text of a file whose inputs are {@code document} or {@code file}
   */
  public static DssComparison of(Path folder, TestPki pki, String vectors) {
    return of(folder, pki, vectors, Set.of());
  }

  /**
   * The same but for cases with these comments, with which it comes to no end.
   *
   * @param endless comments
   */
  public static DssComparison of(Path folder, TestPki pki, String vectors, Set<String> endless) {
    OutsideDss dss = new OutsideDss(folder, pki, pki.crl(pki.documentRoot()), Instant.EPOCH);
    Map<String, Conclusion> ours = new TreeMap<>();
    Map<String, String> comments = new TreeMap<>();
    for (VectorFile.Case one : VectorFile.cases(vectors)) {
      String key = one.input().containsKey("document") ? "document" : "file";
      Bytes document = VectorFile.octets(one.input(), key);
      if (one.policy().strict()
          || document.toHex().contains(NATIONAL)
          || endless.contains(one.comment())) {
        continue;
      }
      String name = String.format(Locale.ROOT, "%04d", ours.size());
      Optional<Bytes> content =
          Optional.ofNullable(one.input().get("content")).map(VectorFile::base64);
      content.ifPresentOrElse(c -> dss.with(name, document, c), () -> dss.with(name, document));
      dss.at(name, one.policy().at());
      dss.trusting(international(one.policy()), lists(one.policy()));
      ours.put(name, ours(document, content, one.policy()));
      comments.put(name, one.comment());
    }
    OutsideDss.Answers answers = dss.run();
    return compare(ours, comments, answers);
  }

  private static DssComparison compare(
      Map<String, Conclusion> ours, Map<String, String> comments, OutsideDss.Answers answers) {
    Map<String, String> alone = new TreeMap<>();
    int accepted = 0;
    for (Map.Entry<String, Conclusion> each : ours.entrySet()) {
      String answer = answers.byName().getOrDefault(each.getKey(), "NO ANSWER");
      String theirs = theirs(answer);
      boolean valid = each.getValue() == Conclusion.VALID;
      boolean passed = theirs.equals("TOTAL_PASSED") || (valid && onlyNotBaseline(answer));
      accepted += valid && passed ? 1 : 0;
      if (valid != passed) {
        alone.put(String.valueOf(comments.get(each.getKey())), each.getValue() + ", " + theirs);
      }
    }
    return new DssComparison(ours.size(), accepted, alone, answers.output());
  }

  /**
   * Every signature is intact; DSS misses properties that a baseline asks for, XML-DSig has none.
   */
  private static boolean onlyNotBaseline(String answer) {
    return Arrays.stream(answer.split(" & ", -1))
        .allMatch(
            one ->
                one.endsWith(" INTACT")
                    && (one.startsWith("TOTAL_PASSED")
                        || one.startsWith("INDETERMINATE SIG_CONSTRAINTS_FAILURE")));
  }

  /** The worst of its answers about all signatures of a document. */
  private static String theirs(String answer) {
    return Arrays.stream(answer.split(" & ", -1))
        .map(one -> one.split(" ", 2)[0])
        .filter(one -> !one.equals("TOTAL_PASSED"))
        .findFirst()
        .orElse("TOTAL_PASSED");
  }

  private static Conclusion ours(Bytes document, Optional<Bytes> content, TrustPolicy policy) {
    DocumentSource source = DocumentSource.of(document);
    return content
        .map(c -> Trust.verify(source, DocumentSource.of(c), policy))
        .orElseGet(() -> Trust.verify(source, policy))
        .conclusion();
  }

  private static List<Certificate> international(TrustPolicy policy) {
    return Stream.concat(policy.signers().stream(), policy.timestampers().stream())
        .filter(c -> !c.der().toHex().contains(NATIONAL))
        .toList();
  }

  private static List<Bytes> lists(TrustPolicy policy) {
    return policy.crls().stream().filter(c -> !c.toHex().contains(NATIONAL)).toList();
  }
}
