package org.xinfu.idp.recover;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Contact;

/**
 * A recovery under way; it rests in the session.
 *
 * @param id random, binds the code to this browser
 * @param proven whether the visitor has shown that they hold the contact
 * @param provenAt when they gave its code; null before, and in sessions of older releases
 */
record Recovery(String id, Contact contact, boolean proven, @Nullable Instant provenAt)
    implements Serializable {
  Recovery shown(Instant at) {
    return new Recovery(id, contact, true, at);
  }
}
