package org.xinfu.idp.recover;

import java.time.Instant;
import org.xinfu.idp.domain.Contact;

/** The port that changes what an account opens with. */
public interface Recoveries {
  /**
   * Takes every factor, contact, known device and login of the account away and gives it these, and
   * holds it. One transaction with its audit row; the services that it reached are told.
   */
  void replaceFactors(String accountId, Fresh fresh, Instant holdUntil);

  /**
   * What opens the account from now on.
   *
   * @param verifier of the new password
   */
  record Fresh(Contact contact, String verifier) {}
}
