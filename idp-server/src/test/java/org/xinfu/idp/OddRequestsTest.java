package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.SignOut;
import org.xinfu.idp.store.BlindIndex;

/** What came in a form that nobody sends is refused like anything else that is not right. */
class OddRequestsTest {
  private static final String DEAD = "510000195006070046";

  @Test
  void rows_that_are_none() {
    PersonnelSystem personnel = PersonnelSystem.of(PersonnelSystem.department(7));
    Map<String, Object> rows = Map.of("rows", Collections.singletonList(null));
    HttpResponse<String> answer = personnel.send("POST", "/import", rows);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(RunningIdp.json(answer.body())).containsEntry("code", "request-invalid");
  }

  @Test
  void secrets_that_are_none() {
    Browser browser = ProofTest.person();
    SharedIdp.old(browser);
    for (String page : List.of("/qr/%7Bx%7D", "/window/%7Bx%7D")) {
      assertThat(browser.get(page).statusCode()).as(page).isEqualTo(404);
      assertThat(
              SharedIdp.submit(browser, "/account/proof", page, Map.of("decision", "no"))
                  .statusCode())
          .as(page)
          .isEqualTo(404);
    }
  }

  /** Until the book says so nobody is frozen: the journal is written with the book. */
  @Test
  void a_frozen_account_and_its_row_in_the_book_are_one() {
    String account = ProofTest.principal(ProofTest.person());
    SharedIdp.get().bean(SignOut.class).with(account, SignOut.Cause.PASSWORD_RESET, () -> true);
    holder(account, SharedIdp.get().bean(BlindIndex.class).of("citizen", DEAD));
    try {
      Map<String, String> dead =
          Map.of(
              "type", "CITIZEN_ID",
              "number", DEAD,
              "name", "赵六（样例）",
              "term", "2039-12-31",
              "bankCard", "6200000000000004");
      Browser relative = ProofTest.person();
      CompletableFuture<String> proof;
      try (HeldTable held = new HeldTable("audit")) {
        proof = held.stops(() -> ProofTest.prove(relative, dead));
        assertThat(SharedIdp.active(account)).as("before the book says so").isTrue();
      }
      assertThat(proof.join()).isEqualTo("not-matched");
      assertThat(SharedIdp.active(account)).isFalse();
      assertThat(SharedIdp.audited(account, "holder-frozen", "deceased")).isOne();
    } finally {
      SharedIdp.jdbc()
          .sql("UPDATE account SET citizen_hash = NULL WHERE id = ?")
          .param(account)
          .update();
    }
  }

  private static void holder(String account, String hash) {
    SharedIdp.jdbc()
        .sql("UPDATE account SET citizen_hash = NULL WHERE citizen_hash = ?")
        .param(hash)
        .update();
    SharedIdp.jdbc()
        .sql("UPDATE account SET citizen_hash = ? WHERE id = ?")
        .params(List.of(hash, account))
        .update();
  }
}
