package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xinfu.idp.domain.Totp;
import org.xinfu.trust.Bytes;

/** Members of departments with an authenticator app, logged in at AAL2. */
final class Officials {
  static final String ORG = "11510000MB0000019K";
  static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final Pattern SECRET = Pattern.compile("id=\"secret\">([A-Z2-7 ]+)<");

  private Officials() {}

  /** Somebody new with these roles, straight from the database. */
  static Official fresh(String roles) {
    return fresh(roles, ORG);
  }

  /** The same in another department. */
  static Official fresh(String roles, String org) {
    String id = UUID.randomUUID().toString();
    String name = "t" + id.substring(0, 8);
    String hash =
        SharedIdp.get()
            .bean(org.springframework.security.crypto.password.PasswordEncoder.class)
            .encode(PASSWORD);
    SharedIdp.jdbc()
        .sql(
            """
            INSERT INTO account (id, kind, login_name, password_hash, display_name, org, roles,
              created_at) VALUES (?, 'MEMBER', ?, ?, '管理员（样例）', ?, ?, now())
            """)
        .params(List.of(id, name, hash, org, roles))
        .update();
    return new Official(id, name, SharedIdp.browser());
  }

  /** One official. */
  record Official(String id, String name, Browser browser) {
    Official passwordOnly() {
      assertThat(Browser.location(browser.logIn(name, PASSWORD))).endsWith("/account");
      return this;
    }

    /** Adds an app and steps up with its next code; the console opens. */
    Official strong() {
      assertThat(steppedUp()).endsWith("/console");
      return this;
    }

    /** Asks for a service on the console, for the first time; the id of what then waits. */
    String applied(Map<String, String> form) {
      String page = "/console/services/new";
      assertThat(Browser.location(SharedIdp.submit(browser, page, form)))
          .endsWith("/console/services");
      return SharedIdp.jdbc()
          .sql("SELECT id FROM client_application WHERE asked_by = ?")
          .param(id)
          .query(String.class)
          .single();
    }

    private String steppedUp() {
      passwordOnly();
      String page = "/account/authenticators";
      Matcher secret =
          SECRET.matcher(SharedIdp.submit(browser, page, page + "/totp", Map.of()).body());
      assertThat(secret.find()).isTrue();
      Bytes key = base32(secret.group(1).replace(" ", ""));
      long step = Totp.step(Instant.now());
      SharedIdp.submit(
          browser,
          page,
          page + "/totp/confirm",
          new HashMap<>(Map.of("code", Totp.code(key, step), "label", "app")));
      browser.get("/login/step-up?next=/console");
      return Browser.location(
          SharedIdp.submit(
              browser,
              "/login/second",
              Map.of("factor", "TOTP", "code", Totp.code(key, step + 1))));
    }

    int status(String page) {
      return browser.get(page).statusCode();
    }

    private static Bytes base32(String text) {
      StringBuilder bits = new StringBuilder();
      for (char letter : text.toCharArray()) {
        int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
        bits.append("%5s".formatted(Integer.toBinaryString(value)).replace(' ', '0'));
      }
      byte[] octets = new byte[bits.length() / 8];
      for (int i = 0; i < octets.length; i++) {
        octets[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
      }
      return Bytes.of(octets);
    }
  }
}
