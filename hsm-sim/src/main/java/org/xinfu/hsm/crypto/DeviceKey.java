package org.xinfu.hsm.crypto;

import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;

/** A key of the device, ready for use. Safe for many threads at once. */
public interface DeviceKey {
  Mechanism.Family family();

  /** An upper bound in octets. */
  int signatureLength(Mechanism mechanism);

  /** Octets that the device hashes before the message: Z for SM2 (GB/T 32918.2, 5.5), else none. */
  default byte[] prefix(byte[] parameter) {
    return new byte[0];
  }

  /** {@code input} is the hash when the mechanism hashes, else what the caller gave. */
  byte[] sign(Mechanism mechanism, byte[] parameter, byte[] input);

  boolean verify(Mechanism mechanism, byte[] parameter, byte[] input, byte[] signature);

  /** The key that these attributes of a private or public key object describe. */
  static DeviceKey of(Attributes attributes, MechanismProfile profile) {
    long type = attributes.ulong(Ck.CKA_KEY_TYPE, -1);
    boolean secret = attributes.ulong(Ck.CKA_CLASS, -1) == Ck.CKO_PRIVATE_KEY;
    if (type == profile.sm2KeyType()) return Sm2Key.of(attributes, secret);
    if (type == Ck.CKK_EC) return EcKey.of(attributes, secret);
    if (type == Ck.CKK_RSA) return RsaKey.of(attributes, secret);
    throw new Refused(Ck.CKR_KEY_TYPE_INCONSISTENT);
  }
}
