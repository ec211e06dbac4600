package org.xinfu.idp.ticket;

import java.util.LinkedHashMap;
import java.util.Map;
import org.xinfu.idp.authorize.AcrNames;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.LevelTable;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.ticket.AppTickets.Login;
import org.xinfu.kit.Refused;

/**
 * Tells an application who is logged in, read afresh: the real-name level (实名等级), the code of the
 * account's role (账号角色), and both axes besides; never the citizen id number.
 */
public final class TellUser {
  private final People people;
  private final TicketSettings settings;
  private final IdpAudit audit;

  /** Whom tokens stand for, and how levels are called. */
  public record People(
      Accounts accounts, Subjects subjects, AcrNames names, LevelTable levels, Sandbox sandbox) {}

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
            .orElseThrow(() -> new Refused(TicketRefusal.TICKET_TOKEN_INVALID));
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("user_id", people.subjects().of(login.appId(), account.id()));
    user.put("name", account.displayName());
    user.put("account_role", settings.role(account.kind()));
    user.put("roles", account.roles().stream().map(Enum::name).sorted().toList());
    if (account.org() != null) {
      user.put("org", account.org());
    }
    user.put("level", people.names().level(people.levels(), login.facts().acr()));
    user.put("acr", login.facts().acr());
    user.put("amr", login.facts().amr());
    user.put("auth_time", login.facts().at().getEpochSecond());
    user.put("sid", login.sid());
    if (people.sandbox().client(login.appId())) {
      user.put("sandbox", true);
    }
    audit.record(login.appId(), account.id(), "app-user-told", "done");
    return user;
  }
}
