package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.Mutators;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.FormatVerifier;
import org.xinfu.trust.ReportJson;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;

/**
 * Sixteen threads share policies, certificates and one instance of each verifier, and say what one
 * thread alone says, which made its own.
 */
class ManyThreadsTest {
  private static final int THREADS = 16;
  private static final int ROUNDS = System.getProperty("xinfu.soak") == null ? 10_000 : 100_000;
  private static final long SEED = Long.getLong("xinfu.seed", 20_261_126);

  /** One vector in so many is asked, or making the reports would take longer than asking again. */
  private static final int STEP = 7;

  private static final int MOST = 1 << 24;

  private static final List<FormatVerifier> SHARED =
      ServiceLoader.load(FormatVerifier.class).stream().map(ServiceLoader.Provider::get).toList();

  /** A document with the report that one thread alone has made of it. */
  private record Known(String name, Bytes document, TrustPolicy policy, String report) {
    String again() {
      return ReportJson.write(name, shared(DocumentSource.of(document)));
    }

    private DocumentReport shared(DocumentSource source) {
      return SHARED.stream()
          .filter(one -> one.detect(source).isPresent())
          .findFirst()
          .map(one -> one.verify(source, policy.forOneDocument()))
          .orElseGet(() -> Trust.verify(source, policy));
    }
  }

  @Test
  void sixteenSayWhatOneSays() throws Exception {
    List<Known> known = known();
    assertThat(known.stream().map(Known::report).collect(Collectors.toSet())).hasSize(known.size());
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<List<String>>> work = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        work.add(() -> differences(known, next));
      }
      for (Future<List<String>> done : threads.invokeAll(work)) {
        assertThat(done.get()).isEmpty();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(next.get()).isGreaterThanOrEqualTo(ROUNDS);
    System.out.println(
        "threads: " + ROUNDS + " verifications of " + known.size() + ", seed " + SEED);
  }

  private static List<String> differences(List<Known> known, AtomicInteger next) {
    List<String> differences = new ArrayList<>();
    for (int i = next.getAndIncrement(); i < ROUNDS; i = next.getAndIncrement()) {
      Known each = known.get(new Random(SEED + i).nextInt(known.size()));
      String report = each.again();
      if (!report.equals(each.report())) {
        differences.add(i + ": " + report + " instead of " + each.report());
      }
    }
    return differences;
  }

  /** Every sample as it is and altered, under the policy with CRLs and under that without. */
  private static List<Known> known() {
    List<Known> known = new ArrayList<>();
    for (Map.Entry<String, Bytes> sample : Samples.documents().entrySet()) {
      Bytes altered = Mutators.flip(sample.getValue(), sample.getValue().length() / 2, 1);
      for (TrustPolicy policy : List.of(Samples.POLICY, Scene.PKI.policy())) {
        add(known, sample.getKey(), sample.getValue(), policy);
        add(known, sample.getKey() + "-altered", altered, policy);
      }
    }
    List<VectorDocuments.Case> cases = VectorDocuments.all();
    for (int i = 0; i < cases.size(); i += STEP) {
      VectorDocuments.Case one = cases.get(i);
      add(known, one.name(), one.subject().document().readAll(MOST), one.policy());
    }
    return known;
  }

  private static void add(List<Known> to, String name, Bytes document, TrustPolicy policy) {
    String report = ReportJson.write(name, Samples.verify(document, policy));
    to.add(new Known(name, document, policy, report));
  }
}
