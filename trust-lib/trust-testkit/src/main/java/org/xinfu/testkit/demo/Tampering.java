package org.xinfu.testkit.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.xinfu.trust.Bytes;

/** Altered copies of the licence, named after their lie. */
final class Tampering {
  private Tampering() {}

  /** File name to content. */
  static Map<String, Bytes> copies(Bytes ofd, Bytes pdf) {
    Map<String, Bytes> entries = entries(ofd);
    String page = find(entries, "Content.xml");
    String signature = find(entries, "SignedValue.dat");
    String seal = find(entries, "Seal.esl");
    String list = find(entries, "Signatures.xml");
    Map<String, Bytes> copies = new LinkedHashMap<>();
    copies.put("content-altered.ofd", altered(entries, page, Tampering::digit));
    copies.put("page-removed.ofd", altered(entries, page, content -> Bytes.empty()));
    copies.put("file-smuggled.ofd", with(entries, "Doc_0/Res/extra.bin", Bytes.utf8("extra")));
    copies.put("seal-swapped.ofd", altered(entries, seal, Tampering::flipLast));
    copies.put("signature-forged.ofd", altered(entries, signature, Tampering::flipLast));
    copies.put("list-altered.ofd", altered(entries, list, Tampering::space));
    copies.put("truncated.ofd", ofd.slice(0, ofd.length() / 2));
    copies.put("appended.pdf", pdf.concat(update(pdf)));
    return copies;
  }

  private static Map<String, Bytes> entries(Bytes zip) {
    Map<String, Bytes> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(zip.stream())) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), Bytes.of(in.readAllBytes()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  private static String find(Map<String, Bytes> entries, String ending) {
    return entries.keySet().stream().filter(n -> n.endsWith(ending)).findFirst().orElseThrow();
  }

  private static Bytes altered(
      Map<String, Bytes> entries, String name, UnaryOperator<Bytes> alteration) {
    return with(entries, name, alteration.apply(Objects.requireNonNull(entries.get(name))));
  }

  /** The package with one entry replaced or added; empty content removes it. */
  private static Bytes with(Map<String, Bytes> entries, String name, Bytes content) {
    Map<String, Bytes> changed = new LinkedHashMap<>(entries);
    changed.put(name, content);
    changed.values().removeIf(b -> b.length() == 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, Bytes> entry : changed.entrySet()) {
        zip.putNextEntry(stored(entry.getKey(), entry.getValue()));
        zip.write(entry.getValue().toArray());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.of(out.toByteArray());
  }

  private static ZipEntry stored(String name, Bytes content) {
    CRC32 crc = new CRC32();
    crc.update(content.toArray());
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length());
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    return entry;
  }

  /** The first digit inside a text of the page becomes another. */
  private static Bytes digit(Bytes page) {
    String text = page.toUtf8();
    int at = text.indexOf('>', text.indexOf("TextCode")) + 1;
    while (!Character.isDigit(text.charAt(at))) {
      at++;
    }
    char other = text.charAt(at) == '9' ? '8' : '9';
    return Bytes.utf8(text.substring(0, at) + other + text.substring(at + 1));
  }

  private static Bytes space(Bytes xml) {
    return xml.concat(Bytes.utf8("\n"));
  }

  private static Bytes flipLast(Bytes content) {
    byte[] octets = content.toArray();
    octets[octets.length - 1] ^= 1;
    return Bytes.of(octets);
  }

  /** An incremental update that replaces the page tree's parent: shown content after signing. */
  private static Bytes update(Bytes pdf) {
    String tail = pdf.slice(Math.max(0, pdf.length() - 64), pdf.length()).toUtf8();
    String start = tail.substring(tail.indexOf("startxref") + 9).strip().lines().toList().get(0);
    String object = "\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n";
    int at = pdf.length() + 1;
    int table = pdf.length() + object.length();
    String xref =
        "xref\n1 1\n%010d 00000 n \ntrailer\n<< /Size 2 /Root 1 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n"
            .formatted(at, start, table);
    return Bytes.utf8(object + xref);
  }
}
