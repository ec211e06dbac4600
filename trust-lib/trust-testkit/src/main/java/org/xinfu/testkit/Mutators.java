package org.xinfu.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.xinfu.trust.Bytes;

/**
 * Ways of altering a document. Those of packages give a well-formed zip again (stored entries), so
 * that a refusal is due to the alteration and not to a broken container.
 */
public final class Mutators {
  private Mutators() {}

  /** An entry of a package; directories are left out. */
  public record Entry(String name, Bytes content) {}

  /** {@code document} with the bits of {@code mask} inverted in the octet at {@code index}. */
  public static Bytes flip(Bytes document, int index, int mask) {
    byte[] octets = document.toArray();
    octets[index] ^= (byte) mask;
    return Bytes.of(octets);
  }

  /** The first {@code length} octets. */
  public static Bytes truncate(Bytes document, int length) {
    return document.slice(0, length);
  }

  /** The entries in order. */
  public static List<Entry> entries(Bytes zip) {
    List<Entry> entries = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.toArray()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          entries.add(new Entry(entry.getName(), Bytes.of(in.readAllBytes())));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  /** The content of the first entry with this name. */
  public static Bytes entry(Bytes zip, String name) {
    return entries(zip).stream()
        .filter(e -> e.name().equals(name))
        .map(Entry::content)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no entry " + name));
  }

  /** The package without the entry. */
  public static Bytes drop(Bytes zip, String name) {
    entry(zip, name);
    return write(entries(zip).stream().filter(e -> !e.name().equals(name)).toList());
  }

  /** The package with one more entry at its end. */
  public static Bytes add(Bytes zip, String name, Bytes content) {
    List<Entry> entries = entries(zip);
    entries.add(new Entry(name, content));
    return write(entries);
  }

  /** The package with an entry under another name. */
  public static Bytes rename(Bytes zip, String from, String to) {
    entry(zip, from);
    return write(
        entries(zip).stream()
            .map(e -> e.name().equals(from) ? new Entry(to, e.content()) : e)
            .toList());
  }

  /** The package with a second entry of the same name and other content. */
  public static Bytes duplicate(Bytes zip, String name, Bytes secondContent) {
    entry(zip, name);
    return add(zip, name, secondContent);
  }

  /** The package with an entry's content changed. */
  public static Bytes replace(Bytes zip, String name, UnaryOperator<Bytes> change) {
    entry(zip, name);
    return write(
        entries(zip).stream()
            .map(e -> e.name().equals(name) ? new Entry(name, change.apply(e.content())) : e)
            .toList());
  }

  /**
   * The package with the records of large archives before its end record, which leaves its fields
   * to them (APPNOTE 4.3.14, 4.3.15).
   *
   * @param delta how far behind the true record the locator points
   */
  public static Bytes largeEnd(Bytes zip, long delta) {
    int end = zip.length() - 22;
    ByteBuffer plain = ByteBuffer.wrap(zip.toArray()).order(ByteOrder.LITTLE_ENDIAN);
    long count = plain.getShort(end + 10);
    byte[] records = new byte[76 + 22];
    ByteBuffer out = ByteBuffer.wrap(records).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
    out.putInt(0).putInt(0).putLong(count).putLong(count);
    out.putLong(plain.getInt(end + 12)).putLong(plain.getInt(end + 16));
    out.putInt(0x07064b50).putInt(0).putLong(end + delta).putInt(1);
    out.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
    return zip.slice(0, end).concat(Bytes.of(records));
  }

  /** A zip of stored entries, in this order, equal names allowed. */
  public static Bytes write(List<Entry> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      int offset = out.size();
      byte[] name = Bytes.utf8(entry.name()).toArray();
      byte[] common = commonHeader(entry, name.length);
      out.writeBytes(little(4).putInt(0x04034b50).array());
      out.writeBytes(common);
      out.writeBytes(name);
      out.writeBytes(entry.content().toArray());
      directory.writeBytes(little(6).putInt(0x02014b50).putShort((short) 20).array());
      directory.writeBytes(common);
      directory.writeBytes(little(14).putInt(10, offset).array());
      directory.writeBytes(name);
    }
    int start = out.size();
    short count = (short) entries.size();
    out.writeBytes(directory.toByteArray());
    out.writeBytes(
        little(22)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort(count)
            .putShort(count)
            .putInt(directory.size())
            .putInt(start)
            .array());
    return Bytes.of(out.toByteArray());
  }

  /**
   * Version, UTF-8 flag, method stored, date, CRC-32, sizes and lengths (APPNOTE 4.3.7, 4.3.12).
   */
  private static byte[] commonHeader(Entry entry, int nameLength) {
    CRC32 crc = new CRC32();
    crc.update(entry.content().toArray());
    int size = entry.content().length();
    return little(26)
        .putShort((short) 20)
        .putShort((short) 0x0800)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) 0x5a21)
        .putInt((int) crc.getValue())
        .putInt(size)
        .putInt(size)
        .putShort((short) nameLength)
        .putShort((short) 0)
        .array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
