package org.xinfu.house;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.PemFile;

/** Alters a genuine file octet by octet and collects every alteration that is judged VALID. */
final class Flips {
  private final byte[] genuine;
  private final TrustPolicy policy;

  Flips(Path demo, byte[] genuine) throws IOException {
    this.genuine = genuine;
    List<Bytes> crls = new ArrayList<>();
    try (Stream<Path> files = Files.list(demo.resolve("trust"))) {
      for (Path crl : files.filter(f -> f.toString().endsWith(".crl")).toList()) {
        crls.add(Bytes.of(Files.readAllBytes(crl)));
      }
    }
    this.policy =
        TrustPolicy.interop(
                anchors(demo.resolve("trust/signers.pem")),
                anchors(demo.resolve("trust/makers.pem")),
                Instant.now())
            .withCrls(crls);
  }

  String verdict(byte[] content) {
    return Trust.verify(DocumentSource.of(Bytes.of(content)), policy).conclusion().name();
  }

  /** Random places of the whole file, or all of them where {@code tries} are as many. */
  List<String> ofTheFile(Random random, int tries) {
    return places(random, genuine.length, tries)
        .mapToObj(
            at -> {
              byte[] altered = flipped(genuine, at, random);
              return verdict(altered).equals("VALID") && !hexDigitCase(genuine[at], altered[at])
                  ? at + ": " + genuine[at] + " -> " + altered[at]
                  : "";
            })
        .filter(accepted -> !accepted.isEmpty())
        .toList();
  }

  /** Every entry: {@code tries} octets or all of them altered; dropped whole; and one added. */
  List<String> ofTheEntries(Random random, int tries) throws IOException {
    List<String> accepted = new ArrayList<>();
    Map<String, byte[]> entries = read(genuine);
    if (!verdict(write(entries)).equals("VALID")) {
      accepted.add("the package written anew is not VALID: the test proves nothing");
    }
    for (String name : entries.keySet()) {
      Map<String, byte[]> without = new LinkedHashMap<>(entries);
      byte[] content = without.remove(name);
      note(accepted, "without " + name, without);
      for (int at : places(random, content.length, tries).toArray()) {
        Map<String, byte[]> changed = new LinkedHashMap<>(entries);
        changed.put(name, flipped(content, at, random));
        note(accepted, name + " at " + at, changed);
      }
    }
    Map<String, byte[]> more = new LinkedHashMap<>(entries);
    more.put("Doc_0/extra.xml", "<x/>".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    note(accepted, "with an entry more", more);
    return accepted;
  }

  private void note(List<String> accepted, String what, Map<String, byte[]> entries)
      throws IOException {
    if (verdict(write(entries)).equals("VALID")) {
      accepted.add(what);
    }
  }

  private static IntStream places(Random random, int length, int tries) {
    return tries >= length ? IntStream.range(0, length) : random.ints(tries, 0, length);
  }

  private static byte[] flipped(byte[] content, int at, Random random) {
    byte[] altered = content.clone();
    altered[at] ^= (byte) (1 << random.nextInt(8));
    return altered;
  }

  /** The contract leaves the letter case of a hex digit in /Contents open. */
  private static boolean hexDigitCase(byte before, byte after) {
    return (before ^ after) == 0x20 && Character.digit(before, 16) >= 10;
  }

  private static List<Certificate> anchors(Path pem) throws IOException {
    return PemFile.read(Files.readString(pem)).orElseThrow().certificates();
  }

  private static Map<String, byte[]> read(byte[] zip) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] write(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return out.toByteArray();
  }
}
