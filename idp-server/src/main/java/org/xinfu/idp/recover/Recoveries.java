package org.xinfu.idp.recover;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.xinfu.idp.domain.Contact;

/** The port that changes what an account opens with. */
public interface Recoveries {
  /**
   * Takes every factor, contact, known device and login of the account away and gives it these, and
   * holds it. One transaction with its audit row; the services that it reached are told.
   *
   * @param told takes by what the account was reached before, within the transaction
   */
  void replaceFactors(
      String accountId, Fresh fresh, Instant holdUntil, Consumer<List<Contact>> told);

  /**
   * What opens the account from now on.
   *
   * @param verifier of the new password
   */
  record Fresh(Contact contact, String verifier) {}
}
