package org.xinfu.trust.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.ofd.OfdSealRequest;
import org.xinfu.trust.ofd.OfdSealer;
import org.xinfu.trust.ofd.OfdVerifier;

/**
 * An OFD with large resources: one stored, half as large as all together, and many deflated ones.
 * It is sealed and verified as streams, and every octet that is read from a file is counted.
 */
final class LargeOfd {
  private static final int PIECE = 1 << 20;
  private static final int RESOURCE = 16;
  private final Path folder;
  private final int megabytes;

  LargeOfd(Path folder, int megabytes) {
    this.folder = folder;
    this.megabytes = megabytes;
  }

  /** Prints what came of sealing, verifying, opening, and verifying with one octet altered. */
  void run() throws IOException {
    Path plain = folder.resolve("plain.ofd");
    Path sealed = folder.resolve("sealed.ofd");
    make(plain);
    CountedSource source = new CountedSource(DocumentSource.of(plain));
    OfdSealRequest request =
        new OfdSealRequest(
            Scene.SEAL,
            List.of(new OfdSealRequest.Stamp(1, 100, 100)),
            OfdSealRequest.Protection.ENTRIES,
            TestSeals.SIGNED,
            "xinfu");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(sealed), PIECE)) {
      long size =
          OfdSealer.seal(source, request, Scene.SIGNER, out)
              .orThrow(reason -> new IllegalStateException(reason.code()));
      System.out.println("sealed " + (size >> 20) + " MB" + source.passes());
    }
    Files.delete(plain);
    verify(sealed);
    open(sealed);
    try (RandomAccessFile file = new RandomAccessFile(sealed.toFile(), "rw")) {
      file.seek(file.length() * 3 / 4);
      int octet = file.read();
      file.seek(file.length() * 3 / 4);
      file.write(octet ^ 1);
    }
    verify(sealed);
  }

  private static void verify(Path file) {
    CountedSource source = new CountedSource(DocumentSource.of(file));
    System.out.println(Trust.verify(source, Samples.POLICY).conclusion() + source.passes());
  }

  /** What was verified is handed out without being read or hashed once more. */
  private static void open(Path file) {
    CountedSource source = new CountedSource(DocumentSource.of(file));
    int paths =
        OfdVerifier.open(source, Samples.POLICY)
            .orThrow(reason -> new IllegalStateException(reason.code()))
            .paths()
            .size();
    System.out.println((paths > 4 ? "opened" : paths + " paths") + source.passes());
  }

  private void make(Path file) throws IOException {
    int small = megabytes / 2 / RESOURCE;
    try (ZipOutputStream zip =
            new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), PIECE));
        ZipInputStream plain = new ZipInputStream(Scene.plainOfd().stream())) {
      zip.setLevel(Deflater.BEST_SPEED);
      for (ZipEntry e = plain.getNextEntry(); e != null; e = plain.getNextEntry()) {
        Bytes content = Bytes.of(plain.readAllBytes());
        boolean document = e.getName().equals("Doc_0/Document.xml");
        put(zip, e.getName(), document ? withResources(content) : content);
      }
      put(zip, "Doc_0/Res.xml", resources(small));
      zip.putNextEntry(stored(megabytes - small * RESOURCE));
      noise(0, megabytes - small * RESOURCE, zip);
      for (int i = 1; i <= small; i++) {
        zip.putNextEntry(new ZipEntry("Doc_0/" + i + ".png"));
        noise(i, RESOURCE, zip);
      }
    }
  }

  private static void put(ZipOutputStream zip, String path, Bytes content) throws IOException {
    zip.putNextEntry(new ZipEntry(path));
    zip.write(content.toArray());
  }

  private static ZipEntry stored(int size) throws IOException {
    CRC32 crc = new CRC32();
    noise(
        0,
        size,
        new OutputStream() {
          @Override
          public void write(int octet) {
            crc.update(octet);
          }

          @Override
          public void write(byte[] octets, int offset, int length) {
            crc.update(octets, offset, length);
          }
        });
    ZipEntry entry = new ZipEntry("Doc_0/0.png");
    entry.setMethod(ZipEntry.STORED);
    entry.setSize((long) size * PIECE);
    entry.setCrc(crc.getValue());
    return entry;
  }

  /** Octets that deflate a little; the same for the same seed. */
  private static void noise(int seed, int size, OutputStream out) throws IOException {
    Random random = new Random(seed);
    byte[] piece = new byte[PIECE];
    for (int i = 0; i < size; i++) {
      random.nextBytes(piece);
      for (int at = 0; at < piece.length; at += 4) {
        piece[at] = 0;
      }
      out.write(piece, 0, piece.length);
    }
  }

  private static Bytes withResources(Bytes document) {
    return Bytes.utf8(
        document
            .toUtf8()
            .replace(
                "</ofd:CommonData>",
                "<ofd:DocumentRes>Res.xml</ofd:DocumentRes></ofd:CommonData>"));
  }

  private static Bytes resources(int last) {
    StringBuilder xml = new StringBuilder("<ofd:Res xmlns:ofd=\"http://www.ofdspec.org/2016\"");
    xml.append(" BaseLoc=\".\"><ofd:MultiMedias>");
    for (int i = 0; i <= last; i++) {
      xml.append("<ofd:MultiMedia ID=\"").append(100 + i).append("\" Type=\"Image\">");
      xml.append("<ofd:MediaFile>").append(i).append(".png</ofd:MediaFile></ofd:MultiMedia>");
    }
    return Bytes.utf8(xml.append("</ofd:MultiMedias></ofd:Res>").toString());
  }
}
