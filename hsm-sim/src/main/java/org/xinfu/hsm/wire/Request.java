package org.xinfu.hsm.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.xinfu.hsm.cryptoki.Attributes;
import org.xinfu.hsm.token.Room;

/**
 * A request frame being read, in the order in which the library wrote it. Reading past the end
 * throws.
 */
final class Request {
  private final ByteBuffer in;

  Request(ByteBuffer frame) {
    this.in = frame.order(ByteOrder.LITTLE_ENDIAN);
  }

  int octet() {
    return in.get() & 0xFF;
  }

  boolean flag() {
    return in.get() != 0;
  }

  /** A CK_ULONG. */
  long ulong() {
    return in.getLong();
  }

  byte[] bytes() {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) throw new java.nio.BufferUnderflowException();
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  Attributes template() {
    long count = ulong();
    Attributes template = new Attributes();
    for (long i = 0; i < count; i++) {
      long type = ulong();
      template.put(type, bytes());
    }
    return template;
  }

  Room room() {
    boolean given = flag();
    return new Room(given, ulong());
  }
}
