package org.xinfu.trust.client;

/** From DER {@code SEQUENCE { r, s }} to r‖s of fixed size, as JWS wants it (RFC 7518 §3.4). */
final class EcdsaValue {
  private final byte[] der;
  private int at;

  private EcdsaValue(byte[] der) {
    this.der = der;
  }

  /**
   * Each integer in {@code size} octets.
   *
   * @throws IllegalArgumentException when it is no such sequence; our own signer made it
   */
  static byte[] concatenated(byte[] der, int size) {
    EcdsaValue value = new EcdsaValue(der);
    value.expect(0x30);
    if (value.next() != der.length - 2) {
      throw new IllegalArgumentException("not a short DER sequence");
    }
    byte[] both = new byte[2 * size];
    value.integer(both, size);
    value.integer(both, 2 * size);
    if (value.at != der.length) {
      throw new IllegalArgumentException("more than two integers");
    }
    return both;
  }

  private void integer(byte[] into, int end) {
    expect(0x02);
    int length = next();
    int from = at;
    at += length;
    if (at > der.length) {
      throw new IllegalArgumentException("DER ends early");
    }
    while (length > 1 && der[from] == 0) {
      from++;
      length--;
    }
    if (length > into.length / 2) {
      throw new IllegalArgumentException("integer too long");
    }
    System.arraycopy(der, from, into, end - length, length);
  }

  private void expect(int tag) {
    if (next() != tag) {
      throw new IllegalArgumentException("not DER as expected");
    }
  }

  private int next() {
    if (at >= der.length) {
      throw new IllegalArgumentException("DER ends early");
    }
    return der[at++] & 0xff;
  }
}
