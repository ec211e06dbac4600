package org.xinfu.kit.hsm;

import org.xinfu.trust.key.KeyVault;

/** Port: logs in to one token of the configured device. */
public interface TokenDoor {
  /**
   * A vault over the token with this label.
   *
   * @param pin the user PIN; the caller wipes it afterwards
   * @throws org.xinfu.trust.key.VaultException when the device or the PIN fails
   */
  KeyVault open(String token, char[] pin);

  /** Whether the device says that it is a simulator (token model {@code SIMULATOR}). */
  boolean simulator(String token);
}
