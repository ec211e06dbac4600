package org.xinfu.hsm.token;

import java.io.ByteArrayOutputStream;
import org.bouncycastle.crypto.Digest;
import org.jspecify.annotations.Nullable;
import org.xinfu.hsm.crypto.DeviceKey;
import org.xinfu.hsm.crypto.Hash;
import org.xinfu.hsm.crypto.Mechanism;
import org.xinfu.hsm.cryptoki.Ck;
import org.xinfu.hsm.cryptoki.Refused;

/** A signature being made or checked: one mechanism, one key, the input so far. */
final class SignatureOperation {
  private static final int MAX_RAW = 4096;

  private final Mechanism mechanism;
  private final byte[] parameter;
  private final TokenObject object;
  private final DeviceKey key;
  private final @Nullable Digest digest;
  private final ByteArrayOutputStream raw = new ByteArrayOutputStream(64);

  SignatureOperation(Mechanism mechanism, byte[] parameter, TokenObject object, DeviceKey key) {
    this.mechanism = mechanism;
    this.parameter = parameter;
    this.object = object;
    this.key = key;
    if (mechanism.use() != Mechanism.Use.SIGN) throw new Refused(Ck.CKR_MECHANISM_INVALID);
    if (key.family() != mechanism.family()) throw new Refused(Ck.CKR_KEY_TYPE_INCONSISTENT);
    Hash hash = mechanism.hash();
    digest = hash == null ? null : hash.start();
    if (digest != null) {
      byte[] prefix = key.prefix(parameter);
      digest.update(prefix, 0, prefix.length);
    }
  }

  TokenObject object() {
    return object;
  }

  int outputLength() {
    return key.signatureLength(mechanism);
  }

  void update(byte[] input) {
    if (digest != null) {
      digest.update(input, 0, input.length);
      return;
    }
    if (raw.size() + input.length > MAX_RAW) throw new Refused(Ck.CKR_DATA_LEN_RANGE);
    raw.writeBytes(input);
  }

  byte[] sign() {
    return key.sign(mechanism, parameter, input());
  }

  boolean verify(byte[] signature) {
    return key.verify(mechanism, parameter, input(), signature);
  }

  private byte[] input() {
    return digest == null ? raw.toByteArray() : Hash.finish(digest);
  }
}
