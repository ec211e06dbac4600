package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.proof.ProvePerson;

/** Whoever shows a document that has ended, or dates that no document has. */
class DocumentDatesTest {
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  /** A resident whom no other test verifies: enough matches without the document's term. */
  private static final Map<String, String> FENG =
      Map.of(
          "type", "CITIZEN_ID",
          "number", "510000197606060190",
          "name", "冯十六（样例）",
          "term", "2039-12-31",
          "bankCard", "6200000000000046",
          "faceReceipt", "FACE0046");

  /** Resident Identity Card Law art. 11: a card whose term is over is exchanged for a new one. */
  @Test
  void a_document_whose_term_is_over_proves_nothing_more() {
    LocalDate today = Instant.now().atZone(CHINA).toLocalDate();
    Browser browser = ProofTest.person();
    String account = ProofTest.principal(browser);
    Map<String, String> ended = with("term", today.minusDays(1).toString());
    assertThat(ProofTest.prove(browser, ended)).isEqualTo("document-ended");
    assertThat(browser.get("/account/proof?outcome=document-ended&lang=zh-CN").body())
        .contains("证件已过有效期");
    assertThat(browser.get("/account/proof?outcome=document-ended&lang=en").body())
        .contains("no longer valid");
    assertThat(level(account)).isEqualTo(Ial.IAL1);
    assertThat(SharedIdp.audited(account, "person-proven", "document-ended")).isOne();
    assertThat(ProofTest.prove(browser, with("term", today.toString())))
        .as("its last day is a day of it")
        .isEqualTo("done");
    assertThat(level(account)).isEqualTo(Ial.IAL3);
    assertThat(again(ended)).as("nor does it lead back to an account").isEmpty();
    assertThat(again(FENG)).contains(account);
  }

  @ParameterizedTest
  @CsvSource({
    "birthDate, +999999999-01-01",
    "birthDate, -999999999-01-01",
    "birthDate, +10000-01-01",
    "term, +999999999-12-31",
    "term, 0000-12-31"
  })
  void a_date_that_no_document_has_is_not_well_formed(String field, String date) {
    Map<String, String> form = new HashMap<>();
    form.put("type", "PASSPORT");
    form.put("number", "X0000010");
    form.put("name", "SAMPLE ROBIN");
    form.put("birthDate", "1975-06-06");
    form.put("bankCard", "6200000000000010");
    form.put("faceReceipt", "FACE0010");
    form.put(field, date);
    HttpResponse<String> answer = SharedIdp.submit(ProofTest.person(), "/account/proof", form);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    assertThat(Browser.location(answer)).endsWith("outcome=malformed");
  }

  private static Map<String, String> with(String field, String value) {
    Map<String, String> form = new HashMap<>(FENG);
    form.put(field, value);
    return form;
  }

  private static Optional<String> again(Map<String, String> form) {
    IdDocument document =
        IdDocument.parse(IdDocument.Type.CITIZEN_ID, form.get("number")).orElseThrow();
    Claims claims =
        new Claims(
            form.get("name"),
            document,
            document.birthDate().orElseThrow(),
            LocalDate.parse(form.get("term")),
            null,
            form.get("bankCard"),
            form.get("faceReceipt"),
            null);
    RunningIdp idp = SharedIdp.get();
    Contact by = new Contact(Contact.Kind.EMAIL, "dates@mail.example");
    return idp.bean(ProvePerson.class)
        .again(claims, by, new Origin("203.0.114.7", ""), idp.bean(IdentityLevels.class));
  }

  private static Ial level(String account) {
    return SharedIdp.get().bean(IdentityLevels.class).of(account);
  }
}
