package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.key.VerificationKey;

/** The examples of RFC 7515, 8037 and 9901 with the keys that those documents give. */
class PublishedTest {
  @TestFactory
  Stream<DynamicTest> examples() throws IOException {
    try (var in = PublishedTest.class.getResourceAsStream("/specs/vectors/jose/published.json")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return ((List<?>) Objects.requireNonNull(Json.parseObject(text).get("tests")))
          .stream()
              .map(each -> (Map<?, ?>) each)
              .map(
                  test ->
                      DynamicTest.dynamicTest(
                          String.valueOf(test.get("comment")), () -> judge(test)));
    }
  }

  private static void judge(Map<?, ?> test) {
    Map<?, ?> input = (Map<?, ?>) Objects.requireNonNull(test.get("input"));
    Map<?, ?> expected = (Map<?, ?>) Objects.requireNonNull(test.get("expected"));
    TrustPolicy policy =
        TrustPolicy.interop(List.of(), List.of(), Instant.parse(String.valueOf(test.get("at"))));
    Map<String, ?> jwk = Json.parseObject(String.valueOf(input.get("jwk")));
    Report report =
        JwsVerifier.key(jwk)
            .map(key -> judge(input, key, policy))
            .orElseGet(
                () ->
                    new Report.Builder()
                        .unknown("jwk", "", Reason.ALGORITHM_NOT_ALLOWED, "")
                        .report());
    assertThat(report.conclusion().name() + " " + report.reason().map(Reason::code).orElse("null"))
        .describedAs("%s", report)
        .isEqualTo(expected.get("verdict") + " " + expected.get("reason"));
  }

  private static Report judge(Map<?, ?> input, VerificationKey key, TrustPolicy policy) {
    return input.containsKey("sdJwt")
        ? SdJwtVerifier.knowing(key, policy).verify(String.valueOf(input.get("sdJwt"))).report()
        : JwsVerifier.knowing(key, policy).verify(String.valueOf(input.get("jws"))).report();
  }

  @Test
  void statusListsOfTheDraftAreReadBitByBit() throws MalformedJose {
    StatusList one = StatusList.inflate(1, Base64Url.decode("eNrbuRgAAhcBXQ")).orElseThrow();
    int[] ones = {1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1};
    for (int i = 0; i < ones.length; i++) {
      assertThat(one.status(i)).as("1 bit, %d", i).contains(ones[i]);
    }
    StatusList two = StatusList.inflate(2, Base64Url.decode("eNo76fITAAPfAgc")).orElseThrow();
    int[] twos = {1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3};
    for (int i = 0; i < twos.length; i++) {
      assertThat(two.status(i)).as("2 bits, %d", i).contains(twos[i]);
    }
    StatusList large =
        StatusList.inflate(
                1,
                Base64Url.decode(
                    "eNrt3AENwCAMAEGogklACtKQPg9LugC9k_ACvreiogEAAKkeCQAAAAAAAAAA"
                        + "AAAAAAAAAIBylgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                        + "AAAAAAAAXG9IAAAAAAAAAPwsJAAAAAAAAAAAAAAAvhsSAAAAAAAAAAAA7KpL"
                        + "AAAAAAAAAAAAAAAAAAAAAJsLCQAAAAAAAAAAADjelAAAAAAAAAAAKjDMAQAA"
                        + "AACAZC8L2AEb"))
            .orElseThrow();
    assertThat(large.size()).isEqualTo(1 << 20);
    List<Integer> set =
        List.of(0, 1993, 25460, 159495, 495669, 554353, 645645, 723232, 854545, 934534, 1000345);
    for (int i = 0; i < large.size(); i++) {
      assertThat(large.status(i).orElseThrow()).isEqualTo(set.contains(i) ? 1 : 0);
    }
  }
}
