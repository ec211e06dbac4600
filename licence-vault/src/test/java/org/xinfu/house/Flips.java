package org.xinfu.house;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
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
  List<String> ofTheFile(long seed, int tries) {
    return accepted(
        "the file",
        seed,
        genuine,
        tries,
        (at, altered) ->
            verdict(altered).equals("VALID") && !hexDigitCase(genuine[at], altered[at]));
  }

  /** Every entry: {@code tries} octets or all of them altered; dropped whole; and one added. */
  List<String> ofTheEntries(long seed, int tries) {
    List<String> accepted = new ArrayList<>();
    Map<String, byte[]> entries = read(genuine);
    if (!valid(entries)) {
      accepted.add("the package written anew is not VALID: the test proves nothing");
    }
    entries.forEach(
        (name, content) -> {
          Map<String, byte[]> without = new LinkedHashMap<>(entries);
          without.remove(name);
          if (valid(without)) {
            accepted.add("without " + name);
          }
          accepted.addAll(
              accepted(
                  name,
                  seed,
                  content,
                  tries,
                  (at, altered) -> valid(with(entries, name, altered))));
        });
    if (valid(with(entries, "Doc_0/extra.xml", "<x/>".getBytes(StandardCharsets.US_ASCII)))) {
      accepted.add("with an entry more");
    }
    return accepted;
  }

  /** Alters octets of {@code content} on every core and says which alterations were accepted. */
  private static List<String> accepted(
      String what, long seed, byte[] content, int tries, Accepting accepting) {
    AtomicInteger judged = new AtomicInteger();
    return places(new Random(seed), content.length, tries)
        .parallel()
        .mapToObj(
            at -> {
              byte[] altered = flipped(content, at, new Random(seed + at).nextInt(8));
              if (judged.incrementAndGet() % 10_000 == 0) {
                System.out.println(what + ": " + judged + " of " + content.length + " octets");
              }
              return accepting.accepts(at, altered)
                  ? what + " at " + at + ": " + content[at] + " -> " + altered[at]
                  : "";
            })
        .filter(accepted -> !accepted.isEmpty())
        .toList();
  }

  /** Whether {@code altered}, which is altered at {@code at}, is accepted though it must not be. */
  private interface Accepting {
    boolean accepts(int at, byte[] altered);
  }

  private boolean valid(Map<String, byte[]> entries) {
    return verdict(write(entries)).equals("VALID");
  }

  private static Map<String, byte[]> with(
      Map<String, byte[]> entries, String name, byte[] content) {
    Map<String, byte[]> changed = new LinkedHashMap<>(entries);
    changed.put(name, content);
    return changed;
  }

  private static IntStream places(Random random, int length, int tries) {
    return tries >= length ? IntStream.range(0, length) : random.ints(tries, 0, length);
  }

  private static byte[] flipped(byte[] content, int at, int bit) {
    byte[] altered = content.clone();
    altered[at] ^= (byte) (1 << bit);
    return altered;
  }

  /** The contract leaves the letter case of a hex digit in /Contents open. */
  private static boolean hexDigitCase(byte before, byte after) {
    return (before ^ after) == 0x20 && Character.digit(before, 16) >= 10;
  }

  private static List<Certificate> anchors(Path pem) throws IOException {
    return PemFile.read(Files.readString(pem)).orElseThrow().certificates();
  }

  private static Map<String, byte[]> read(byte[] zip) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  private static byte[] write(Map<String, byte[]> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
