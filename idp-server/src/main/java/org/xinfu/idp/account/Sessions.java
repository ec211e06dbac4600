package org.xinfu.idp.account;

import java.time.Instant;
import java.util.List;
import org.xinfu.idp.domain.ServiceName;

/** The port to somebody's logins in browsers. */
public interface Sessions {
  /** Live logins of the account, newest use first. */
  List<Session> of(String accountId);

  /**
   * One login.
   *
   * @param device browser and system
   * @param place address prefix, such as {@code 203.0.113.0/24}
   * @param services names of the services that it reached
   */
  record Session(
      String sid,
      String device,
      String place,
      Instant since,
      Instant lastUse,
      List<ServiceName> services) {
    public Session {
      services = List.copyOf(services);
    }
  }
}
