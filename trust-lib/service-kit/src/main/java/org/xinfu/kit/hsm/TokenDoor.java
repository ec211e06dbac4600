package org.xinfu.kit.hsm;

import java.util.function.Supplier;
import org.xinfu.trust.key.KeyVault;

/** Port: logs in to one token of the configured device. */
public interface TokenDoor {
  /**
   * A vault over the token with this label.
   *
   * @param pin gives a fresh array for every login, also after the device came back; it is wiped
   * @throws org.xinfu.trust.key.VaultException when the device or the PIN fails
   */
  KeyVault open(String token, Supplier<char[]> pin);

  /** Whether the device of an opened token says that it is a simulator. */
  boolean simulator(String token);
}
