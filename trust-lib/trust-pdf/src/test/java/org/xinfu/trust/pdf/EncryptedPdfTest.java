package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;

/** Encrypted documents, ISO 32000-2 §7.6, written and updated by PDFBox. */
class EncryptedPdfTest {
  /** How a document is encrypted, and whether its objects lie in streams. */
  record Lock(int bits, boolean aes, boolean compressed, String password) {
    Lock with(String other) {
      return new Lock(bits, aes, compressed, other);
    }
  }

  /** What an update does to a document. */
  interface Change {
    void to(PDDocument document) throws IOException;
  }

  static Stream<Arguments> locks() {
    return Stream.of(
            new Lock(40, false, false, ""),
            new Lock(128, false, false, ""),
            new Lock(128, true, false, ""),
            new Lock(256, true, false, ""),
            new Lock(128, true, true, ""),
            new Lock(256, true, true, ""))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("locks")
  void aDocumentThatOpensWithoutPasswordIsJudgedWhole(Lock lock) {
    DocumentReport report = verify(signed(lock));
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    SignatureReport signature = report.signatures().get(0);
    assertThat(signature.id()).isEqualTo("Signature1");
    assertThat(signature.signedAt()).isEqualTo(PdfFixtures.SIGNED);
  }

  @ParameterizedTest
  @MethodSource("locks")
  void anotherContentIsSeen(Lock lock) {
    Bytes changed = forged(signed(lock), lock);
    DocumentReport report = verify(changed);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.CHANGED_AFTER_SIGNING);
  }

  @ParameterizedTest
  @MethodSource("locks")
  void theSameContentEncryptedAgainIsTheSame(Lock lock) {
    Bytes again =
        update(signed(lock), lock, document -> content(document).setNeedToBeUpdated(true));
    DocumentReport report = verify(again);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).coverage().name()).isEqualTo("REVISION");
  }

  @ParameterizedTest
  @MethodSource("locks")
  void aFilledFieldIsCalledByItsName(Lock lock) {
    Bytes filled =
        update(
            signed(lock),
            lock,
            document -> {
              var form = document.getDocumentCatalog().getAcroForm(null);
              var field = form.getField("Amount").getCOSObject();
              field.setString(COSName.V, "900");
              field.setNeedToBeUpdated(true);
            });
    DocumentReport report = verify(filled);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
    assertThat(report.uncovered()).anyMatch(path -> path.contains("field Amount"));
  }

  @ParameterizedTest
  @MethodSource("locks")
  void whatAPasswordSealsIsDoubted(Lock empty) {
    Lock lock = empty.with("secret");
    Bytes signed = signed(lock);
    assertThat(verify(signed).signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    Bytes changed = forged(signed, lock);
    DocumentReport report = verify(changed);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
  }

  @Test
  void anAlteredOctetIsSeenBehindAPassword() {
    Bytes signed = signed(new Lock(256, true, false, "secret"));
    byte[] octets = signed.toArray();
    octets[200] ^= 1;
    assertThat(verify(Bytes.of(octets)).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void anEncryptionDictionaryThatComesLaterIsForbidden() {
    Lock lock = new Lock(128, false, false, "");
    String text = PdfEdit.text(encrypted(lock));
    int at = text.indexOf("/Filter /Standard");
    String dictionary =
        text.substring(text.lastIndexOf("<<", at), text.indexOf("endobj", at)).trim();
    Bytes changed =
        PdfUpdate.of(PdfForge.signed(PdfForge.CADES))
            .with(90, dictionary)
            .trailer("/Encrypt 90 0 R ")
            .append();
    DocumentReport report = verify(changed);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.CHANGED_AFTER_SIGNING);
  }

  @Test
  void aHandlerThatNobodyKnowsOpensNothing() {
    Bytes signed = signed(new Lock(128, true, false, ""));
    Bytes other = PdfEdit.replace(signed, "/CFM /AESV2", "/CFM /AESV9");
    DocumentReport report = verify(other);
    // The covered octets changed, and that is all that can be said.
    assertThat(report.reason()).as("%s", report).contains(Reason.DIGEST_MISMATCH);
    assertThat(report.signatures().get(0).id()).startsWith("object ");
  }

  private static DocumentReport verify(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
  }

  /**
   * The padding of a string's last block is changed by the octet that it is chained to (§7.6.3.1):
   * some readers take it off by its last octet alone, others leave it on.
   */
  @Test
  void stringsThatArePaddedOtherwiseAreOthers() {
    for (int bits : new int[] {128, 256}) {
      Bytes pdf = signed(new Lock(bits, true, false, ""));
      int amount = PdfEdit.objectWith(pdf, "/FT /Tx");
      String body = PdfEdit.body(pdf, amount);
      Matcher value = Pattern.compile("/V <(\\w+)>").matcher(body);
      assertThat(value.find()).isTrue();
      byte[] octets = Bytes.hex(value.group(1)).toArray();
      assertThat(octets).hasSize(32);
      octets[5] ^= 1;
      String other = body.replace(value.group(1), Bytes.of(octets).toHex());
      assertThat(conclusion(PdfUpdate.of(pdf).with(amount, body).append()))
          .isEqualTo(Conclusion.VALID);
      assertThat(conclusion(PdfUpdate.of(pdf).with(amount, other).append()))
          .isEqualTo(Conclusion.INDETERMINATE);
    }
  }

  /**
   * Readers make the key of the first half of the trailer's /ID as it stands there: PDF.js opens no
   * file where it is a reference, MuPDF none where there is no second one.
   */
  @Test
  void identifiersThatSomeReadersDoNotFindAreDoubted() {
    for (int bits : new int[] {40, 128, 256}) {
      Bytes pdf = signed(new Lock(bits, false, false, ""));
      int amount = PdfEdit.objectWith(pdf, "/FT /Tx");
      String text =
          PdfEdit.text(PdfUpdate.of(pdf).with(amount, PdfEdit.body(pdf, amount)).append());
      int at = text.lastIndexOf("/ID");
      String first = "<" + "42".repeat(16) + ">";
      int end = text.indexOf(']', at) + 1;
      for (String other : List.of(first + first, first + "<99>", "\n" + first + " <00> ")) {
        assertThat(conclusion(identified(text, at, end, "[" + other + "]")))
            .as("%s %s", bits, other)
            .isEqualTo(Conclusion.VALID);
      }
      for (String other :
          List.of(first, first + " " + amount + " 0 R", first + "/A", first + first + first)) {
        assertThat(conclusion(identified(text, at, end, "[" + other + "]")))
            .as("%s %s", bits, other)
            .isEqualTo(Conclusion.INDETERMINATE);
      }
    }
    // Such a key needs none of it, and readers look for it all the same.
    Bytes pdf = signed(new Lock(256, true, false, ""));
    int amount = PdfEdit.objectWith(pdf, "/FT /Tx");
    String text = PdfEdit.text(PdfUpdate.of(pdf).with(amount, PdfEdit.body(pdf, amount)).append());
    int at = text.lastIndexOf("/ID");
    int end = text.indexOf(']', at) + 1;
    for (String other : List.of(amount + " 0 R <00>", "/A/B", "[<00>]<00>", "null <00>")) {
      assertThat(conclusion(identified(text, at, end, "[" + other + "]")))
          .as(other)
          .isEqualTo(Conclusion.INDETERMINATE);
    }
  }

  private static Bytes identified(String pdf, int from, int to, String other) {
    return PdfEdit.bytes(pdf.substring(0, from) + "/ID" + other + pdf.substring(to));
  }

  private static Conclusion conclusion(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY).conclusion();
  }

  static Bytes signed(Lock lock) {
    ContentDigest digest = ContentDigest.of(PdfForge.first().algorithm());
    PDSignature signature = new PDSignature();
    signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
    signature.setSubFilter(COSName.getPDFName("ETSI.CAdES.detached"));
    java.util.Calendar time =
        java.util.GregorianCalendar.from(PdfFixtures.SIGNED.atZone(java.time.ZoneOffset.UTC));
    signature.setSignDate(time);
    return update(
        encrypted(lock),
        lock,
        document ->
            document.addSignature(
                signature,
                (InputStream in) ->
                    CmsSigner.pades(digest.of(Bytes.of(in.readAllBytes())), PdfForge.first())
                        .toArray()));
  }

  private static Bytes encrypted(Lock lock) {
    String named = "/ID[<" + "42".repeat(16) + "><" + "42".repeat(16) + ">]";
    try (PDDocument document =
        Loader.loadPDF(PdfUpdate.file(PdfForge.objects(), named).toArray())) {
      document.setDocumentId(42L);
      var policy = new StandardProtectionPolicy("owner", lock.password(), new AccessPermission());
      policy.setEncryptionKeyLength(lock.bits());
      policy.setPreferAES(lock.aes());
      document.protect(policy);
      repeatable(document);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(
          out,
          lock.compressed()
              ? CompressParameters.DEFAULT_COMPRESSION
              : CompressParameters.NO_COMPRESSION);
      return Bytes.of(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bytes update(Bytes pdf, Lock lock, Change change) {
    try (PDDocument document = Loader.loadPDF(pdf.toArray(), lock.password())) {
      document.setDocumentId(42L);
      repeatable(document);
      change.to(document);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.saveIncremental(out);
      return Bytes.of(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same initialisation vectors at every run, for what is published. */
  private static void repeatable(PDDocument document) throws IOException {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(42);
      document.getEncryption().getSecurityHandler().setCustomSecureRandom(random);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The signed document with another content on its first page. */
  static Bytes forged(Bytes signed, Lock lock) {
    return update(signed, lock, document -> write(content(document), "(FORGED) Tj"));
  }

  private static COSStream content(PDDocument document) {
    var contents = document.getPage(0).getCOSObject().getDictionaryObject(COSName.CONTENTS);
    List<COSStream> streams =
        contents instanceof COSArray array
            ? Stream.of(array.getObject(0)).map(COSStream.class::cast).toList()
            : List.of((COSStream) contents);
    return streams.get(0);
  }

  private static void write(COSStream stream, String content) throws IOException {
    try (var out = stream.createOutputStream()) {
      out.write(Bytes.utf8(content).toArray());
    }
    stream.setNeedToBeUpdated(true);
  }
}
