package org.xinfu.idp.recover;

import java.io.Serializable;
import org.xinfu.idp.domain.Contact;

/**
 * A recovery under way; it rests in the session.
 *
 * @param id random, binds the code to this browser
 * @param proven whether the visitor has shown that they hold the contact
 */
record Recovery(String id, Contact contact, boolean proven) implements Serializable {
  Recovery shown() {
    return new Recovery(id, contact, true);
  }
}
