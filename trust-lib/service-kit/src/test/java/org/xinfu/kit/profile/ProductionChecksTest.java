package org.xinfu.kit.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.chain.Certificate;

/** Each thing that production refuses, alone, and its nearest permitted neighbour. */
class ProductionChecksTest {
  private static final String[] NAMED = {
    "server.forward-headers-strategy=native",
    "server.tomcat.remoteip.internal-proxies=192\\.0\\.2\\.9"
  };

  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ProductionAutoConfiguration.class))
          .withPropertyValues("xinfu.profile=production", NAMED[0], NAMED[1]);

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.9.9.9"})
  void aListenerOnTheLoopbackNeedsNoTls(String address) {
    service
        .withPropertyValues("server.address=" + address)
        .run(context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "no such host.invalid"})
  void aListenerForOthersNeedsIt(String address) {
    service
        .withPropertyValues("server.address=" + address)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasMessageContaining("listener-without-tls")
                    .hasMessageContaining(address));
  }

  @Test
  void withoutAnAddressTheListenerIsOpenToAll() {
    service.run(
        context ->
            assertThat(context.getStartupFailure()).hasMessageContaining("listener-without-tls"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bundle", "key-store", "certificate"})
  void tlsInAnyFormOpensTheListener(String form) {
    service
        .withPropertyValues("server.address=0.0.0.0", "server.ssl." + form + "=x")
        .run(context -> assertThat(context).hasNotFailed());
  }

  /** By whose word addresses are known, by which allowances are counted. */
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, '', '', '', true",
    "127.0.0.1, '', 192\\.0\\.2\\.9, '', true",
    "127.0.0.1, none, '', '', false",
    "127.0.0.1, native, '', '', true",
    "127.0.0.1, NATIVE, 192\\.0\\.2\\.9, '', false",
    "127.0.0.1, framework, 192\\.0\\.2\\.9, '', true",
    "192.0.2.1, '', '', '', false",
    "192.0.2.1, native, '', '', true",
    "192.0.2.1, framework, '', '', true",
    "192.0.2.1, '', '', kubernetes, true",
    "192.0.2.1, '', 192\\.0\\.2\\.9, kubernetes, false",
    "192.0.2.1, none, '', kubernetes, false"
  })
  void proxiesAreNamed(
      String address, String strategy, String proxies, String cloud, boolean refused) {
    ApplicationContextRunner asked =
        new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ProductionAutoConfiguration.class))
            .withPropertyValues(
                "xinfu.profile=production", "server.address=" + address, "server.ssl.bundle=x");
    asked = with(asked, "server.forward-headers-strategy", strategy);
    asked = with(asked, "server.tomcat.remoteip.internal-proxies", proxies);
    proxyIsNamed(with(asked, "spring.main.cloud-platform", cloud), refused);
  }

  /** Boot puts its valve in for either header, whatever the strategy. */
  @ParameterizedTest
  @CsvSource({
    "none, remote-ip-header, X-Real-IP, '', true",
    "'', remote-ip-header, X-Real-IP, '', true",
    "none, protocol-header, X-Forwarded-Proto, '', true",
    "'', protocol-header, X-Forwarded-Proto, '', true",
    "framework, remote-ip-header, X-Real-IP, 192\\.0\\.2\\.9, true",
    "none, remote-ip-header, X-Real-IP, 192\\.0\\.2\\.9, false",
    "none, protocol-header, X-Forwarded-Proto, 192\\.0\\.2\\.9, false",
    "'', remote-ip-header, ' ', '', false"
  })
  void aHeaderThatIsNamedIsBelieved(
      String strategy, String header, String value, String proxies, boolean refused) {
    ApplicationContextRunner asked =
        new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ProductionAutoConfiguration.class))
            .withPropertyValues(
                "xinfu.profile=production",
                "server.address=192.0.2.1",
                "server.ssl.bundle=x",
                "server.tomcat.remoteip." + header + "=" + value);
    asked = with(asked, "server.forward-headers-strategy", strategy);
    proxyIsNamed(with(asked, "server.tomcat.remoteip.internal-proxies", proxies), refused);
  }

  private static void proxyIsNamed(ApplicationContextRunner asked, boolean refused) {
    asked.run(
        context -> {
          if (refused) {
            assertThat(context.getStartupFailure()).hasMessageContaining("proxy-not-named: ");
          } else {
            assertThat(context).hasNotFailed();
          }
        });
  }

  private static ApplicationContextRunner with(
      ApplicationContextRunner runner, String name, String value) {
    return value.isEmpty() ? runner : runner.withPropertyValues(name + "=" + value);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "false,false", "TRUE,true"})
  void demoAccountsAreRefused(String value, boolean refused) {
    service
        .withPropertyValues("server.address=127.0.0.1", "xinfu.demo=" + value)
        .run(context -> assertThat(context.getStartupFailure() != null).isEqualTo(refused));
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod", "Production", "test", ""})
  void onlyTheWordItselfIsProduction(String profile) {
    new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(ProductionAutoConfiguration.class))
        .withPropertyValues("xinfu.profile=" + profile, "xinfu.demo=true")
        .run(context -> assertThat(context).doesNotHaveBean(ProductionGuard.class));
  }

  @Test
  void aCertificateOfTheTestAuthorityIsNamed() {
    List<Certificate> chain = TestPki.create().sealSigner("sample").chain();
    assertThat(new TestAnchorCheck(() -> chain).violations())
        .hasSize(3)
        .allSatisfy(
            violation -> {
              assertThat(violation.code()).isEqualTo("test-anchor");
              assertThat(violation.detail()).startsWith("marked as test: ");
            })
        .extracting(ProductionCheck.Violation::detail)
        .first()
        .asString()
        .contains("cn=sample");
    assertThat(new TestAnchorCheck(List::of).violations()).isEmpty();
  }

  @Test
  void certificatesAreAskedForWhenTheGuardAsksAndNotBefore() {
    AtomicInteger asked = new AtomicInteger();
    TestAnchorCheck check =
        new TestAnchorCheck(
            () -> {
              asked.incrementAndGet();
              return List.of();
            });
    assertThat(asked).hasValue(0);
    new ProductionGuard(List.of(check)).afterSingletonsInstantiated();
    assertThat(asked).hasValue(1);
  }

  @Test
  void aCheckThatFailsStopsTheStartAsWell() {
    ProductionGuard guard =
        new ProductionGuard(
            List.of(
                () -> {
                  throw new IllegalStateException("cannot look");
                }));
    assertThatThrownBy(guard::afterSingletonsInstantiated).hasMessage("cannot look");
  }
}
