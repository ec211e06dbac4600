package org.xinfu.idp.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.ServiceName;

/** The port to what somebody agreed to. */
public interface Consents {
  /** In force today, newest first. */
  List<Consent> of(String account);

  /**
   * Takes one back, with every grant that rests on it; the service is told that its logins ended.
   * One transaction; false when there was none.
   */
  boolean withdraw(String account, String clientId);

  /**
   * One agreement with one service.
   *
   * @param org code of the department that runs it
   * @param purpose what was read then
   * @param until null when it has no end
   */
  record Consent(
      String clientId,
      ServiceName service,
      @Nullable String org,
      @Nullable String purpose,
      List<String> scopes,
      Instant since,
      @Nullable Instant until) {
    public Consent {
      scopes = List.copyOf(scopes);
    }
  }
}
