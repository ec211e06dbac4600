package org.xinfu.kit.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ProductionGuardTest {
  private final ApplicationContextRunner service =
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(ProductionAutoConfiguration.class));

  @Test
  void namesEveryReasonAtOnce() {
    service
        .withPropertyValues("xinfu.profile=production", "xinfu.demo=true", "server.address=0.0.0.0")
        .withBean(
            "anchor",
            ProductionCheck.class,
            () -> () -> List.of(new ProductionCheck.Violation("test-anchor", "CN=sample")))
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .isInstanceOfSatisfying(
                        NotFitForProduction.class,
                        refused -> {
                          assertThat(refused.violations())
                              .extracting(ProductionCheck.Violation::code)
                              .containsExactlyInAnyOrder(
                                  "demo-accounts", "listener-without-tls", "test-anchor");
                          assertThat(refused)
                              .hasMessageContaining("demo-accounts:")
                              .hasMessageContaining("listener-without-tls:")
                              .hasMessageContaining("CN=sample");
                        }));
  }

  @Test
  void startsWhenNothingSpeaksAgainstIt() {
    service
        .withPropertyValues(
            "spring.profiles.active=production",
            "server.address=127.0.0.1",
            "server.forward-headers-strategy=none")
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void asksNothingOutsideProduction() {
    service
        .withPropertyValues("xinfu.demo=true")
        .run(context -> assertThat(context).doesNotHaveBean(ProductionGuard.class));
  }

  @Test
  void theMessageListsTheReasonsOfAllChecks() {
    ProductionGuard guard =
        new ProductionGuard(
            List.of(
                () -> List.of(new ProductionCheck.Violation("a", "first")),
                List::of,
                () -> List.of(new ProductionCheck.Violation("b", "second"))));
    NotFitForProduction refused =
        catchThrowableOfType(NotFitForProduction.class, guard::afterSingletonsInstantiated);
    assertThat(refused.getMessage().lines()).hasSize(3);
  }
}
