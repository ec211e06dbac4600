package org.xinfu.idp.domain;

/**
 * The port to the line between real persons and fictitious ones. Clients in trial (沙箱) meet
 * fictitious persons alone, all others real persons alone.
 */
public interface Sandbox {
  /** Whether this server has clients in trial at all. */
  boolean open();

  /** Whether the client is one in trial; false for unknown ones. */
  boolean client(String clientId);

  /** Whether the account or legal entity is a fictitious one. */
  boolean subject(String id);

  /**
   * Whether the account or legal entity may be logged in at the client: both in trial, and only
   * while the sandbox is open, or neither.
   */
  boolean meet(String clientId, String subjectId);
}
