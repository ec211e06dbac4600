package org.xinfu.idp.registration;

/** The port to the keys by which applications sign their calls; in the caller's transaction. */
public interface TicketKeys {
  /** Whether the client's calls carry an HMAC-SM3. */
  boolean macs(String clientId);

  /** Makes a key of 256 random bits, told once; it rests encrypted. */
  String newKey(String clientId);
}
