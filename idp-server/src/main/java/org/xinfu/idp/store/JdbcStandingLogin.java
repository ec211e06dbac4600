package org.xinfu.idp.store;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.xinfu.idp.domain.StandingLogin;
import org.xinfu.idp.domain.Visit;

/** The login of this request in PostgreSQL. */
public final class JdbcStandingLogin implements StandingLogin {
  private final JdbcClient jdbc;
  private final Visit visit;

  public JdbcStandingLogin(JdbcClient jdbc, Visit visit) {
    this.jdbc = jdbc;
    this.visit = visit;
  }

  /** The account before the login, as whoever ends logins takes them: nobody waits in a circle. */
  @Override
  public boolean of(String accountId) {
    return new AccountStanding(jdbc).lock(accountId)
        && jdbc.sql("SELECT EXISTS (SELECT 1 FROM login_session WHERE sid = ? AND principal = ?)")
            .params(List.of(visit.sid().orElse(""), accountId))
            .query(Boolean.class)
            .single();
  }
}
