package org.xinfu.idp.domain.mandate;

import java.io.Serializable;

/**
 * For whom somebody acts in a login; it rests in the browser's session.
 *
 * @param personId the human, whose login it is
 */
public record Acting(String personId, String entityId, String mandateId) implements Serializable {
  /** Name of the session's attribute. */
  public static final String KEPT = "xinfu.acting";
}
