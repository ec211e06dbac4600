package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.VectorFile;
import org.xinfu.trust.json.Json;

/**
 * ofdrw's validators judge the published packages. They look at digests and values; divergences.md
 * says what they pass over and what they cannot read.
 */
class OfdrwVectorsTest {
  private static final List<String> FILES =
      List.of("ofd/ofd.json", "ofd/made.json", "ofd/deviations.json", "ofd/integrity.json");

  /** Kinds of attacks of which it accepts none: covered octets, values, user ids, later lists. */
  private static final Set<String> REFUSED = Set.of("A1", "A14", "A21", "A24");

  /** And of which it accepts some: what the digests and the value of the first list leave open. */
  private static final Set<String> ACCEPTED =
      Set.of(
          "A2",
          "A3",
          "A4",
          "A5",
          "A6",
          "A7",
          "A8",
          "A9",
          "A10",
          "A11",
          "A12",
          "A13",
          "A15",
          "A16",
          "A17",
          "A18",
          "A19",
          "A20",
          "A22",
          "A23",
          "Evidence");

  /** Genuine packages that it cannot read. */
  private static final Set<String> UNREAD =
      Set.of(
          "no leading slash",
          "the digest by the keyed number",
          "SM3 by its keyed number",
          "OFD.xml in small letters",
          "the seal file is named and not there",
          "the seal's file is named and not there",
          "a seal file is called as its location calls it, and a reference otherwise",
          "a seal of 2014",
          "raw r and s",
          "r and s side by side",
          "a name in GB 18030");

  @TempDir Path folder;

  private record Case(String comment, String flag, String verdict, Path file) {}

  @Test
  void everyDifferenceIsExplained() throws IOException, InterruptedException {
    List<Case> cases = cases();
    List<String> command = OfdrwOracleTest.command();
    cases.forEach(each -> command.add(each.file().toString()));
    List<String> answers = OfdrwOracleTest.run(command);
    assertThat(answers).hasSameSizeAs(cases);
    assertThat(cases).hasSizeGreaterThan(200).extracting(Case::flag).containsAll(REFUSED);
    Set<String> accepted = new TreeSet<>();
    Set<String> unread = new TreeSet<>();
    for (int i = 0; i < cases.size(); i++) {
      Case each = cases.get(i);
      boolean good = each.verdict().equals("VALID");
      boolean taken = answers.get(i).startsWith("ANSWER ACCEPTED");
      if (good && !taken) {
        unread.add(each.comment());
      } else if (!good && taken) {
        accepted.add(each.flag());
      }
    }
    assertThat(unread).containsExactlyInAnyOrderElementsOf(UNREAD);
    assertThat(accepted).containsExactlyInAnyOrderElementsOf(ACCEPTED);
  }

  /** The packages under interop, written to files. */
  private List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String name : FILES) {
      for (Object each : (List<?>) member(Json.parseObject(new VectorFile(name).text()), "tests")) {
        Map<?, ?> test = (Map<?, ?>) each;
        if (member(test, "policy").equals("interop")) {
          byte[] octets = VectorFile.octets(object(test, "input"), "document").toArray();
          cases.add(
              new Case(
                  (String) member(test, "comment"),
                  (String) ((List<?>) member(test, "flags")).get(0),
                  (String) member(object(test, "expected"), "verdict"),
                  Files.write(folder.resolve(cases.size() + ".ofd"), octets)));
        }
      }
    }
    return cases;
  }

  private static Object member(Map<?, ?> of, String name) {
    return Objects.requireNonNull(of.get(name), name);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> object(Map<?, ?> of, String name) {
    return (Map<String, ?>) member(of, name);
  }
}
