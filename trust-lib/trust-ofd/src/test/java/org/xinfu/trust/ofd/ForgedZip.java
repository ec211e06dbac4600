package org.xinfu.trust.ofd;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.xinfu.trust.Bytes;

/** Builds zips in which every field can be a lie; untouched, it builds honest foreign ones. */
final class ForgedZip {
  private static final int DESCRIPTOR_MARK = 0x08074b50;

  /** How the sizes follow the data. */
  enum Descriptor {
    NONE,
    PLAIN,
    MARKED,
    /** With sizes of eight octets each, APPNOTE 4.3.9.2. */
    LARGE
  }

  /** One entry; the fields of the central directory can differ from those of the local header. */
  static final class Entry {
    byte[] name;
    byte[] centralName;
    byte[] data;
    int method;
    int flags = 0x0800;
    int crc;
    long packed;
    long plain;
    Descriptor descriptor = Descriptor.NONE;
    int descriptorCrcDelta;
    int descriptorPackedDelta;
    int descriptorPlainDelta;
    boolean sizesInLocal;
    byte[] localExtra = {};
    byte[] centralExtra = {};
    int comment;
    int disk;
    int attributes;
    int stamp = 0x58210000;
    byte[] gapAfter = {};
    Long offset;
  }

  private final List<Entry> entries = new ArrayList<>();
  private final List<Integer> order = new ArrayList<>();
  int thisDisk;
  int directoryDisk;
  int countDelta;
  int diskCountDelta;
  int sizeDelta;
  int startDelta;
  byte[] beforeEnd = {};

  /** A stored entry. */
  ForgedZip stored(String name, Bytes content) {
    Entry e = entry(name, content);
    e.data = content.toArray();
    e.packed = e.data.length;
    return add(e);
  }

  /** A deflated entry. */
  ForgedZip deflated(String name, Bytes content) {
    Entry e = entry(name, content);
    e.method = 8;
    e.data = deflate(content.toArray());
    e.packed = e.data.length;
    return add(e);
  }

  private static Entry entry(String name, Bytes content) {
    Entry e = new Entry();
    e.name = name.getBytes(StandardCharsets.UTF_8);
    e.centralName = e.name;
    CRC32 crc = new CRC32();
    crc.update(content.toArray());
    e.crc = (int) crc.getValue();
    e.plain = content.length();
    return e;
  }

  private ForgedZip add(Entry e) {
    order.add(entries.size());
    entries.add(e);
    return this;
  }

  /** The entry added last, to be altered. */
  Entry last() {
    return entries.get(entries.size() - 1);
  }

  /** Lists the entries in the directory in another order than their data lie. */
  ForgedZip listed(Integer... places) {
    order.clear();
    order.addAll(Arrays.asList(places));
    return this;
  }

  Bytes build() {
    Little out = new Little();
    long[] offsets = new long[entries.size()];
    for (int i = 0; i < entries.size(); i++) {
      Entry e = entries.get(i);
      offsets[i] = out.size();
      boolean hidden = e.descriptor != Descriptor.NONE && !e.sizesInLocal;
      out.int4(ZipLayout.LOCAL);
      common(out, e, e.name.length, e.localExtra.length, hidden);
      out.raw(e.name).raw(e.localExtra).raw(e.data);
      descriptor(out, e);
      out.raw(e.gapAfter);
    }
    int start = out.size();
    for (int i : order) {
      Entry e = entries.get(i);
      out.int4(ZipLayout.CENTRAL).int2(0x031e);
      common(out, e, e.centralName.length, e.centralExtra.length, false);
      out.int2(e.comment).int2(e.disk).int2(0).int4(e.attributes);
      out.int4((int) (e.offset == null ? offsets[i] : e.offset));
      out.raw(e.centralName).raw(e.centralExtra).raw(new byte[e.comment]);
    }
    int size = out.size() - start;
    out.raw(beforeEnd);
    out.int4(ZipLayout.END).int2(thisDisk).int2(directoryDisk);
    out.int2(order.size() + diskCountDelta).int2(order.size() + countDelta);
    out.int4(size + sizeDelta).int4(start + startDelta).int2(0);
    return Bytes.of(out.toByteArray());
  }

  private static void common(Little out, Entry e, int name, int extra, boolean hidden) {
    int flags = e.descriptor == Descriptor.NONE ? e.flags : e.flags | 8;
    out.int2(20).int2(flags).int2(e.method).int4(e.stamp).int4(hidden ? 0 : e.crc);
    out.int4((int) (hidden ? 0 : e.packed)).int4((int) (hidden ? 0 : e.plain));
    out.int2(name).int2(extra);
  }

  private static void descriptor(Little out, Entry e) {
    if (e.descriptor == Descriptor.NONE) {
      return;
    }
    boolean large = e.descriptor == Descriptor.LARGE;
    if (large || e.descriptor == Descriptor.MARKED) {
      out.int4(DESCRIPTOR_MARK);
    }
    out.int4(e.crc + e.descriptorCrcDelta);
    if (large) {
      out.int4((int) e.packed).int4(0).int4((int) e.plain).int4(0);
      return;
    }
    out.int4((int) e.packed + e.descriptorPackedDelta);
    out.int4((int) e.plain + e.descriptorPlainDelta);
  }

  static byte[] deflate(byte[] content) {
    Deflater deflater = new Deflater(9, true);
    try {
      deflater.setInput(content);
      deflater.finish();
      byte[] out = new byte[content.length + content.length / 1000 + 64];
      return Arrays.copyOf(out, deflater.deflate(out));
    } finally {
      deflater.end();
    }
  }

  private static final class Little extends ByteArrayOutputStream {
    Little int2(int value) {
      write(value);
      write(value >>> 8);
      return this;
    }

    Little int4(int value) {
      return int2(value).int2(value >>> 16);
    }

    Little raw(byte[] octets) {
      write(octets, 0, octets.length);
      return this;
    }
  }
}
