package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xinfu.trust.pdf.PdfForge.SECOND;
import static org.xinfu.trust.pdf.PdfForge.field;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.pdf.PdfSealRequest.Certification;

/** What every engine must do with fields: those that are there, locks and seed values. */
abstract class PdfFieldContract extends PdfStampContract {
  private static final PdfSealRequest.Seal SEAL =
      new PdfSealRequest.Seal(PdfFixtures.picture(), 40, 40);
  private static final PdfSealRequest IN_SECOND =
      PdfSealRequest.inField(SEAL, "Second", PdfFixtures.SIGNED);
  private static final PdfSealRequest QUIET = PdfSealRequest.inField("Seal", PdfFixtures.SIGNED);

  private Bytes sign(Bytes pdf, PdfSealRequest request) {
    return sign(pdf, request, PdfFixtures.SM2);
  }

  private Bytes sign(Bytes pdf, PdfSealRequest request, Signer signer) {
    return PdfSigner.sign(DocumentSource.of(pdf), request, signer, engine());
  }

  private static DocumentReport verify(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
  }

  private static void holds(Bytes pdf) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
  }

  /** The form of two empty signature fields, the second with more in it. */
  private static Bytes form(String more) {
    Map<Integer, String> objects = PdfForge.objects();
    objects.put(SECOND, field("Second", "[200 50 300 90]", more));
    objects.put(60, "<</Type/SigFieldLock/Action/Include/Fields[(Amount)]>>");
    return PdfUpdate.file(objects);
  }

  @Test
  void anEmptyFieldIsSignedWhereItIs() throws Exception {
    Bytes once = sign(PdfForge.plain(), IN_SECOND);
    holds(once);
    assertThat(PdfSigningEngineContract.signature(verify(once), "Second").level()).isEqualTo("B-B");
    int[] box = PdfSigningEngineContract.redBox(PdfSigningEngineContract.render(once, 0));
    // 40 points high, in the middle of 100 points; two pixels to a point, from the page's top.
    assertThat(box[0]).isBetween(2 * 230, 2 * 232 + 2);
    assertThat(box[2]).isBetween(2 * 268 - 2, 2 * 270);
    assertThat(box[1]).isBetween(2 * (842 - 90), 2 * (842 - 88) + 2);
    assertThat(box[3]).isBetween(2 * (842 - 52) - 2, 2 * (842 - 50));
    Bytes twice = sign(once, QUIET, PdfFixtures.ECDSA);
    holds(twice);
    assertThat(verify(twice).signatures()).hasSize(2);
  }

  /** Fields below others are called by their full names; a field's widget may be its kid. */
  @Test
  void aFieldIsFoundByItsFullName() throws Exception {
    Map<Integer, String> objects = PdfForge.objects();
    objects.put(PdfForge.PAGE, PdfForge.changed(PdfForge.PAGE, "14 0 R", "61 0 R"));
    objects.put(PdfForge.FORM, PdfForge.changed(PdfForge.FORM, "14 0 R", "62 0 R"));
    objects.put(SECOND, "<</FT/Sig/T(Second)/Parent 62 0 R/Kids[61 0 R]>>");
    String place = "/Rect[200 50 300 90]/F 4/P 3 0 R";
    objects.put(61, "<</Type/Annot/Subtype/Widget/Parent 14 0 R" + place + ">>");
    objects.put(62, "<</T(Group)/Kids[14 0 R]>>");
    Bytes pdf = PdfUpdate.file(objects);
    PdfSealRequest request = PdfSealRequest.inField(SEAL, "Group.Second", PdfFixtures.SIGNED);
    Bytes once = sign(pdf, request.locking(FieldLock.include("Amount")));
    locked(once, true);
    int[] box = PdfSigningEngineContract.redBox(PdfSigningEngineContract.render(once, 0));
    assertThat(box[0]).isBetween(2 * 230, 2 * 232 + 2);
    // As the second signature, too: what was signed first sees only its field filled.
    Bytes twice = sign(sign(pdf, QUIET, PdfFixtures.ECDSA), request);
    holds(twice);
    assertThat(verify(twice).signatures())
        .extracting(org.xinfu.trust.SignatureReport::id)
        .containsExactlyInAnyOrder("Seal", "Group.Second");
  }

  @Test
  void onlyAnEmptySignatureFieldIsSigned() {
    assertThatThrownBy(() -> sign(sign(PdfForge.plain(), QUIET), QUIET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("signed already: Seal");
    for (String name : List.of("Nobody", "Amount")) {
      PdfSealRequest request = PdfSealRequest.inField(name, PdfFixtures.SIGNED);
      assertThatThrownBy(() -> sign(PdfForge.plain(), request))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no signature field is called " + name);
      assertThatThrownBy(() -> engine().prepare(DocumentSource.of(PdfForge.plain()), request, 4096))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no signature field is called " + name);
    }
    PdfSealRequest noRoom = PdfSealRequest.inField(SEAL, "Seal", PdfFixtures.SIGNED);
    assertThatThrownBy(() -> sign(PdfForge.plain(), noRoom))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no room");
  }

  // Locks.

  private static Bytes filled(Bytes pdf) throws Exception {
    try (PDDocument document = Loader.loadPDF(pdf.toArray())) {
      COSDictionary amount =
          document.getDocumentCatalog().getAcroForm(null).getField("Amount").getCOSObject();
      amount.setString(COSName.V, "999");
      amount.setNeedToBeUpdated(true);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.saveIncremental(out);
      return Bytes.of(out.toByteArray());
    }
  }

  private static void locked(Bytes pdf, boolean locked) throws Exception {
    holds(pdf);
    DocumentReport later = verify(filled(pdf));
    assertThat(later.reason())
        .as("%s", later)
        .contains(locked ? Reason.CHANGED_AFTER_SIGNING : Reason.CONTENT_NOT_COVERED);
  }

  @Test
  void whatIsLockedIsNotFilledIn() throws Exception {
    for (PdfSealRequest request :
        List.of(PdfSealRequest.invisible("New", PdfFixtures.SIGNED), QUIET, IN_SECOND)) {
      locked(sign(PdfForge.plain(), request), false);
      locked(sign(PdfForge.plain(), request.locking(FieldLock.all())), true);
      locked(sign(PdfForge.plain(), request.locking(FieldLock.include("Amount"))), true);
      locked(sign(PdfForge.plain(), request.locking(FieldLock.include("Seal"))), false);
      locked(sign(PdfForge.plain(), request.locking(FieldLock.exclude("Seal"))), true);
      locked(sign(PdfForge.plain(), request.locking(FieldLock.exclude("Amount"))), false);
      FieldLock closed = FieldLock.include("Seal").allowing(Certification.NO_CHANGES);
      locked(sign(PdfForge.plain(), request.locking(closed)), true);
    }
  }

  @Test
  void aFieldKeepsItsOwnLock() throws Exception {
    Bytes pdf = form("/Lock 60 0 R");
    locked(sign(pdf, IN_SECOND), true);
    assertThatThrownBy(() -> sign(pdf, IN_SECOND.locking(FieldLock.all())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lock of its own");
  }

  @Test
  void aCertifierMayLockToo() throws Exception {
    PdfSealRequest request =
        PdfSealRequest.invisible("New", PdfFixtures.SIGNED).certifying(Certification.FORMS);
    locked(sign(PdfForge.plain(), request), false);
    Bytes both = sign(PdfForge.plain(), request.locking(FieldLock.include("Amount")));
    locked(both, true);
    holds(sign(both, QUIET, PdfFixtures.ECDSA));
  }

  // Seed values.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/Ff 1/Filter/Entrust.PPKEF|/Filter Entrust",
        "/Ff 2/SubFilter[/adbe.pkcs7.detached]|/SubFilter",
        "/Ff 4/V 4|version",
        "/Ff 8/Reasons[(agreed)]|a reason of [agreed]",
        "/Ff 8/Reasons[(.)]|no reason",
        "/Ff 16/LegalAttestation[(none)]|legal attestation",
        "/Ff 32/AddRevInfo true|revocation information",
        "/Ff 64/DigestMethod[(SHA256)(SHA512)]|a digest of [SHA256, SHA512], not SM3",
        "/Ff 128/LockDocument/true|that the document be locked",
        "/Ff 256/AppearanceFilter(logo)|something unknown",
        "/MDP<</P 2>>|a certification of level 2",
        "/TimeStamp<</URL(http://tsa.invalid)/Ff 1>>|a time-stamp",
        "/Cert<</Ff 1/Subject[<3000>]>>|another certificate",
        "/Cert<</Ff 2/Issuer[<3000>]>>|another issuer",
        "/Cert<</Ff 4/OID[(1.2.3)]>>|rules unknown",
        "/Cert<</Ff 32/KeyUsage[(XXXXX1)]>>|another key usage"
      })
  void whatAFieldForbidsIsRefused(String seed, String message) {
    PdfSealRequest told = IN_SECOND.withTexts("approval", "", "");
    assertThatThrownBy(() -> sign(form("/SV<</Type/SV" + seed + ">>"), told))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the field Second asks for")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Filter/Entrust.PPKEF/SubFilter[/adbe.pkcs7.detached]/DigestMethod[(SHA256)]",
        "/Ff 1/Filter/Adobe.PPKLite",
        "/Ff 2/SubFilter[/adbe.pkcs7.detached/ETSI.CAdES.detached]",
        "/Ff 4/V 3",
        "/Ff 8/Reasons[(agreed)(approval)]",
        "/Ff 16",
        "/Ff 32/AddRevInfo false",
        "/Ff 64/DigestMethod[(SM3)(SHA256)]",
        "/Ff 128/LockDocument/auto",
        "/MDP<</P 0>>",
        "/TimeStamp<</URL(http://tsa.invalid)/Ff 0>>",
        "/Cert<</Ff 32/KeyUsage[(XXXXX1)(1XXXX0)]>>",
        "/Cert<</Ff 64/URL(http://ca.invalid)>>"
      })
  void whatAFieldAllowsIsSigned(String seed) {
    PdfSealRequest told = IN_SECOND.withTexts("approval", "", "");
    holds(sign(form("/SV<</Type/SV" + seed + ">>"), told));
  }

  @Test
  void aFieldChoosesItsSigner() {
    Signer signer = PdfFixtures.SM2;
    for (String wanted : List.of("Ff 1/Subject[<", "Ff 2/Issuer[<")) {
      int place = wanted.contains("Subject") ? 0 : 1;
      Bytes pdf =
          form("/SV<</Cert<</" + wanted + signer.chain().get(place).der().toHex() + ">]>>>>");
      holds(sign(pdf, IN_SECOND));
      assertThatThrownBy(() -> sign(pdf, IN_SECOND, PdfFixtures.ECDSA))
          .isInstanceOf(IllegalArgumentException.class);
    }
    Bytes stamped = form("/SV<</TimeStamp<</Ff 1>>>>");
    PdfSigner.Job job = new PdfSigner.Job(DocumentSource.of(stamped), IN_SECOND, engine());
    holds(
        PdfSigner.signTimestamped(job, signer, PdfTimestampTest.TSA)
            .orThrow(reason -> new IllegalStateException(reason.code())));
  }

  @Test
  void preparingInAFieldTwiceGivesTheSameOctets() {
    DocumentSource pdf = DocumentSource.of(form("/Lock 60 0 R"));
    assertThat(engine().prepare(pdf, IN_SECOND, 4096).digest(ContentDigest.SM3))
        .isEqualTo(engine().prepare(pdf, IN_SECOND, 4096).digest(ContentDigest.SM3));
  }
}
