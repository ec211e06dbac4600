package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.util.HtmlUtils;
import org.xinfu.idp.UkeyBox.Wish;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Signer;

/** A client asks for more, and the UKey is the answer: by a challenge for that alone. */
class UkeyStepUpTest {
  private static final String MORE = "/login/second/ukey";
  private static final String LOGIN = "/login/ukey";
  private static final String AAL2 = "urn:xinfu:acr:aal2";
  private static final String AAL3 = "urn:xinfu:acr:aal3";
  private static final Pattern CHALLENGE =
      Pattern.compile("<textarea id=\"challenge\"[^>]*>([^<]+)</textarea>");

  @BeforeAll
  static void publish() {
    UkeyBox.publish();
  }

  @Test
  void a_device_lifts_a_login_to_aal3() {
    Signer ukey = UkeyBox.ukey(Wish.signing());
    StepUpTest.Person person = bound(ukey);
    Map<String, String> request = wallet(AAL3);
    String to = StepUpTest.ask(person.browser, request);
    assertThat(to).endsWith("/login/step-up?aal=AAL3");
    person.browser.get(to);
    assertThat(person.browser.get("/login/second").body())
        .contains("href=\"" + MORE + "\"")
        .doesNotContain("value=\"CERTIFICATE\"", "value=\"SMS_CODE\"");
    assertThat(challenge(person.browser, MORE).toUtf8())
        .contains("origin: " + SharedIdp.get().origin + "\n", "purpose: step-up\n");
    Map<String, String> answer = Browser.query(show(person.browser, MORE, ukey));
    assertThat(idToken(person.browser, answer.get("code")))
        .containsEntry("acr", AAL3)
        .containsEntry("amr", List.of("hwk", "mfa", "pin", "pop", "pwd"));
    String account = SharedIdp.accountOf(person.name);
    assertThat(SharedIdp.audited(account, "factor-shown", "certificate")).isOne();
    assertThat(SharedIdp.audited(account, "login", "ukey")).as("it is no login").isZero();
  }

  @Test
  void a_certificate_that_says_nothing_of_a_device_lifts_to_aal2_and_is_offered_for_no_more() {
    Signer ukey = UkeyBox.ukey(Wish.signing().plain());
    StepUpTest.Person person = bound(ukey);
    assertThat(StepUpTest.ask(person.browser, wallet(AAL3)))
        .as("nothing that this account has, or anybody can add here")
        .contains("error=unmet_authentication_requirements");
    person.browser.get(StepUpTest.ask(person.browser, wallet(AAL2)));
    assertThat(person.browser.get("/login/second").body()).contains("href=\"" + MORE + "\"");
    Map<String, String> answer = Browser.query(show(person.browser, MORE, ukey));
    assertThat(idToken(person.browser, answer.get("code")))
        .containsEntry("acr", AAL2)
        .containsEntry("amr", List.of("mfa", "pop", "pwd"));
  }

  @Test
  void what_was_signed_for_a_login_is_no_step_up_nor_the_other_way_round() {
    Signer ukey = UkeyBox.ukey(Wish.signing());
    StepUpTest.Person person = bound(ukey);
    asked(person.browser);
    Bytes login = sign(challenge(person.browser, LOGIN), ukey);
    challenge(person.browser, MORE);
    assertThat(send(person.browser, MORE, login)).endsWith("problem=ukey-challenge-other-purpose");
    Bytes more = sign(challenge(person.browser, MORE), ukey);
    Browser thief = SharedIdp.browser();
    challenge(thief, LOGIN);
    assertThat(send(thief, LOGIN, more)).endsWith("problem=ukey-challenge-other-purpose");
    assertThat(send(person.browser, MORE, more)).endsWith("/account/authenticators");
    asked(person.browser);
    assertThat(send(person.browser, MORE, more)).endsWith("problem=ukey-challenge-replayed");
  }

  @Test
  void what_was_given_to_another_session_or_signed_by_another_person_lifts_nothing() {
    Signer ukey = UkeyBox.ukey(Wish.signing());
    StepUpTest.Person person = bound(ukey);
    Signer others = UkeyBox.ukey(Wish.signing());
    StepUpTest.Person other = bound(others);
    asked(person.browser);
    asked(other.browser);
    challenge(person.browser, MORE);
    Bytes elsewhere = sign(challenge(other.browser, MORE), ukey);
    assertThat(send(person.browser, MORE, elsewhere))
        .endsWith("problem=ukey-challenge-other-browser");
    assertThat(show(person.browser, MORE, others)).endsWith("problem=ukey-nobody");
    assertThat(show(person.browser, MORE, UkeyBox.ukey(Wish.signing())))
        .as("bound to nobody")
        .endsWith("problem=ukey-nobody");
    assertThat(person.browser.get("/account/authenticators").body())
        .contains("<dd id=\"aal\">AAL1</dd>");
    assertThat(SharedIdp.audited(SharedIdp.accountOf(person.name), "factor-shown", "ukey-nobody"))
        .isEqualTo(2);
  }

  @Test
  void who_is_asked_for_nothing_more_is_shown_no_challenge() {
    Signer ukey = UkeyBox.ukey(Wish.signing());
    StepUpTest.Person person = bound(ukey);
    Browser nobody = SharedIdp.browser();
    assertThat(Browser.location(nobody.get(MORE))).endsWith("/login");
    Map<String, String> empty = Map.of();
    assertThat(Browser.location(SharedIdp.submit(nobody, "/login", MORE, empty)))
        .endsWith("/login");
    assertThat(Browser.location(person.browser.get(MORE))).endsWith("/login");
    String half = half(person);
    assertThat(half).as("half a login is none to step up").endsWith("/login");
  }

  /** Somebody with a second factor who has shown the password alone. */
  private static String half(StepUpTest.Person person) {
    String page = "/account/authenticators";
    SharedIdp.submit(person.browser, page, page + "/code", Map.of());
    Browser half = SharedIdp.browser();
    half.logIn(person.name, ProofTest.PASSWORD);
    assertThat(half.get("/login/second").body()).doesNotContain(MORE);
    return Browser.location(half.get(MORE));
  }

  private static StepUpTest.Person bound(Signer ukey) {
    StepUpTest.Person person = new StepUpTest.Person();
    SharedIdp.verified(SharedIdp.accountOf(person.name));
    String page = "/account/ukey";
    assertThat(send(person.browser, page, sign(challenge(person.browser, page), ukey)))
        .endsWith("/account/authenticators");
    return person;
  }

  /** Asks once more, as a client does. */
  private static void asked(Browser browser) {
    browser.get("/login/step-up?aal=AAL3&next=/account/authenticators");
  }

  private static Map<String, String> wallet(String acr) {
    Map<String, String> request =
        new HashMap<>(
            RunningIdp.authorization("citizen-wallet", RunningIdp.CALLBACK, "openid profile"));
    request.put("claims", StepUpTest.essential(acr));
    return request;
  }

  private static Map<String, Object> idToken(Browser browser, String code) {
    Map<String, String> form = LogInSteps.codeForm("citizen-wallet", RunningIdp.CALLBACK, code);
    Map<String, Object> tokens = RunningIdp.json(browser.post("/oauth2/token", form).body());
    return RunningIdp.claims((String) tokens.get("id_token"));
  }

  private static String show(Browser browser, String page, Signer ukey) {
    return send(browser, page, sign(challenge(browser, page), ukey));
  }

  private static Bytes sign(Bytes text, Signer ukey) {
    return Gbt35275Signer.attached(text, ukey, Instant.now());
  }

  private static String send(Browser browser, String page, Bytes signed) {
    String text = Base64.getEncoder().encodeToString(signed.toArray());
    Map<String, String> form = Map.of("signed", text, "label", "UKey 1");
    return Browser.location(SharedIdp.submit(browser, page, form));
  }

  private static Bytes challenge(Browser browser, String page) {
    Matcher shown = CHALLENGE.matcher(browser.get(page).body());
    assertThat(shown.find()).as(page).isTrue();
    return Bytes.utf8(HtmlUtils.htmlUnescape(shown.group(1)).replace("\r", ""));
  }
}
