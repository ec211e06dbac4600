package org.xinfu.kit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.net.URI;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.kit.security.ApiRules;
import org.xinfu.kit.security.PageRules;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.kit.web.ReasonRefusal;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.VaultException;

/** The smallest service on the kit: it makes things, and can be told to fail. */
@SpringBootApplication
class TestService {
  public static void main(String[] arguments) {
    SpringApplication.run(TestService.class, arguments);
  }

  static final CountDownLatch SLOW_STARTED = new CountDownLatch(1);
  static final CountDownLatch SLOW_MAY_END = new CountDownLatch(1);

  @Bean
  ApiRules openToAll() {
    return rules ->
        rules
            .requestMatchers("/api/v1/secret")
            .hasAuthority("SCOPE_seal:read")
            .requestMatchers("/api/v1/things/**", "/api/v1/fail/**")
            .permitAll();
  }

  @Bean
  PageRules onePage() {
    return rules -> rules.requestMatchers("/page").permitAll();
  }

  @Controller
  static class PageEndpoint {
    /** Says which fields about certificates have reached it. */
    @GetMapping("/page")
    String page(HttpServletRequest request, HttpServletResponse response) {
      Collections.list(request.getHeaderNames()).stream()
          .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("client-cert"))
          .forEach(name -> response.addHeader("Seen", name));
      return "page";
    }

    @GetMapping("/console/things")
    String console() {
      return "page";
    }
  }

  record Thing(@NotBlank String name) {}

  record Made(long id, String name) {}

  @RestController
  static class ThingEndpoint {
    private final JdbcClient jdbc;
    private final Idempotency idempotency;
    private final Audit audit;

    ThingEndpoint(JdbcClient jdbc, Idempotency idempotency, Audit audit) {
      this.jdbc = jdbc;
      this.idempotency = idempotency;
      this.audit = audit;
    }

    @PostMapping("/api/v1/things")
    ResponseEntity<?> make(@Valid @RequestBody Thing thing, HttpServletRequest request) {
      return idempotency.once(request, thing, () -> made(thing));
    }

    private ResponseEntity<?> made(Thing thing) {
      long id =
          jdbc.sql("INSERT INTO thing (name) VALUES (?) RETURNING id")
              .param(thing.name())
              .query(Long.class)
              .single();
      audit.record("thing-made", Long.toString(id), "done", Map.of("name", thing.name()));
      switch (thing.name()) {
        case "slow" -> await();
        case "refused" -> throw new Refused(CommonRefusal.CONFLICT);
        case "answered-409" -> {
          return ResponseEntity.status(HttpStatus.CONFLICT).build();
        }
        case "halt" -> Runtime.getRuntime().halt(137);
        default -> {}
      }
      return ResponseEntity.created(URI.create("/api/v1/things/" + id))
          .body(new Made(id, thing.name()));
    }

    @GetMapping("/api/v1/secret")
    String secret() {
      return "secret";
    }

    @GetMapping("/api/v1/fail/{how}")
    String fail(@PathVariable String how) {
      throw switch (how) {
        case "vault" -> new VaultException("device gone, slot 7");
        case "store" -> new StoreUnavailable("disk gone");
        case "reason" -> new Refused(new ReasonRefusal(Reason.DIGEST_MISMATCH));
        default -> new IllegalStateException("secret detail");
      };
    }

    private static void await() {
      SLOW_STARTED.countDown();
      try {
        SLOW_MAY_END.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
