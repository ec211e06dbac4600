package org.xinfu.idp.selftest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The port to kept runs. */
public interface SelfTests {
  /**
   * Begins a run; false while another of the same client runs. One that began before {@code lost}
   * and never ended counts as ended.
   */
  boolean begin(SelfTest run, Instant lost);

  void finish(String id, List<Finding> findings, Instant at);

  Optional<SelfTest> byId(String clientId, String id);

  /** The newest first. */
  List<SelfTest> of(String clientId, int most);

  /** The claim {@code sid} of the account's last login at the client. */
  Optional<String> lastLogin(String clientId, String accountId);
}
