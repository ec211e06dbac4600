package org.xinfu.idp.ticket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xinfu.idp.authorize.AcrNames;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.LevelTable;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.domain.mandate.ActingIdentities;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.ticket.AppTickets.Login;
import org.xinfu.idp.token.ActingClaims;
import org.xinfu.kit.Refused;

/**
 * Tells an application who is logged in, read afresh: the real-name level (实名等级), the code of the
 * account's role (账号角色), and both axes besides; never the citizen id number. Where somebody acts
 * for a legal person it is that one who is told of, and the human beside them.
 */
public final class TellUser {
  private final People people;
  private final TicketSettings settings;
  private final IdpAudit audit;

  /** Whom tokens stand for, and how levels are called. */
  public record People(
      Accounts accounts,
      Subjects subjects,
      ActingIdentities acting,
      Levels levels,
      Sandbox sandbox) {}

  /** How levels are called. */
  public record Levels(AcrNames names, LevelTable table) {}

  public TellUser(People people, TicketSettings settings, IdpAudit audit) {
    this.people = people;
    this.settings = settings;
    this.audit = audit;
  }

  Map<String, Object> tell(Login login) {
    Account account =
        people
            .accounts()
            .byId(login.account())
            .filter(Account::active)
            .filter(found -> people.sandbox().meet(login.appId(), found.id()))
            .orElseThrow(() -> refused(login));
    Map<String, Object> user =
        login.acting() == null ? person(login, account) : entity(login, login.acting());
    Levels levels = people.levels();
    user.put("level", levels.names().level(levels.table(), login.facts().acr()));
    user.put("acr", login.facts().acr());
    user.put("amr", login.facts().amr());
    user.put("auth_time", login.facts().at().getEpochSecond());
    user.put("sid", login.sid());
    if (people.sandbox().client(login.appId())) {
      user.put("sandbox", true);
    }
    return user;
  }

  private Refused refused(Login login) {
    TicketRefusal why = TicketRefusal.TICKET_TOKEN_INVALID;
    audit.record(login.appId(), login.account(), "app-user-told", why.code());
    return new Refused(why);
  }

  private Map<String, Object> person(Login login, Account account) {
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("user_id", people.subjects().of(login.appId(), account.id()));
    user.put("name", account.displayName());
    user.put("account_role", settings.role(account.kind()));
    user.put("roles", account.roles().stream().map(Enum::name).sorted().toList());
    if (account.org() != null) {
      user.put("org", account.org());
    }
    audit.record(login.appId(), account.id(), "app-user-told", "done");
    return user;
  }

  /** The entity, and {@code act} the human (as RFC 8693 §4.1); the mandate is read afresh. */
  private Map<String, Object> entity(Login login, Acting acting) {
    Chain chain = people.acting().now(acting).orElseThrow(() -> refused(login));
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("user_id", people.subjects().of(login.appId(), chain.entity().id()));
    user.put("act", Map.of("user_id", people.subjects().of(login.appId(), acting.personId())));
    user.put("account_role", settings.entityRole());
    user.put("roles", List.of());
    ActingClaims.entity(chain, user::put);
    Map<String, String> details = Map.of("entity", acting.entityId());
    audit.record(
        login.appId(), acting.personId(), new IdpAudit.Fact("app-user-told", "done", details));
    return user;
  }
}
