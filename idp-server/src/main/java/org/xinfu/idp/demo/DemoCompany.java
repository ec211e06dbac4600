package org.xinfu.idp.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.Extent;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.domain.mandate.Region;
import org.xinfu.idp.mandate.GiveMandates;
import org.xinfu.idp.mandate.RegisterEntity;
import org.xinfu.idp.proof.ProvePerson;
import org.xinfu.trust.id.UnifiedSocialCreditCode;
import org.xinfu.trust.key.VaultException;

/**
 * A fictitious company ({@code xinfu.demo=true}): its representative and its agent are verified,
 * the company is registered and the mandate accepted, each by the way that everybody goes. The
 * device signs the evidence; until it is there the company waits.
 */
@Component
@ConditionalOnBooleanProperty("xinfu.demo")
class DemoCompany {
  private static final Logger LOG = LoggerFactory.getLogger(DemoCompany.class);
  private static final UnifiedSocialCreditCode CODE =
      new UnifiedSocialCreditCode("91510000MA0000001F");

  private final Accounts accounts;
  private final Mandates mandates;
  private final Ways ways;
  private final Clock clock;
  private volatile boolean done;

  /** How a person is proven, an entity registered and a mandate given. */
  @Component
  record Ways(
      IdentityLevels levels, ProvePerson prove, RegisterEntity register, GiveMandates give) {}

  DemoCompany(Accounts accounts, Mandates mandates, Ways ways, Clock clock) {
    this.accounts = accounts;
    this.mandates = mandates;
    this.ways = ways;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT2S")
  void seed() {
    if (done) {
      return;
    }
    try {
      Account representative = proven("company-representative", "51000019800101011X", "11");
      Account agent = proven("company-agent", "51000019820202012X", "12");
      ways.register().register(representative, CODE.value());
      mandate(agent);
      done = true;
    } catch (VaultException deviceAway) {
      LOG.warn("the company of the demonstration waits for the device");
    }
  }

  private Account proven(String login, String citizenId, String number) {
    Account account = accounts.byLoginName(login).map(Accounts.Credential::account).orElseThrow();
    if (ways.levels().of(account.id()) == Ial.IAL1) {
      IdDocument document = IdDocument.parse(IdDocument.Type.CITIZEN_ID, citizenId).orElseThrow();
      Claims claims =
          new Claims(
              account.displayName(),
              document,
              document.birthDate().orElseThrow(),
              LocalDate.of(2039, 12, 31),
              null,
              "62000000000000" + number,
              null,
              null);
      ways.prove().prove(account, claims);
    }
    return account;
  }

  private void mandate(Account agent) {
    Optional<LegalEntity> company = mandates.entity(CODE);
    if (company.isEmpty()
        || !mandates.page(new Mandates.Search(company.get().id(), agent.id(), "", 1)).isEmpty()) {
      return;
    }
    mandates
        .representative(company.get().id())
        .ifPresent(
            chain -> {
              Instant now = clock.instant();
              Extent extent =
                  new Extent(
                      Set.of(Extent.ANY),
                      new Region("510000"),
                      now,
                      now.plus(Duration.ofDays(365)),
                      0);
              GiveMandates.Wish wish =
                  new GiveMandates.Wish("company-agent", EntityRole.AGENT, extent);
              String id = ways.give().give(chain, wish, "demonstration").mandate().id();
              ways.give().accept(agent, id);
            });
  }
}
