package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Persons;

/** Of several bound telephones one is registered in the person's name: they say which. */
class ProofPhoneTest {
  private static final Map<String, String> RESIDENT =
      Map.of(
          "type", "CITIZEN_ID",
          "number", "510000197707070208",
          "name", "阿苏·木呷（样例）",
          "term", "2039-12-31");

  @Test
  void the_one_that_is_chosen_is_asked_about() {
    Browser browser = ProofTest.person();
    String account = ProofTest.principal(browser);
    assertThat(browser.get("/account/proof").body())
        .as("there is nothing to choose")
        .doesNotContain("name=\"phone\"");
    Persons persons = SharedIdp.get().bean(Persons.class);
    persons.bind(account, new Contact(Contact.Kind.EMAIL, "asu@mail.example"), Instant.now());
    persons.bind(account, new Contact(Contact.Kind.PHONE, "+8619900000047"), Instant.now());
    String page = browser.get("/account/proof?lang=en").body();
    assertThat(page).contains("name=\"phone\"", "Phone number registered in my name");
    assertThat(page).contains("<option value=\"1\"").doesNotContain("asu@", "19900000047");
    for (String other : new String[] {"0", "", "2", "-1", "99999999999"}) {
      assertThat(ProofTest.prove(browser, with(other))).as(other).isEqualTo("not-matched");
    }
    assertThat(ProofTest.prove(browser, with("1"))).isEqualTo("done");
  }

  private static Map<String, String> with(String phone) {
    Map<String, String> form = new HashMap<>(RESIDENT);
    form.put("phone", phone);
    return form;
  }
}
