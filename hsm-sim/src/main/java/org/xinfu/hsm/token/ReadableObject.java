package org.xinfu.hsm.token;

import org.jspecify.annotations.Nullable;
import org.xinfu.hsm.cryptoki.Ck;

/** An object as C_GetAttributeValue sees it: a private key's secret values cannot be asked for. */
public final class ReadableObject {
  private final TokenObject object;

  ReadableObject(TokenObject object) {
    this.object = object;
  }

  /** What one attribute answers: CKR_OK with its value, or why there is none. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Value(long rv, byte @Nullable [] bytes) {}

  public Value attribute(long type) {
    if (object.secret(type)) return new Value(Ck.CKR_ATTRIBUTE_SENSITIVE, null);
    byte[] value = object.attributes().get(type);
    return value == null
        ? new Value(Ck.CKR_ATTRIBUTE_TYPE_INVALID, null)
        : new Value(Ck.CKR_OK, value);
  }
}
