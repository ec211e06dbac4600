package org.xinfu.trust.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.ofd.OfdSealRequest;
import org.xinfu.trust.ofd.OfdSealer;
import org.xinfu.trust.pdf.PdfBoxSigningEngine;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.PdfSigner;
import org.xinfu.trust.seal.SealMaker;
import org.xinfu.trust.seal.SealPicture;
import org.xinfu.trust.seal.SealSpec;

/** Sealed documents, anchors on disk, and runs of the command on them. */
final class Scene {
  private static final String NS = " xmlns:ofd=\"http://www.ofdspec.org/2016\"";
  static final TestPki PKI = TestPki.create();
  static final Signer SIGNER = PKI.sealSigner("cli-signer");
  static final Signer MAKER = PKI.maker("cli-maker");
  static final Signer DOCUMENT_SIGNER = PKI.documentSigner("cli-office");
  static final Bytes SEAL = TestSeals.seal(MAKER, SIGNER);
  static final Bytes OFD = ofd(SEAL);

  /** What came of a run. */
  record Run(int status, String out, String err) {
    Map<String, ?> json() {
      return Json.parseObject(out);
    }

    /** Of the one file's report. */
    String reason() {
      return String.valueOf(json().get("reason"));
    }
  }

  private final Path home;

  Scene(Path home) {
    this.home = home;
  }

  Path path(String name) {
    return home.resolve(name);
  }

  String file(String name, Bytes content) {
    try {
      Path file = path(name);
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      return Files.write(file, content.toArray()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String pem(String name, List<Certificate> certificates, Bytes... crls) {
    return file(name, Bytes.utf8(new PemFile(certificates, List.of(crls)).write()));
  }

  /** Options that trust the test PKI; its empty CRLs lie beside the anchors. */
  List<String> trust() {
    Certificate root = Scene.PKI.signerRoot().chain().get(0);
    Certificate ca = Scene.PKI.signerCa().chain().get(0);
    Certificate documents = Scene.PKI.documentRoot().chain().get(0);
    String signers = pem("trust/signers/signers.pem", List.of(root, ca, documents));
    file("trust/signers/root.crl", PKI.crl(PKI.signerRoot()));
    file("trust/signers/ca.crl", PKI.crl(PKI.signerCa()));
    file("trust/signers/documents.crl", PKI.crl(PKI.documentRoot()));
    String makers = pem("trust/makers/makers.pem", PKI.makerRoot().chain());
    file("trust/makers/makers.crl", PKI.crl(PKI.makerRoot()));
    return List.of("--trust", signers, "--maker-trust", makers);
  }

  /** The same without any CRL. */
  List<String> trustWithoutCrls() {
    Certificate root = PKI.signerRoot().chain().get(0);
    Certificate ca = PKI.signerCa().chain().get(0);
    String signers = pem("bare/signers/signers.pem", List.of(root, ca));
    String makers = pem("bare/makers/makers.pem", PKI.makerRoot().chain());
    return List.of("--trust", signers, "--maker-trust", makers);
  }

  Run verify(List<String> options, String... more) {
    List<String> all = new ArrayList<>(List.of("verify"));
    all.addAll(options);
    all.addAll(List.of(more));
    return run(TestPki.NOW, all.toArray(String[]::new));
  }

  static Run run(Instant now, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            InstantSource.fixed(now));
    int status = Main.run(console, arguments);
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A seal of this name. */
  static Bytes sealNamed(String name) {
    return seal(name, new SealPicture("PNG", TestSeals.PNG, 42, 42));
  }

  /** A seal with this picture. */
  static Bytes sealShowing(SealPicture picture) {
    return seal("样例印章", picture);
  }

  private static Bytes seal(String name, SealPicture picture) {
    SealSpec usual = TestSeals.spec(SIGNER);
    return SealMaker.make(
        new SealSpec(
            "51000000000002",
            "xinfu-test",
            1,
            name,
            usual.signers(),
            false,
            TestSeals.MADE,
            TestSeals.MADE,
            TestSeals.SEAL_END,
            picture),
        MAKER);
  }

  /** One page, sealed with this seal an hour before {@link TestPki#NOW}. */
  static Bytes ofd(Bytes seal) {
    OfdSealRequest request =
        new OfdSealRequest(
            seal,
            List.of(new OfdSealRequest.Stamp(1, 100, 100)),
            OfdSealRequest.Protection.WHOLE,
            TestSeals.SIGNED,
            "xinfu");
    return OfdSealer.seal(DocumentSource.of(plainOfd()), request, SIGNER)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  static Bytes plainOfd() {
    return Mutators.write(
        List.of(
            xml(
                "OFD.xml",
                "<ofd:OFD%s Version=\"1.1\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo><ofd:DocID>"
                    + "00000000000000000000000000000001</ofd:DocID></ofd:DocInfo><ofd:DocRoot>"
                    + "Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"),
            xml(
                "Doc_0/Document.xml",
                "<ofd:Document%s><ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID><ofd:PageArea>"
                    + "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
                    + "</ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" "
                    + "BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>"),
            xml(
                "Doc_0/Pages/Page_0/Content.xml",
                "<ofd:Page%s><ofd:Content><ofd:Layer ID=\"3\"><ofd:PathObject ID=\"4\" "
                    + "Boundary=\"10 10 20 20\"><ofd:AbbreviatedData>M 0 0 L 9 9"
                    + "</ofd:AbbreviatedData></ofd:PathObject></ofd:Layer></ofd:Content>"
                    + "</ofd:Page>")));
  }

  private static Mutators.Entry xml(String name, String content) {
    return new Mutators.Entry(
        name, Bytes.utf8("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + content.formatted(NS)));
  }

  static Bytes plainPdf() {
    try (PDDocument document = new PDDocument()) {
      document.setDocumentId(7L);
      document.addPage(new PDPage());
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return Bytes.of(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Bytes pdf(Signer signer) {
    return pdf(plainPdf(), signer);
  }

  static Bytes pdf(Bytes plain, Signer signer) {
    PdfSealRequest request =
        PdfSealRequest.seal(
            new PdfSealRequest.Seal(TestSeals.PNG, 40, 40),
            new PdfSealRequest.Position(1, 30, 50),
            "Seal1",
            TestSeals.SIGNED);
    return PdfSigner.sign(DocumentSource.of(plain), request, signer, new PdfBoxSigningEngine());
  }
}
