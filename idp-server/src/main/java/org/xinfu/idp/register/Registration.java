package org.xinfu.idp.register;

import java.io.Serializable;
import org.xinfu.idp.domain.Contact;

/**
 * How far somebody has come; lives in the browser's session.
 *
 * @param id becomes the account's id, so that finishing twice makes one account
 */
record Registration(String id, Contact contact, Stage stage) implements Serializable {
  /** What has been done. */
  enum Stage {
    CODE_SENT,
    PROVEN,
    DONE
  }

  Registration at(Stage next) {
    return new Registration(id, contact, next);
  }
}
