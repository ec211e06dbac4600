package org.xinfu.idp.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.idp.domain.AppSignature;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityAuthority;
import org.xinfu.idp.domain.NetIdentity;
import org.xinfu.idp.front.SignedAnswers;

/** What an authority has signed and nobody can read is no answer, and no error of this server. */
class OddAnswersTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC);

  private SignedAnswers there;

  @BeforeEach
  void start() throws IOException {
    there = new SignedAnswers();
  }

  @AfterEach
  void stop() {
    there.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "{'id':null}",
        "{'id':'ID','source':'s','reference':'r','at':null,'standing':'LIVING','matched':[],"
            + "'guardian':false}",
        "{'id':'ID','source':'s','reference':'r','at':'2026-03-01T00:00:00Z','standing':null,"
            + "'matched':[],'guardian':false}",
        "{'id':'ID','source':'s','reference':'r','at':'2026-03-01T00:00:00Z','standing':'LIVING',"
            + "'matched':null,'guardian':false}",
        "{'id':'ID','source':'s','reference':'r','at':'2026-03-01T00:00:00Z','standing':'LIVING',"
            + "'matched':[null],'guardian':false}",
        "{'id':'ID','source':'s','reference':'r','at':'2026-03-01T00:00:00Z','standing':'LIVING',"
            + "'matched':[],'guardian':false,'replaces':[null]}",
        "{'id':'ID','source':'s','reference':'r','at':'2026-03-01T00:00:00Z','standing':'LIVING',"
            + "'matched':[],'guardian':false,'replaces':[{'type':null,'number':'X0000001'}]}",
        "{'id':'ID','source':'s','reference':'r','at':'2026-03-01T00:00:00Z','standing':'LIVING',"
            + "'matched':[],'guardian':false,'replaces':[{'type':'PASSPORT','number':null}]}"
      })
  void public_security(String text) {
    there.say(text);
    assertThatThrownBy(this::check).isInstanceOf(IdentityAuthority.Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{'id':null,'app':'one'}",
        "{'id':'ID','app':null}",
        "{'id':'ID','app':'one','source':'s','reference':'r','at':null,'known':true,"
            + "'number':'n','kind':'NUMBER'}",
        "{'id':'ID','app':'one','source':'s','reference':'r','at':'2026-03-01T00:00:00Z',"
            + "'known':true,'number':null,'kind':'NUMBER'}",
        "{'id':'ID','app':'one','source':'s','reference':'r','at':'2026-03-01T00:00:00Z',"
            + "'known':true,'number':'n','kind':null}"
      })
  void the_network_identity_service(String text) {
    there.say(text);
    assertThatThrownBy(this::redeem).isInstanceOf(NetIdentity.Unavailable.class);
  }

  @Test
  void of_whom_they_do_not_know_they_need_not_say_more() {
    there.say("{'id':'ID','at':'2026-03-01T00:00:00Z','standing':'UNKNOWN','guardian':false}");
    assertThat(check().standing()).isEqualTo(IdentityAuthority.Standing.UNKNOWN);
    assertThat(check().matched()).isEmpty();
    there.say("{'id':'ID','app':'one','at':'2026-03-01T00:00:00Z','known':false}");
    assertThat(redeem().known()).isFalse();
  }

  private IdentityAuthority.Answer check() {
    IdDocument document =
        IdDocument.parse(IdDocument.Type.CITIZEN_ID, "510000197704050033").orElseThrow();
    LocalDate birth = document.birthDate().orElseThrow();
    return new HttpIdentityAuthority(there.address(), there::key, NOW)
        .check(new Claims("王五（样例）", document, birth, null, null, null, null, null));
  }

  private NetIdentity.Answer redeem() {
    return new HttpNetIdentity(
            there.address(), "one", () -> new AppSignature.Key.Mac(there.key()), NOW)
        .redeem("voucher");
  }
}
