package org.xinfu.idp.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Attributes of a session as octets. What nearly every session holds has a short form ({@link
 * SessionForms}), a fraction of Java's in size and time; everything else is Java-serialised. They
 * are written by this process alone.
 */
final class SessionCodec {
  /** Java's own streams begin with another octet. */
  private static final int VERSION = 1;

  private static final int SERIALISED = 0;

  private static final List<SessionForms.Form> FORMS = SessionForms.ALL;

  private final boolean objects;

  SessionCodec() {
    this(true);
  }

  private SessionCodec(boolean objects) {
    this.objects = objects;
  }

  /** Reads short forms alone. */
  static SessionCodec withoutObjects() {
    return new SessionCodec(false);
  }

  /** Whether everything has a short form. */
  static boolean plain(Map<String, Object> attributes) {
    return attributes.values().stream()
        .allMatch(value -> FORMS.stream().anyMatch(form -> form.takes(value)));
  }

  byte[] write(Map<String, Object> attributes) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(octets)) {
      out.writeByte(VERSION);
      out.writeShort(attributes.size());
      for (Map.Entry<String, Object> one : new TreeMap<>(attributes).entrySet()) {
        SessionForms.text(out, one.getKey());
        write(out, one.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return octets.toByteArray();
  }

  private static void write(DataOutputStream out, Object value) throws IOException {
    for (int i = 0; i < FORMS.size(); i++) {
      if (FORMS.get(i).takes(value)) {
        out.writeByte(1 + i);
        FORMS.get(i).write(out, value);
        return;
      }
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(octets)) {
      objects.writeObject(value);
    }
    out.writeByte(SERIALISED);
    out.writeInt(octets.size());
    octets.writeTo(out);
  }

  /** A session written by another release may not read back: then the person logs in again. */
  Map<String, Object> read(byte[] octets) {
    Map<String, Object> attributes = new HashMap<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets))) {
      if (in.readByte() != VERSION) {
        return Map.of();
      }
      for (int left = in.readShort(); left > 0; left--) {
        String name = SessionForms.text(in);
        attributes.put(name, value(in));
      }
      return attributes;
    } catch (IOException | ClassNotFoundException otherRelease) {
      return Map.of();
    }
  }

  private Object value(DataInputStream in) throws IOException, ClassNotFoundException {
    int form = in.readByte();
    if (form < SERIALISED || form > FORMS.size() || (form == SERIALISED && !objects)) {
      throw new IOException("no such form");
    }
    if (form != SERIALISED) {
      return FORMS.get(form - 1).read(in);
    }
    byte[] octets = SessionForms.octets(in);
    try (ObjectInputStream objects = new ObjectInputStream(new ByteArrayInputStream(octets))) {
      return objects.readObject();
    }
  }
}
