package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.ChildJvm;

/**
 * A PDF larger than the heap is signed and verified, hashed once and never held; {@code xinfu.soak}
 * makes it 1 GB in 256 MB.
 */
class LargePdfTest {
  private static final boolean SOAK = System.getProperty("xinfu.soak") != null;
  private static final int MEGABYTES = SOAK ? 1024 : 96;
  private static final String HEAP = SOAK ? "256m" : "48m";

  @TempDir Path folder;

  @Test
  void aLargePdfIsSignedInASmallHeap() throws IOException {
    Path pdf = folder.resolve("large.pdf");
    Path signed = folder.resolve("signed.pdf");
    write(pdf, MEGABYTES);
    ChildJvm.Result result =
        ChildJvm.run(LargePdfMain.class, HEAP, 20, pdf.toString(), signed.toString());
    // Once for its digest and once to be written; verified, once for both of its digests.
    assertThat(result.output().lines().filter(line -> !line.contains("WARN")))
        .containsExactly("read 2 times", "VALID WHOLE, read 1 times");
    assertThat(result.status()).isZero();
    assertThat(Files.size(signed)).isBetween(Files.size(pdf), Files.size(pdf) + (1 << 16));
  }

  /** Two pages and so many streams of a megabyte, each on the first page as an image would be. */
  private static void write(Path file, int megabytes) throws IOException {
    long[] places = new long[megabytes + 6];
    byte[] noise = new byte[1 << 20];
    new java.util.Random(1).nextBytes(noise);
    try (Counting out = new Counting(Files.newOutputStream(file))) {
      out.text("%PDF-1.7\n");
      StringBuilder names = new StringBuilder();
      for (int i = 0; i < megabytes; i++) {
        names.append("/X").append(i).append(' ').append(i + 6).append(" 0 R");
      }
      object(out, places, 1, "<</Type/Catalog/Pages 2 0 R>>");
      object(out, places, 2, "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>");
      String page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]";
      object(out, places, 3, page + "/Resources<</XObject 5 0 R>>>>");
      object(out, places, 4, page + ">>");
      object(out, places, 5, "<<" + names + ">>");
      for (int i = 0; i < megabytes; i++) {
        places[i + 6] = out.written;
        out.text((i + 6) + " 0 obj\n<</Type/XObject/Subtype/Image/Width 1024/Height 1024");
        out.text("/BitsPerComponent 8/ColorSpace/DeviceGray/Length " + noise.length);
        out.text(">>\nstream\n");
        out.write(noise);
        out.text("\nendstream\nendobj\n");
      }
      long start = out.written;
      out.text("xref\n0 " + places.length + "\n0000000000 65535 f \n");
      for (int i = 1; i < places.length; i++) {
        out.text(String.format(Locale.ROOT, "%010d 00000 n \n", places[i]));
      }
      out.text("trailer\n<</Root 1 0 R/Size " + places.length + ">>\n");
      out.text("startxref\n" + start + "\n%%EOF\n");
    }
  }

  private static void object(Counting out, long[] places, int number, String body)
      throws IOException {
    places[number] = out.written;
    out.text(number + " 0 obj\n" + body + "\nendobj\n");
  }

  private static final class Counting extends OutputStream {
    private final OutputStream out;
    private long written;

    Counting(OutputStream out) {
      this.out = new BufferedOutputStream(out, 1 << 16);
    }

    void text(String text) throws IOException {
      write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void write(int octet) throws IOException {
      out.write(octet);
      written++;
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      out.write(octets, offset, length);
      written += length;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
