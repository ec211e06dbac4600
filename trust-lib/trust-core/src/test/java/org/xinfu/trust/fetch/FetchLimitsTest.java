package org.xinfu.trust.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The port refuses until somebody allows something, and then allows that alone. */
class FetchLimitsTest {
  @Test
  void theDefaultOpensNothingAndSaysSo() {
    FetchRequest request = FetchRequest.get(URI.create("http://crl.example.cn/a"), "*/*");
    FetchOutcome outcome = Fetcher.refusing().fetch(request);
    assertThat(outcome).isInstanceOf(FetchOutcome.NotFetched.class);
    assertThat(((FetchOutcome.NotFetched) outcome).refusal().word()).isEqualTo("network-refused");
  }

  @Test
  void withoutAModuleThereIsNoFetcher() {
    assertThat(FetcherProvider.find(FetchLimits.anyPublic(), Clock.systemUTC())).isEmpty();
  }

  @Test
  void insideHostsAreListedAndNothingElseIs() {
    FetchLimits limits = FetchLimits.only(List.of()).withInside(List.of("OCSP.inner.", "[::1]:81"));
    assertThat(limits.allows(URI.create("http://ocsp.inner/"))).isTrue();
    assertThat(limits.inside(URI.create("https://ocsp.inner:443/"))).isTrue();
    assertThat(limits.allows(URI.create("http://ocsp.inner:8080/"))).isFalse();
    assertThat(limits.allows(URI.create("http://a.ocsp.inner/"))).isFalse();
    assertThat(limits.inside(URI.create("http://[::1]:81/"))).isTrue();
    assertThat(limits.inside(URI.create("http://[::1]/"))).isFalse();
  }

  @Test
  void anyPublicMeansTheSchemesOwnPorts() {
    FetchLimits limits = FetchLimits.anyPublic();
    assertThat(limits.allows(URI.create("https://a.cn/"))).isTrue();
    assertThat(limits.allows(URI.create("http://a.cn:22/"))).isFalse();
    assertThat(limits.inside(URI.create("http://a.cn/"))).isFalse();
  }

  @Test
  void limitsThatMakeNoSenseCannotBeWritten() {
    FetchLimits limits = FetchLimits.anyPublic();
    assertThatThrownBy(() -> limits.withInside(List.of(".cn")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> limits.within(0, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> limits.within(1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new FetchLimits(
                    List.of(), true, List.of(), Set.of("file"), 1, Duration.ofSeconds(1), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(limits.httpsOnly().schemes()).containsExactly("https");
  }
}
