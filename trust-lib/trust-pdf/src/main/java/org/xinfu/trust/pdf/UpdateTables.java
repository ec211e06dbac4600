package org.xinfu.trust.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.xinfu.trust.DocumentSource;

/**
 * The cross-reference sections that updates brought, ISO 32000-2 §7.5.4 and §7.5.8, read here
 * because PDFBox passes over free entries and over the second of two entries of one object, which
 * other readers obey.
 */
final class UpdateTables {
  private static final Pattern HEAD = Pattern.compile("xref *\\r?\\n");
  private static final Pattern PART = Pattern.compile("(\\d{1,10}) (\\d{1,7}) *\\r?\\n");
  private static final Pattern ENTRY =
      Pattern.compile("(\\d{10}) (\\d{5}) ([nf])(?: \\r| \\n|\\r\\n)");
  private static final Pattern TRAILER =
      Pattern.compile("trailer\\s*<<(.*?)startxref", Pattern.DOTALL);
  private static final Pattern PREVIOUS = Pattern.compile("/Prev\\s+(\\d{1,15})");
  private static final int MOST = 32 << 20;

  private final DocumentSource source;
  private final Revision then;
  private final Revision now;
  private final Map<Long, Entry> newest = new HashMap<>();

  UpdateTables(DocumentSource source, Revision then, Revision now) {
    this.source = source;
    this.then = then;
    this.now = now;
  }

  /** What a section says of one object; a place as {@link Revision#place} tells it. */
  private record Entry(int generation, long place, boolean free) {}

  /** What is wrong with the sections from {@code start} back to the signed revision. */
  Optional<String> problem(long start) {
    try {
      Set<Long> seen = new HashSet<>();
      long at = start;
      while (at >= then.end()) {
        if (!seen.add(at)) {
          return Optional.of("cross-reference sections in a circle");
        }
        at = section(at);
      }
      return disagreement();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> disagreement() {
    Set<Long> used = new HashSet<>();
    then.keys().forEach(key -> used.add(key.getNumber()));
    now.keys().forEach(key -> used.add(key.getNumber()));
    for (Map.Entry<Long, Entry> said : newest.entrySet()) {
      long number = said.getKey();
      Entry entry = said.getValue();
      if (number == 0) {
        continue;
      }
      Long place = now.place(new COSObjectKey(number, entry.generation()));
      boolean agreed =
          entry.free() ? !used.contains(number) : place != null && place == entry.place();
      if (!agreed) {
        return Optional.of("object " + number + " " + entry.generation());
      }
    }
    return Optional.empty();
  }

  /** Reads one section; where the one before it begins. */
  private long section(long at) throws IOException {
    int size = (int) Math.min(MOST, source.length() - at);
    String text = new String(source.read(at, size).toArray(), StandardCharsets.ISO_8859_1);
    return text.startsWith("xref") ? table(text) : stream(at, text);
  }

  private long table(String text) throws IOException {
    Map<Long, Entry> entries = new HashMap<>();
    Matcher line = HEAD.matcher(text);
    int at = expect(line, 0);
    line.usePattern(PART);
    while (line.region(at, text.length()).lookingAt()) {
      long number = Long.parseLong(line.group(1));
      long count = Long.parseLong(line.group(2));
      at = line.end();
      line.usePattern(ENTRY);
      for (long i = 0; i < count; i++) {
        at = expect(line, at);
        boolean free = line.group(3).equals("f");
        long place = Long.parseLong(line.group(1));
        put(entries, number + i, new Entry(Integer.parseInt(line.group(2)), place, free));
      }
      line.usePattern(PART);
    }
    line.usePattern(TRAILER);
    expect(line, at);
    Matcher previous = PREVIOUS.matcher(line.group(1));
    boolean one = previous.find();
    long before = one ? Long.parseLong(previous.group(1)) : -1;
    require(one && !previous.find(), "no or two /Prev");
    entries.forEach(newest::putIfAbsent);
    return before;
  }

  private static int expect(Matcher line, int at) throws IOException {
    require(line.region(at, line.regionEnd()).lookingAt(), "a broken cross-reference table");
    return line.end();
  }

  private long stream(long at, String text) throws IOException {
    Matcher head = Pattern.compile("(\\d{1,10}) (\\d{1,5}) obj").matcher(text);
    require(head.lookingAt(), "no cross-reference section at " + at);
    COSObjectKey key =
        new COSObjectKey(Long.parseLong(head.group(1)), Integer.parseInt(head.group(2)));
    COSObject object = now.document().getDocument().getObjectFromPool(key);
    Long place = now.place(key);
    require(place != null && place == at, "a cross-reference stream that is not listed");
    COSBase value = object == null ? null : object.getObject();
    if (!(value instanceof COSStream section)
        || !(section.getDictionaryObject(COSName.W) instanceof COSArray widths)) {
      throw new IOException("no cross-reference stream at " + at);
    }
    Map<Long, Entry> entries = new HashMap<>();
    COSArray index = section.getCOSArray(COSName.INDEX);
    int parts = index == null ? 1 : index.size() / 2;
    try (InputStream in = section.createInputStream()) {
      for (int part = 0; part < parts; part++) {
        long number = index == null ? 0 : index.getInt(2 * part);
        long count = index == null ? section.getInt(COSName.SIZE) : index.getInt(2 * part + 1);
        for (long i = 0; i < count; i++) {
          put(entries, number + i, entry(in, widths));
        }
      }
    }
    COSBase previous = section.getDictionaryObject(COSName.PREV);
    require(previous instanceof COSInteger, "no /Prev");
    entries.forEach(newest::putIfAbsent);
    return ((COSInteger) previous).longValue();
  }

  private static Entry entry(InputStream in, COSArray widths) throws IOException {
    long type = widths.getInt(0) == 0 ? 1 : field(in, widths.getInt(0));
    long second = field(in, widths.getInt(1));
    int third = (int) field(in, widths.getInt(2));
    return type == 2 ? new Entry(0, -second, false) : new Entry(third, second, type == 0);
  }

  private static long field(InputStream in, int width) throws IOException {
    long value = 0;
    for (int i = 0; i < width; i++) {
      int octet = in.read();
      require(octet >= 0, "a cross-reference stream that is too short");
      value = value << 8 | octet;
    }
    return value;
  }

  private static void put(Map<Long, Entry> entries, long number, Entry entry) throws IOException {
    require(entries.put(number, entry) == null, "object " + number + " is listed twice");
  }

  private static void require(boolean holds, String problem) throws IOException {
    if (!holds) {
      throw new IOException(problem);
    }
  }
}
