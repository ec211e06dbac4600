package org.xinfu.testkit.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Reason;
import org.xinfu.trust.json.Json;

/** Every reason that a verdict of the library can carry is the reason of a published vector. */
class ReasonVectorsTest {
  private static final Path ROOT = Path.of(System.getProperty("xinfu.root"));

  private static final String SEALS =
      "seal-service/src/test/java/org/xinfu/seal/SealStoryTest.java";
  private static final String VAULT =
      "licence-vault/src/test/java/org/xinfu/licence/VaultStoryTest.java";

  /** Those that only a service with a register gives, and the test of it that shows each. */
  private static final Map<Reason, String> OF_SERVICES =
      Map.of(
          Reason.SEAL_NOT_ACTIVE, SEALS,
          Reason.SEAL_NOT_REGISTERED, SEALS,
          Reason.LICENCE_UNKNOWN, VAULT,
          Reason.LICENCE_DIFFERS, VAULT,
          Reason.LICENCE_EXPIRED, VAULT,
          Reason.LICENCE_REVOKED, VAULT,
          Reason.LICENCE_SUPERSEDED, VAULT);

  @Test
  void everyReasonOfTheLibraryHasAVector() throws Exception {
    Set<Reason> without = new TreeSet<>(Arrays.asList(Reason.values()));
    without.removeAll(published().keySet());
    without.removeAll(OF_SERVICES.keySet());
    assertThat(without).isEmpty();
  }

  @Test
  void whatServicesGiveIsAskedForByTheTestsNamed() throws Exception {
    for (Map.Entry<Reason, String> each : OF_SERVICES.entrySet()) {
      assertThat(Files.readString(ROOT.resolve(each.getValue())))
          .as(each.getValue())
          .containsPattern("\\b" + each.getKey().code() + "\\b|\\b" + each.getKey().name() + "\\b");
    }
    assertThat(published().keySet()).doesNotContainAnyElementsOf(OF_SERVICES.keySet());
  }

  /** How many published cases expect each reason. */
  private static Map<Reason, Integer> published() throws Exception {
    Map<Reason, Integer> counts = new TreeMap<>();
    Path folder = ROOT.resolve("specs/src/main/resources/specs/vectors");
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(f -> f.toString().endsWith(".json")).toList()) {
        reasons(Files.readString(file)).forEach(r -> counts.merge(r, 1, Integer::sum));
      }
    }
    return counts;
  }

  private static Set<Reason> reasons(String vectors) {
    Object tests = Objects.requireNonNull(Json.parseObject(vectors).get("tests"));
    return ((List<?>) tests)
        .stream()
            .map(each -> ((Map<?, ?>) ((Map<?, ?>) each).get("expected")).get("reason"))
            .filter(Objects::nonNull)
            .map(code -> Reason.ofCode((String) code).orElseThrow())
            .collect(Collectors.toSet());
  }
}
