package org.xinfu.trust.pdf;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;

/** Signs the PDF at the first path to the second, and verifies it, in as little heap as it has. */
final class LargePdfMain {
  private LargePdfMain() {}

  public static void main(String[] args) throws IOException {
    Counted pdf = new Counted(DocumentSource.of(Path.of(args[0])));
    Path signed = Path.of(args[1]);
    PdfSigner.Job job =
        new PdfSigner.Job(
            pdf,
            PdfFixtures.request(1, "Seal1").alsoAt(new PdfSealRequest.Position(2, 10, 10)),
            new PdfBoxSigningEngine());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(signed), 1 << 16)) {
      PdfSigner.sign(job, PdfFixtures.SM2, out);
    }
    System.out.println(pdf.passes());
    Counted again = new Counted(DocumentSource.of(signed));
    DocumentReport report = new PdfVerifier().verify(again, PdfFixtures.POLICY);
    System.out.println(report.conclusion() + " " + report.coverage() + ", " + again.passes());
  }

  /** How often a document is read as a whole, and how many octets besides. */
  private record Counted(DocumentSource source, AtomicInteger streams, AtomicLong octets)
      implements DocumentSource {
    Counted(DocumentSource source) {
      this(source, new AtomicInteger(), new AtomicLong());
    }

    /** Objects are looked up a page of 64 KB at a time. */
    String passes() {
      boolean sparing = octets.get() < length() / 8;
      return "read " + streams + " times" + (sparing ? "" : " and " + octets + " octets");
    }

    @Override
    public long length() {
      return source.length();
    }

    @Override
    public Bytes read(long offset, int length) {
      octets.addAndGet(length);
      return source.read(offset, length);
    }

    @Override
    public InputStream stream() {
      streams.incrementAndGet();
      return source.stream();
    }
  }
}
