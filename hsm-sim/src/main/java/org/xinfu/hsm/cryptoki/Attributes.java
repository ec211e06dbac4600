package org.xinfu.hsm.cryptoki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of an object or a template: type to value, values as they cross the C interface
 * (CK_ULONG is eight little-endian octets, CK_BBOOL one). Not thread-safe while it is being filled.
 */
public final class Attributes {
  private static final int MAX_ATTRIBUTES = 4096;

  private final TreeMap<Long, byte[]> values = new TreeMap<>();

  public Attributes put(long type, byte[] value) {
    values.put(type, value.clone());
    return this;
  }

  public Attributes put(long type, boolean value) {
    return put(type, new byte[] {(byte) (value ? 1 : 0)});
  }

  public Attributes put(long type, long value) {
    return put(type, number(value));
  }

  /** An unsigned big-endian integer of exactly {@code length} octets. */
  public Attributes put(long type, BigInteger value, int length) {
    byte[] out = new byte[length];
    byte[] signed = value.toByteArray();
    int from = Math.max(0, signed.length - length);
    int count = signed.length - from;
    System.arraycopy(signed, from, out, length - count, count);
    return put(type, out);
  }

  public Attributes putAll(Attributes others) {
    others.values.forEach(this::put);
    return this;
  }

  public void putIfAbsent(long type, byte[] value) {
    values.putIfAbsent(type, value.clone());
  }

  public boolean has(long type) {
    return values.containsKey(type);
  }

  public byte @Nullable [] get(long type) {
    byte[] value = values.get(type);
    return value == null ? null : value.clone();
  }

  public byte[] need(long type) {
    byte[] value = values.get(type);
    if (value == null) throw new Refused(Ck.CKR_TEMPLATE_INCOMPLETE);
    return value.clone();
  }

  public boolean flag(long type, boolean otherwise) {
    byte[] value = values.get(type);
    if (value == null) return otherwise;
    if (value.length != 1) throw new Refused(Ck.CKR_ATTRIBUTE_VALUE_INVALID);
    return value[0] != 0;
  }

  public long ulong(long type, long otherwise) {
    byte[] value = values.get(type);
    if (value == null) return otherwise;
    if (value.length != 8) throw new Refused(Ck.CKR_ATTRIBUTE_VALUE_INVALID);
    return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  public BigInteger unsigned(long type) {
    return new BigInteger(1, need(type));
  }

  public String text(long type) {
    byte[] value = values.get(type);
    return value == null ? "" : new String(value, UTF_8);
  }

  public Iterable<Long> types() {
    return values.keySet();
  }

  /**
   * Whether each attribute of the template is here with the same value (clause 5.7.6,
   * C_FindObjects).
   */
  public boolean matches(Attributes template) {
    for (Map.Entry<Long, byte[]> wanted : template.values.entrySet()) {
      if (!Arrays.equals(values.get(wanted.getKey()), wanted.getValue())) return false;
    }
    return true;
  }

  public byte[] encode() {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(values.size());
      for (Map.Entry<Long, byte[]> e : values.entrySet()) {
        out.writeLong(e.getKey());
        out.writeInt(e.getValue().length);
        out.write(e.getValue());
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e); // a byte array does not fail
    }
  }

  public static Attributes decode(byte[] encoded) throws IOException {
    Attributes read = new Attributes();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      int count = in.readInt();
      if (count < 0 || count > MAX_ATTRIBUTES) throw new IOException("attribute count " + count);
      for (int i = 0; i < count; i++) {
        long type = in.readLong();
        int length = in.readInt();
        if (length < 0 || length > encoded.length)
          throw new IOException("attribute length " + length);
        read.values.put(type, in.readNBytes(length));
      }
    }
    return read;
  }

  public static byte[] number(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }
}
