package org.xinfu.idp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.xinfu.idp.sandbox.SandboxSettings;
import org.xinfu.idp.store.JdbcClientStore;
import org.xinfu.kit.profile.ProductionCheck;

/** Production has no clients in trial unless the operator opens them by name. */
class SandboxPartsTest {
  private final SandboxParts parts = new SandboxParts();

  @Test
  void production_closes_the_sandbox_unless_it_is_opened_by_name() {
    StandardEnvironment profile = new StandardEnvironment();
    profile.setActiveProfiles("production");
    StandardEnvironment setting = new StandardEnvironment();
    setting
        .getPropertySources()
        .addFirst(new MapPropertySource("test", Map.of("xinfu.profile", "production")));
    for (StandardEnvironment production : List.of(profile, setting)) {
      assertThat(open(null, production)).isFalse();
      assertThat(open(false, production)).isFalse();
      assertThat(open(true, production)).isTrue();
    }
    assertThat(open(null, new StandardEnvironment())).isTrue();
    assertThat(open(false, new StandardEnvironment())).isFalse();
  }

  @Test
  void production_refuses_a_division_that_may_be_somebodys() {
    for (String somebodys : List.of("510100", "510104", "510000", "659001")) {
      assertThat(violations(somebodys))
          .as(somebodys)
          .extracting(ProductionCheck.Violation::code)
          .containsExactly("sandbox-division");
    }
    assertThat(violations("510099")).isEmpty();
  }

  private boolean open(@Nullable Boolean enabled, StandardEnvironment environment) {
    JdbcClient none = JdbcClient.create(new DriverManagerDataSource());
    ClientReads reads = new ClientReads(new JdbcClientStore(none, Clock.systemUTC()));
    SandboxSettings settings = new SandboxSettings(enabled, "510099", "XINFU");
    SubjectReads subjects =
        new SubjectReads(
            id -> {
              throw new AssertionError("nobody is asked about");
            });
    return parts.sandbox(none, reads, subjects, settings, environment).open();
  }

  private List<ProductionCheck.Violation> violations(String division) {
    return parts.noDivisionOfOthers(new SandboxSettings(null, division, "XINFU")).violations();
  }
}
