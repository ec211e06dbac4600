package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.simulator.RegistrySimulator;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * Login by electronic business licence: for the licence's entity, once, in a session of its own.
 */
class BusinessLicenceTest {
  private static final String PAGE = "/account/entities/licence";
  private static final UnifiedSocialCreditCode OTHER =
      new UnifiedSocialCreditCode("91510000MA0000002J");

  private static final RunningIdp idp = SharedIdp.get();
  private static final RegistrySimulator registry = idp.bean(RegistrySimulator.class);

  private final Browser holder = SharedIdp.loggedIn(Companies.REPRESENTATIVE).browser;

  /** Who represents two entities. */
  @BeforeAll
  static void registered() {
    Companies.seeded(idp);
    registry.representative(OTHER.value(), "刘十（样例）", "51000019800101011X");
    Browser browser = SharedIdp.loggedIn(Companies.REPRESENTATIVE).browser;
    assertThat(
            Companies.outcome(
                browser.submit("/account/entities", "/account/entities", "code", OTHER.value())))
        .isIn("done", "known");
  }

  @Test
  void a_licence_is_of_one_entity_whatever_else_its_holder_represents() {
    for (UnifiedSocialCreditCode code : List.of(Companies.CODE, OTHER, Companies.CODE)) {
      String before = cookie();
      assertThat(present(form(code))).isEqualTo("acting");
      Acting acting = Objects.requireNonNull(SharedIdp.session(holder).getAttribute(Acting.KEPT));
      assertThat(acting.entityId())
          .isEqualTo(idp.bean(Mandates.class).entity(code).orElseThrow().id());
      assertThat(cookie()).as("another session").isNotEqualTo(before);
      assertThat(SharedIdp.audited(acting.personId(), "acting-changed", acting.mandateId()))
          .as("the book says for whom they act")
          .isPositive();
    }
  }

  @Test
  void what_was_presented_once_is_not_taken_again() {
    Map<String, String> form = form(Companies.CODE);
    assertThat(present(form)).isEqualTo("acting");
    Matcher csrf =
        Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"")
            .matcher(holder.get("/account/entities").body());
    assertThat(csrf.find()).isTrue();
    Map<String, String> again =
        Map.of(
            "_csrf", csrf.group(1),
            "code", Companies.CODE.value(),
            "presented", Objects.requireNonNull(form.get("presented")));
    assertThat(present(again)).isEqualTo("not-matched");
  }

  /** The page as its holder sends it. */
  private Map<String, String> form(UnifiedSocialCreditCode code) {
    String page = holder.get(PAGE).body();
    String challenge = find("(?s)<textarea id=\"challenge\"[^>]*>([^<]+)<", page);
    return Map.of(
        "_csrf", find("name=\"_csrf\" value=\"([^\"]+)\"", page),
        "code", code.value(),
        "presented", registry.presentLicence(code.value(), challenge));
  }

  private String present(Map<String, String> form) {
    return Objects.requireNonNull(Companies.outcome(holder.post(PAGE, form)));
  }

  private String cookie() {
    return holder.cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("XINFU_IDP"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static String find(String pattern, String page) {
    Matcher found = Pattern.compile(pattern).matcher(page);
    assertThat(found.find()).as(page).isTrue();
    return found.group(1);
  }
}
