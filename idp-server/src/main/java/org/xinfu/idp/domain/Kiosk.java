package org.xinfu.idp.domain;

import java.io.Serializable;

/**
 * That a browser's session is at a kiosk; it rests in the session.
 *
 * @param idleSeconds it ends so long after its last use
 * @param longestSeconds and so long after its start however busy it is
 */
public record Kiosk(int idleSeconds, int longestSeconds) implements Serializable {
  /** Name of the session's attribute. */
  public static final String KEPT = "xinfu.kiosk";
}
