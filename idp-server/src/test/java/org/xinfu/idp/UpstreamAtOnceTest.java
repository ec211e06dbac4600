package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody who comes from the platform for the first time, in several browsers at once. */
class UpstreamAtOnceTest {
  @TempDir static Path home;

  @Test
  void they_have_one_account_and_are_in_everywhere() throws Exception {
    try (RunningIdp idp = new RunningIdp(home).with("--xinfu.upstream.simulator=true").start();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (String person : List.of("n-0002", "n-0003", "n-0010")) {
        List<Callable<String>> all = new ArrayList<>();
        for (String adapter : List.of("oidc", "ticket", "oidc", "ticket")) {
          Browser browser = new Browser(idp.origin);
          String there = Browser.location(browser.get("/login/upstream/" + adapter));
          String back = Browser.location(browser.get(there + "&person=" + person));
          all.add(() -> Browser.location(browser.get(back)));
        }
        for (Future<String> one : threads.invokeAll(all)) {
          assertThat(one.get()).as(person).endsWith("/account");
        }
      }
      assertThat(
              idp.bean(JdbcClient.class)
                  .sql("SELECT count(DISTINCT account_id) FROM upstream_link")
                  .query(Long.class)
                  .single())
          .isEqualTo(3);
    }
  }
}
