package org.xinfu.hsm.token;

import org.jspecify.annotations.Nullable;
import org.xinfu.hsm.crypto.DeviceKey;
import org.xinfu.hsm.crypto.MechanismProfile;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;

/** An object under its handle. Attributes are replaced whole, so that readers need no lock. */
final class TokenObject {
  private final long handle;
  private final @Nullable ObjectFile file;
  private final @Nullable Session owner;
  private volatile Attributes attributes;
  private volatile @Nullable DeviceKey key;

  /** {@code file} of a token object, {@code owner} of a session object. */
  TokenObject(
      long handle, Attributes attributes, @Nullable ObjectFile file, @Nullable Session owner) {
    this.handle = handle;
    this.attributes = attributes;
    this.file = file;
    this.owner = owner;
  }

  long handle() {
    return handle;
  }

  Attributes attributes() {
    return attributes;
  }

  @Nullable ObjectFile file() {
    return file;
  }

  @Nullable Session owner() {
    return owner;
  }

  boolean isPrivate() {
    return attributes.flag(Ck.CKA_PRIVATE, false);
  }

  void replace(Attributes changed) {
    attributes = changed;
  }

  /** Parsed once; clients use few keys often. */
  DeviceKey key(MechanismProfile profile) {
    DeviceKey parsed = key;
    if (parsed == null) {
      long kind = attributes.ulong(Ck.CKA_CLASS, -1);
      if (kind != Ck.CKO_PRIVATE_KEY && kind != Ck.CKO_PUBLIC_KEY) {
        throw new Refused(Ck.CKR_KEY_HANDLE_INVALID);
      }
      parsed = DeviceKey.of(attributes, profile);
      key = parsed;
    }
    return parsed;
  }

  boolean secret(long type) {
    return attributes.ulong(Ck.CKA_CLASS, -1) == Ck.CKO_PRIVATE_KEY
        && (type == Ck.CKA_VALUE
            || (type >= Ck.CKA_PRIVATE_EXPONENT && type <= Ck.CKA_COEFFICIENT));
  }
}
