package org.xinfu.idp.register;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Contact;

/**
 * How far somebody has come; lives in the browser's session.
 *
 * @param id becomes the account's id, so that finishing twice makes one account
 * @param provenAt when they gave the code; null before, and in sessions of older releases
 */
record Registration(String id, Contact contact, Stage stage, @Nullable Instant provenAt)
    implements Serializable {
  /** What has been done. */
  enum Stage {
    CODE_SENT,
    PROVEN,
    DONE
  }

  Registration proven(Instant at) {
    return new Registration(id, contact, Stage.PROVEN, at);
  }

  Registration done() {
    return new Registration(id, contact, Stage.DONE, provenAt);
  }
}
