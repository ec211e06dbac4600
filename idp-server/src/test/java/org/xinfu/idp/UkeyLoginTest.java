package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.util.HtmlUtils;
import org.xinfu.idp.UkeyBox.Wish;
import org.xinfu.idp.store.BlindIndex;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.id.CitizenIdNumber;
import org.xinfu.trust.key.Signer;

/** Persons log in with keys of a PKCS#11 token over HTTP; what is bent is refused by its name. */
class UkeyLoginTest {
  private static final String PASSWORD = "蓉城-绛雪-玉垒浮云";
  private static final String PAGE = "/login/ukey";
  private static final Pattern CHALLENGE =
      Pattern.compile("<textarea id=\"challenge\"[^>]*>([^<]+)</textarea>");

  @BeforeAll
  static void publish() {
    UkeyBox.publish();
  }

  @Test
  void a_bound_certificate_of_a_device_logs_in_at_aal3() {
    Person person = new Person();
    Signer ukey = UkeyBox.ukey(Wish.signing());
    assertThat(person.bind(ukey)).endsWith("/account/authenticators");
    Browser browser = SharedIdp.browser();
    assertThat(logIn(browser, ukey)).endsWith("/account");
    assertThat(browser.get("/account/authenticators").body())
        .contains("<dd id=\"aal\">AAL3</dd>", "UKey");
    assertThat(SharedIdp.audited(person.account, "login", "ukey")).isOne();
    assertThat(amr(person.name, ukey)).containsExactly("hwk", "mfa", "pin", "pop");
  }

  @Test
  void a_certificate_that_says_nothing_of_a_device_logs_in_at_aal2() {
    Person person = new Person();
    Signer ukey = UkeyBox.ukey(Wish.signing().plain());
    assertThat(person.bind(ukey)).endsWith("/account/authenticators");
    Browser browser = SharedIdp.browser();
    assertThat(logIn(browser, ukey)).endsWith("/account");
    assertThat(browser.get("/account/authenticators").body()).contains("<dd id=\"aal\">AAL2</dd>");
    assertThat(amr(person.name, ukey)).containsExactly("pop");
  }

  @Test
  void detached_and_bare_signatures_and_the_digest_inside_are_taken() {
    Person person = new Person();
    Signer ukey = UkeyBox.ukey(Wish.signing());
    person.bind(ukey);
    Browser one = SharedIdp.browser();
    Bytes detached = Gbt35275Signer.detached(challenge(one, PAGE), ukey, Instant.now());
    assertThat(send(one, detached)).endsWith("/account");
    Browser two = SharedIdp.browser();
    assertThat(send(two, Gbt35275Signer.attached(challenge(two, PAGE), ukey))).endsWith("/account");
    Browser three = SharedIdp.browser();
    Bytes digest = ContentDigest.SM3.of(challenge(three, PAGE));
    assertThat(send(three, Gbt35275Signer.attached(digest, ukey))).endsWith("/account");
  }

  @Test
  void a_verified_persons_number_in_the_certificate_finds_them() {
    String number = CitizenIdNumber.complete("51000019600102003").value();
    Signer ukey = UkeyBox.ukey(Wish.signing().numbered(number));
    Person person = new Person();
    person.isHolderOf(number);
    Browser browser = SharedIdp.browser();
    assertThat(logIn(browser, ukey)).endsWith("/account");
    assertThat(browser.get("/account").body()).contains(person.name);
    String unknown = CitizenIdNumber.complete("51000019600101009").value();
    Signer nobody = UkeyBox.ukey(Wish.signing().numbered(unknown));
    assertThat(problem(logIn(SharedIdp.browser(), nobody))).isEqualTo("ukey-nobody");
    assertThat(new Person().bind(ukey)).endsWith("problem=ukey-other-person");
    SharedIdp.jdbc().sql("DELETE FROM proof WHERE account_id = ?").param(person.account).update();
    assertThat(problem(logIn(SharedIdp.browser(), ukey)))
        .as("whose proof is over is not found by a number")
        .isEqualTo("ukey-nobody");
  }

  @Test
  void what_somebody_else_showed_in_this_browser_counts_for_nothing() {
    Person person = new Person();
    Signer ukey = UkeyBox.ukey(Wish.signing().plain());
    person.bind(ukey);
    Person before = new Person();
    assertThat(logIn(before.browser, ukey)).endsWith("/account");
    assertThat(before.browser.get("/account").body()).contains(person.name);
    String code = Browser.query(Browser.location(before.browser.get(address()))).get("code");
    assertThat(amr(before.browser, code)).containsExactly("pop");
  }

  @Test
  void an_old_login_binds_nothing() {
    Person person = new Person();
    Signer ukey = UkeyBox.ukey(Wish.signing());
    Bytes signed = sign(challenge(person.browser, "/account/ukey"), ukey);
    SharedIdp.old(person.browser);
    String stepUp = "/login/step-up?next=/account/ukey";
    assertThat(Browser.location(person.browser.get("/account/ukey"))).endsWith(stepUp);
    assertThat(
            Browser.location(
                SharedIdp.submit(
                    person.browser,
                    "/account/authenticators",
                    "/account/ukey",
                    Map.of("signed", base64(signed)))))
        .endsWith(stepUp);
    assertThat(problem(logIn(SharedIdp.browser(), ukey))).isEqualTo("ukey-nobody");
  }

  @Test
  void tries_from_one_device_are_limited() {
    Browser browser = SharedIdp.browser();
    Signer ukey = UkeyBox.ukey(Wish.signing());
    Bytes signed = sign(challenge(browser, PAGE), ukey);
    int taken = 0;
    Map<String, String> form = Map.of("signed", base64(signed));
    while (taken < 70
        && !problem(Browser.location(SharedIdp.submit(browser, "/login", PAGE, form)))
            .equals("ukey-limited")) {
      taken++;
    }
    assertThat(taken).isBetween(58, 60);
  }

  @Test
  void who_is_not_verified_binds_nothing() {
    Person person = new Person();
    SharedIdp.jdbc().sql("DELETE FROM proof WHERE account_id = ?").param(person.account).update();
    assertThat(person.bind(UkeyBox.ukey(Wish.signing()))).endsWith("problem=ukey-proof-wanted");
  }

  @Test
  void altered_foreign_old_and_used_challenges_are_refused_each_by_its_name() {
    Person person = new Person();
    Signer ukey = UkeyBox.ukey(Wish.signing());
    person.bind(ukey);
    Browser browser = SharedIdp.browser();
    String given = challenge(browser, PAGE).toUtf8();
    String later = given.replaceAll("expires: \\d{4}", "expires: 2999");
    assertThat(refused(browser, later, ukey)).isEqualTo("ukey-challenge-altered");
    assertThat(refused(browser, "anything", ukey)).isEqualTo("ukey-challenge-altered");
    String elsewhere = given.replace("origin: http://localhost", "origin: http://evil.example");
    assertThat(refused(browser, elsewhere, ukey)).isEqualTo("ukey-challenge-other-origin");
    String invented = given.replaceAll("nonce: .{43}", "nonce: " + "A".repeat(43));
    assertThat(refused(browser, invented, ukey)).isEqualTo("ukey-challenge-altered");
    String purpose = challenge(person.browser, "/account/ukey").toUtf8();
    assertThat(refused(browser, purpose, ukey)).isEqualTo("ukey-challenge-other-purpose");
    String others = challenge(SharedIdp.browser(), PAGE).toUtf8();
    assertThat(refused(browser, others, ukey)).isEqualTo("ukey-challenge-other-browser");

    Bytes signed = sign(Bytes.utf8(given), ukey);
    byte[] flipped = signed.toArray();
    flipped[flipped.length - 3] ^= 1;
    assertThat(problem(send(browser, Bytes.of(flipped)))).isEqualTo("ukey-signature-wrong");
    assertThat(problem(send(browser, Bytes.utf8("no signature"))))
        .isEqualTo("ukey-message-malformed");
    assertThat(send(browser, signed)).as("none of these used it up").endsWith("/account");
    assertThat(problem(send(browser, signed))).isEqualTo("ukey-challenge-replayed");
    assertThat(problem(send(SharedIdp.browser(), signed))).isEqualTo("ukey-challenge-replayed");

    Browser slow = SharedIdp.browser();
    Bytes late = sign(challenge(slow, PAGE), ukey);
    SharedIdp.jdbc()
        .sql("UPDATE ukey_challenge SET expires_at = now() - interval '1 second'")
        .update();
    assertThat(problem(send(slow, late)))
        .as("the database's word counts as well")
        .isEqualTo("ukey-challenge-replayed");
  }

  @Test
  void an_expired_challenge_is_told_so() {
    Signer ukey = UkeyBox.ukey(Wish.signing());
    Browser browser = SharedIdp.browser();
    String text = challenge(browser, PAGE).toUtf8();
    // The same text with an end in the past, as the server would have given it some minutes ago.
    String old =
        text.replaceAll(
            "expires: .*",
            "expires: "
                + Instant.now().minus(Duration.ofMinutes(5)).toString().substring(0, 19)
                + "Z");
    assertThat(refused(browser, old, ukey)).isEqualTo("ukey-challenge-expired");
  }

  @Test
  void revoked_expired_foreign_and_encryption_certificates_are_refused_each_by_its_name() {
    Signer revoked = UkeyBox.ukey(Wish.signing());
    UkeyBox.revoke(revoked);
    assertThat(problem(logIn(SharedIdp.browser(), revoked))).isEqualTo("ukey-certificate-revoked");
    Browser backdated = SharedIdp.browser();
    Bytes before =
        Gbt35275Signer.attached(
            challenge(backdated, PAGE), revoked, Instant.now().minus(Duration.ofMinutes(30)));
    assertThat(problem(send(backdated, before)))
        .as("a claimed time before the revocation")
        .isEqualTo("ukey-certificate-revoked");
    assertThat(problem(logIn(SharedIdp.browser(), UkeyBox.ukey(Wish.signing().encrypting()))))
        .isEqualTo("ukey-certificate-not-for-signing");
    assertThat(problem(logIn(SharedIdp.browser(), UkeyBox.ukey(Wish.signing().expired()))))
        .isEqualTo("ukey-certificate-expired");
    assertThat(problem(logIn(SharedIdp.browser(), UkeyBox.strangers(Wish.signing()))))
        .isEqualTo("ukey-certificate-not-trusted");
    UkeyBox.unpublishList();
    try {
      assertThat(problem(logIn(SharedIdp.browser(), UkeyBox.ukey(Wish.signing()))))
          .isEqualTo("ukey-revocation-unknown");
    } finally {
      UkeyBox.publish();
    }
  }

  @Test
  void the_signing_program_answers_beside_the_browser() {
    Person person = new Person();
    Signer ukey = UkeyBox.ukey(Wish.signing());
    person.bind(ukey);
    Browser browser = SharedIdp.browser();
    Bytes signed = sign(challenge(browser, PAGE), ukey);
    Browser program = SharedIdp.browser();
    Map<String, String> answer = Map.of("signed", base64(signed));
    assertThat(program.post("/login/ukey/answer", answer).statusCode()).isEqualTo(204);
    HttpResponse<String> twice = program.post("/login/ukey/answer", answer);
    assertThat(RunningIdp.json(twice.body())).containsEntry("code", "ukey-challenge-replayed");
    assertThat(Browser.location(program.get("/account"))).as("nobody").endsWith("/login");
    assertThat(Browser.location(SharedIdp.submit(browser, PAGE, Map.of()))).endsWith("/account");
    assertThat(browser.get("/account").body()).contains(person.name);
  }

  @Test
  void a_closed_account_and_an_unknown_certificate_answer_alike() {
    Person person = new Person();
    Signer ukey = UkeyBox.ukey(Wish.signing());
    person.bind(ukey);
    SharedIdp.jdbc()
        .sql("UPDATE account SET active = false WHERE id = ?")
        .param(person.account)
        .update();
    assertThat(problem(logIn(SharedIdp.browser(), ukey))).isEqualTo("ukey-nobody");
    assertThat(problem(logIn(SharedIdp.browser(), UkeyBox.ukey(Wish.signing()))))
        .isEqualTo("ukey-nobody");
    assertThat(new Person().bind(ukey)).endsWith("problem=ukey-bound-already");
  }

  private static String refused(Browser browser, String text, Signer ukey) {
    return problem(send(browser, sign(Bytes.utf8(text), ukey)));
  }

  private static String logIn(Browser browser, Signer ukey) {
    return send(browser, sign(challenge(browser, PAGE), ukey));
  }

  private static Bytes sign(Bytes text, Signer ukey) {
    return Gbt35275Signer.attached(text, ukey, Instant.now());
  }

  private static String send(Browser browser, Bytes signed) {
    return Browser.location(SharedIdp.submit(browser, PAGE, Map.of("signed", base64(signed))));
  }

  private static String problem(String location) {
    return Browser.query(location).getOrDefault("problem", location);
  }

  private static String base64(Bytes octets) {
    return Base64.getEncoder().encodeToString(octets.toArray());
  }

  private static Bytes challenge(Browser browser, String page) {
    Matcher shown = CHALLENGE.matcher(browser.get(page).body());
    assertThat(shown.find()).as(page).isTrue();
    return Bytes.utf8(HtmlUtils.htmlUnescape(shown.group(1)).replace("\r", ""));
  }

  /** What an ID token would say of a login with the UKey. */
  private static List<String> amr(String name, Signer ukey) {
    Browser browser = SharedIdp.browser();
    assertThat(Browser.location(browser.get(address()))).endsWith("/login");
    String back = logIn(browser, ukey);
    return amr(browser, Browser.query(Browser.location(browser.get(back))).get("code"));
  }

  private static String address() {
    return "/oauth2/authorize?"
        + Browser.encode(
            RunningIdp.authorization("seal-demo", RunningIdp.CALLBACK, "openid profile"));
  }

  @SuppressWarnings("unchecked")
  private static List<String> amr(Browser browser, String code) {
    Map<String, String> form = LogInSteps.codeForm("seal-demo", RunningIdp.CALLBACK, code);
    String tokens = browser.post("/oauth2/token", form).body();
    Map<String, Object> claims =
        RunningIdp.claims((String) RunningIdp.json(tokens).get("id_token"));
    return (List<String>) claims.get("amr");
  }

  /** A person whom the test calls verified, with a browser that is logged in. */
  private static final class Person {
    final String phone = SharedIdp.randomPhone();
    final String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    final String account = SharedIdp.accountOf(name);
    final Browser browser = SharedIdp.browser();

    Person() {
      browser.logIn(name, PASSWORD);
      SharedIdp.verified(account);
    }

    String bind(Signer ukey) {
      Bytes signed = sign(challenge(browser, "/account/ukey"), ukey);
      Map<String, String> form = Map.of("signed", base64(signed), "label", "UKey 1");
      return Browser.location(SharedIdp.submit(browser, "/account/ukey", form));
    }

    void isHolderOf(String number) {
      String hash = SharedIdp.get().bean(BlindIndex.class).of("citizen", number);
      SharedIdp.jdbc()
          .sql("UPDATE account SET citizen_hash = ? WHERE id = ?")
          .params(List.of(hash, account))
          .update();
    }
  }
}
