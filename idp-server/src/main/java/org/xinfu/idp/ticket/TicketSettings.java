package org.xinfu.idp.ticket;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.xinfu.idp.domain.AccountKind;

/**
 * The ticket protocol (prefix {@code xinfu.ticket}).
 *
 * @param life a ticket must be exchanged within so long; 1 to 60 seconds
 * @param tokenLife a token ends so long after it was made, and with its login
 * @param skew how far the timestamp of a signed call may be from our clock
 * @param accountRoles codes of account roles (账号角色) by kind of account; by default 10 for a natural
 *     person and 40 for a member of a department
 * @param entityRole the code where somebody acts for a legal person
 */
@ConfigurationProperties("xinfu.ticket")
public record TicketSettings(
    @DefaultValue("PT10S") Duration life,
    @DefaultValue("PT30M") Duration tokenLife,
    @DefaultValue("PT2M") Duration skew,
    Map<AccountKind, String> accountRoles,
    @DefaultValue("20") String entityRole) {
  private static final Map<AccountKind, String> CODES =
      Map.of(AccountKind.PERSON, "10", AccountKind.MEMBER, "40");

  public TicketSettings {
    accountRoles =
        accountRoles == null || accountRoles.isEmpty() ? CODES : Map.copyOf(accountRoles);
    if (life.toMillis() < 1000 || life.toSeconds() > 60 || skew.toMinutes() > 15) {
      throw new IllegalArgumentException("xinfu.ticket.life is 1 to 60 seconds, skew 15 minutes");
    }
  }

  String role(AccountKind kind) {
    return accountRoles.getOrDefault(kind, CODES.getOrDefault(kind, ""));
  }
}
