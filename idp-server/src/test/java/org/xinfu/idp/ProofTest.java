package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityAuthority;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.proof.HttpIdentityAuthority;
import org.xinfu.idp.proof.ProvePerson;
import org.xinfu.idp.simulator.PublicSecuritySimulator;
import org.xinfu.kit.profile.ProductionCheck;
import org.xinfu.trust.crypt.Secret;
import org.xinfu.trust.id.CitizenIdNumber;

class ProofTest {
  static final String PASSWORD = "蓉城-绛雪-玉垒浮云";

  private static final Map<String, String> WANG =
      Map.of(
          "type", "CITIZEN_ID",
          "number", "510000197704050033",
          "name", "王五（样例）",
          "term", "2039-12-31",
          "bankCard", "6200000000000003");

  /** A resident whom no other test verifies. */
  private static final Map<String, String> ZHOU =
      Map.of(
          "type", "CITIZEN_ID",
          "number", "51000019840303013X",
          "name", "周十二（样例）",
          "term", "2039-12-31",
          "bankCard", "6200000000000013");

  /** Another. */
  private static final Map<String, String> QIAN =
      Map.of(
          "type", "CITIZEN_ID",
          "number", "510000198105050175",
          "name", "钱十五（样例）",
          "term", "2039-12-31",
          "bankCard", "6200000000000024");

  @Test
  void three_matching_kinds_make_ial2_with_signed_evidence() throws Exception {
    Browser browser = person();
    String account = principal(browser);
    assertThat(level(account)).isEqualTo("IAL1");
    assertThat(prove(browser, WANG)).isEqualTo("done");
    assertThat(level(account)).isEqualTo("IAL2");
    String page = browser.get("/account/proof").body();
    assertThat(page).contains("IAL2", "样例公安人口库");
    assertThat(browser.get("/account").body()).contains("王五（样例）");
    SignedJWT evidence =
        SignedJWT.parse(SharedIdp.get().bean(Proofs.class).of(account).getFirst().jws());
    JWKSet keys = JWKSet.parse(browser.get("/oauth2/jwks").body());
    assertThat(
            evidence.verify(
                new ECDSAVerifier(keys.getKeyByKeyId(evidence.getHeader().getKeyID()).toECKey())))
        .isTrue();
    assertThat(evidence.getJWTClaimsSet().getClaims())
        .containsEntry("sub", account)
        .containsEntry("source", "样例公安人口库")
        .containsEntry("method", "authority-check CITIZEN_ID")
        .containsEntry("matched", List.of("BANK_CARD", "DOCUMENT", "TERM"))
        .containsEntry("ial", "IAL2")
        .containsKeys("exp", "iat", "jti", "reference");
    assertThat(evidence.getPayload().toString()).doesNotContain("510000197704050033", "王五");

    Browser second = person();
    assertThat(prove(second, WANG)).as("one citizen id, one account").isEqualTo("duplicate");
    assertThat(level(principal(second))).isEqualTo("IAL1");
    merged(second, account, browser);
  }

  /** Merging wants the other account's password and moves what the lesser account had. */
  private static void merged(Browser lesser, String kept, Browser keptBrowser) {
    String name = loginName(keptBrowser);
    Map<String, String> form = new HashMap<>(WANG);
    form.put("otherLogin", name);
    form.put("otherPassword", "not the password");
    String from = principal(lesser);
    assertThat(prove(lesser, form)).isEqualTo("not-matched");
    form.put("otherPassword", PASSWORD);
    String to = Browser.location(SharedIdp.submit(lesser, "/account/proof", form));
    assertThat(to).endsWith("/login?merged");
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT count(*) FROM contact WHERE account_id = ? AND released_at IS NULL")
                .param(kept)
                .query(Long.class)
                .single())
        .isEqualTo(2);
    assertThat(SharedIdp.audited(from, "accounts-merged", "done")).isOne();
    assertThat(Browser.location(lesser.get("/account"))).endsWith("/login");
  }

  @Test
  void face_as_well_makes_ial3() {
    Browser browser = person();
    Map<String, String> form =
        Map.of(
            "type", "CITIZEN_ID",
            "number", "510000198502030020",
            "name", "李四（样例）",
            "term", "2039-12-31",
            "faceReceipt", "FACE0002");
    assertThat(prove(browser, form)).isEqualTo("done");
    assertThat(level(principal(browser))).isEqualTo("IAL3");
    Browser child = person();
    Map<String, String> young = new HashMap<>();
    young.put("type", "CITIZEN_ID");
    young.put("number", "510000201508090053");
    young.put("name", "李小四（样例）");
    young.put("term", "2030-08-08");
    young.put("bankCard", "6200000000000005");
    assertThat(prove(child, young)).isEqualTo("guardian-wanted");
    young.put("guardian", "510000197704050033");
    assertThat(prove(child, young)).as("not this one's guardian").isEqualTo("not-matched");
    young.put("guardian", "510000198502030020");
    assertThat(prove(child, young)).isEqualTo("done");
    Proofs proofs = SharedIdp.get().bean(Proofs.class);
    assertThat(proofs.minor(principal(child), java.time.Instant.now())).isTrue();
    assertThat(proofs.minor(principal(browser), java.time.Instant.now())).isFalse();
    assertThat(proofs.guardian(principal(child))).contains(principal(browser));
  }

  @Test
  void two_kinds_or_a_wrong_document_are_too_little() {
    Browser browser = person();
    Map<String, String> two = new HashMap<>(WANG);
    two.put("number", "51000019900101000X");
    two.put("name", "张三（样例）");
    two.put("term", "2036-01-01");
    two.remove("bankCard");
    assertThat(prove(browser, two)).isEqualTo("not-matched");
    Map<String, String> otherName = new HashMap<>(two);
    otherName.put("bankCard", "6200000000000001");
    otherName.put("faceReceipt", "FACE0001");
    otherName.put("name", "张四（样例）");
    assertThat(prove(browser, otherName))
        .as("three kinds without the document")
        .isEqualTo("not-matched");
    Map<String, String> checkCharacter = new HashMap<>(WANG);
    checkCharacter.put("number", "510000197704050034");
    assertThat(prove(browser, checkCharacter)).isEqualTo("malformed");
    assertThat(level(principal(browser))).isEqualTo("IAL1");
  }

  @Test
  void documents_of_others_than_citizens_are_verified() {
    List<Map<String, String>> others =
        List.of(
            other("HM_PERMIT", "H00000006", "陈七（样例）", "1992-10-11", "2034-10-10", "6"),
            other("TW_PERMIT", "00000007", "林八（样例）", "1988-12-13", "2033-12-12", "7"),
            other("HMT_RESIDENCE", "810000199503030087", "欧阳九（样例）", "", "2033-03-02", "8"),
            other(
                "FOREIGNER_RESIDENCE",
                "XXA510000000009",
                "SAMPLE ALEX",
                "1980-05-05",
                "2035-05-04",
                "9"),
            other("PASSPORT", "X0000010", "SAMPLE ROBIN", "1975-06-06", "2031-06-05", "10"));
    for (Map<String, String> form : others) {
      Browser browser = person();
      assertThat(prove(browser, form)).as(form.get("type")).isEqualTo("done");
      assertThat(level(principal(browser))).isEqualTo("IAL2");
    }
    Map<String, String> wrongBirth = new HashMap<>(others.getFirst());
    wrongBirth.put("birthDate", "1992-10-12");
    assertThat(prove(person(), wrongBirth)).isEqualTo("not-matched");
  }

  @Test
  void whoever_is_dead_in_the_register_is_frozen() {
    Browser browser = person();
    String account = principal(browser);
    String hash =
        SharedIdp.get()
            .bean(org.xinfu.idp.store.BlindIndex.class)
            .of("citizen", "510000195006070046");
    SharedIdp.jdbc()
        .sql("UPDATE account SET citizen_hash = ? WHERE id = ?")
        .params(List.of(hash, account))
        .update();
    Map<String, String> dead =
        Map.of(
            "type", "CITIZEN_ID",
            "number", "510000195006070046",
            "name", "赵六（样例）",
            "term", "2039-12-31",
            "bankCard", "6200000000000004");
    Browser relative = person();
    assertThat(prove(relative, dead)).isEqualTo("not-matched");
    assertThat(SharedIdp.audited(account, "holder-frozen", "deceased")).isOne();
    assertThat(SharedIdp.audited(principal(relative), "holder-frozen", "deceased")).isZero();
    assertThat(Browser.location(browser.get("/account"))).endsWith("/login");
    assertThat(
            SharedIdp.jdbc()
                .sql("SELECT active FROM account WHERE id = ?")
                .param(account)
                .query(Boolean.class)
                .single())
        .isFalse();
  }

  @Test
  void guessing_facts_is_limited() {
    Browser browser = person();
    Map<String, String> form = new HashMap<>(WANG);
    form.put("number", CitizenIdNumber.complete("51000019600101001").value());
    for (int i = 0; i < 10; i++) {
      form.put("bankCard", "620000000000009" + i);
      prove(browser, form);
    }
    assertThat(prove(browser, form)).isEqualTo("limited");
  }

  /** What strangers guess about a document is limited, and costs its holder nothing. */
  @Test
  void strangers_use_up_nobodys_tries() {
    Contact phone = new Contact(Contact.Kind.PHONE, "+8619900000013");
    Map<String, String> form = new HashMap<>(ZHOU);
    form.put("bankCard", "6200000000000099");
    Browser stranger = person();
    for (int i = 0; i < 10; i++) {
      assertThat(prove(stranger, form)).isEqualTo("not-matched");
    }
    Browser second = person();
    assertThat(prove(second, form)).as("told by any account").isEqualTo("limited");
    assertThat(prove(second, ZHOU)).as("nor is a right guess told").isEqualTo("limited");
    String name = SharedIdp.register("19900000013", phone.value(), PASSWORD);
    Browser holder = SharedIdp.browser();
    holder.logIn(name, PASSWORD);
    assertThat(prove(holder, ZHOU)).as("holds the telephone").isEqualTo("done");
    assertThat(again(phone, ZHOU, "192.0.2")).as("the way back").contains(principal(holder));
    assertThat(again(mailbox(1), ZHOU, "192.0.2")).as("without the telephone").isEmpty();
    form.put("faceReceipt", "FACE0013");
    for (int i = 0; i < 8; i++) {
      assertThat(prove(second, form)).as("a face, and another account").isEqualTo("duplicate");
    }
    assertThat(again(phone, ZHOU, "192.0.2")).as("a receipt may be stolen: counted too").isEmpty();
  }

  /** Many people stand behind one address: one contact has ten tries, a network a hundred. */
  @Test
  void a_neighbour_uses_up_nobodys_way_back() {
    Browser holder = person();
    assertThat(prove(holder, QIAN)).isEqualTo("done");
    Map<String, String> nobody = new HashMap<>(QIAN);
    for (int i = 0; i < 99; i++) {
      nobody.put("number", CitizenIdNumber.complete("51000019600303" + (100 + i)).value());
      assertThat(again(mailbox(100 + i / 10), nobody, "198.51.100")).isEmpty();
    }
    assertThat(again(mailbox(100), QIAN, "198.51.100")).as("a contact's are used up").isEmpty();
    assertThat(again(mailbox(2), QIAN, "198.51.100"))
        .as("the hundredth")
        .contains(principal(holder));
    assertThat(again(mailbox(3), QIAN, "198.51.100")).as("the network's are used up").isEmpty();
    provenAgainWithTheRowAlone(principal(holder));
  }

  /** What is not kept is not in the book either. */
  private static void provenAgainWithTheRowAlone(String account) {
    SharedIdp.jdbc()
        .sql(
            """
            CREATE FUNCTION no_proof() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE EXCEPTION 'no proof'; END $$;
            CREATE TRIGGER no_proof BEFORE INSERT ON proof FOR EACH ROW
              WHEN (NEW.account_id = '%s') EXECUTE FUNCTION no_proof()
            """
                .replace("%s", account))
        .update();
    try {
      assertThatThrownBy(() -> again(mailbox(4), QIAN, "203.0.113"))
          .hasStackTraceContaining("no proof");
    } finally {
      SharedIdp.jdbc().sql("DROP TRIGGER no_proof ON proof; DROP FUNCTION no_proof()").update();
    }
    assertThat(SharedIdp.audited(account, "person-proven-again", "done")).isOne();
  }

  private static Contact mailbox(int number) {
    return new Contact(Contact.Kind.EMAIL, "try" + number + "@mail.example");
  }

  /** As somebody is found who has shown that they hold the contact. */
  private static Optional<String> again(Contact by, Map<String, String> form, String network) {
    IdDocument document =
        IdDocument.parse(IdDocument.Type.CITIZEN_ID, form.get("number")).orElseThrow();
    Claims claims =
        new Claims(
            form.get("name"),
            document,
            document.birthDate().orElseThrow(),
            java.time.LocalDate.parse(form.get("term")),
            by.kind() == Contact.Kind.PHONE ? by.value() : null,
            form.get("bankCard"),
            null,
            null);
    RunningIdp idp = SharedIdp.get();
    return idp.bean(ProvePerson.class)
        .again(claims, by, new Origin(network + ".7", ""), idp.bean(IdentityLevels.class));
  }

  @Test
  void evidence_past_its_time_counts_no_longer() {
    Browser browser = person();
    String account = principal(browser);
    SharedIdp.jdbc()
        .sql(
            """
            INSERT INTO proof VALUES ('old ' || ?, ?, 'IAL2', 's', 'r', 'm', 'DOCUMENT',
              now() - interval '2 days', now() - interval '1 second', NULL, 'x')
            """)
        .params(List.of(account, account))
        .update();
    assertThat(level(account)).isEqualTo("IAL1");
  }

  @Test
  void an_answer_without_the_shared_key_is_not_believed() {
    try (PublicSecuritySimulator stranger =
        new PublicSecuritySimulator(Secret.copyOf(new byte[32]), java.time.Clock.systemUTC())) {
      HttpIdentityAuthority ours =
          new HttpIdentityAuthority(
              stranger.address(), () -> Secret.copyOf(new byte[] {1}), java.time.Clock.systemUTC());
      Claims claims =
          new Claims(
              "王五（样例）",
              IdDocument.parse(IdDocument.Type.CITIZEN_ID, "510000197704050033").orElseThrow(),
              java.time.LocalDate.of(1977, 4, 5),
              null,
              null,
              null,
              null,
              null);
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> ours.check(claims))
          .isInstanceOf(IdentityAuthority.Unavailable.class);
    }
  }

  @Test
  void production_refuses_the_simulator() {
    assertThat(
            SharedIdp.get()
                .context()
                .getBean("noSimulatedAuthority", ProductionCheck.class)
                .violations())
        .extracting(ProductionCheck.Violation::code)
        .containsExactly("authority-simulator");
  }

  private static Map<String, String> other(
      String type, String number, String name, String birth, String term, String card) {
    return Map.of(
        "type", type,
        "number", number,
        "name", name,
        "birthDate", birth,
        "term", term,
        "bankCard", "62000000000000" + (card.length() == 1 ? "0" + card : card));
  }

  static Browser person() {
    String phone = SharedIdp.randomPhone();
    String name = SharedIdp.register(phone, "+86" + phone, PASSWORD);
    Browser browser = SharedIdp.browser();
    browser.logIn(name, PASSWORD);
    return browser;
  }

  static String loginName(Browser browser) {
    Matcher name = Pattern.compile("p[0-9]{10}").matcher(browser.get("/account").body());
    assertThat(name.find()).isTrue();
    return name.group();
  }

  static String principal(Browser browser) {
    return SharedIdp.accountOf(loginName(browser));
  }

  static String prove(Browser browser, Map<String, String> form) {
    String to = Browser.location(SharedIdp.submit(browser, "/account/proof", form));
    return Browser.query(to).get("outcome");
  }

  private static String level(String account) {
    return SharedIdp.get().bean(IdentityLevels.class).of(account).name();
  }
}
