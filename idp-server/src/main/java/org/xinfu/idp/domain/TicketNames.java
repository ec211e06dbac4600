package org.xinfu.idp.domain;

/** The port that gives a spent CAS ticket its text again: single logout names it. */
public interface TicketNames {
  /** The ticket of this handle. */
  String named(String handle);
}
