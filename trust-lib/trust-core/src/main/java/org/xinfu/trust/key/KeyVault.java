package org.xinfu.trust.key;

import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;

/** SPI: a place that keeps private keys and signs with them. Implementations are thread-safe. */
public interface KeyVault extends AutoCloseable {
  /** Every signing key that this vault's login can see. */
  List<KeyRef> list();

  /** The key's signer, without certificates; empty when there is no such key. */
  Optional<Signer> signer(KeyRef key);

  /**
   * Makes a key pair that never leaves the vault. Repeating the call with the same id returns the
   * key that is there, so that a lost answer makes no second key.
   *
   * @param id unique in the token, 1..32 octets
   */
  Signer generate(SignatureAlgorithm algorithm, Bytes id, String label);

  /** The first key whose label is {@code label}. */
  default Optional<KeyRef> find(String label) {
    return list().stream().filter(k -> k.label().equals(label)).findFirst();
  }

  @Override
  void close();
}
