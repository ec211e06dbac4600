package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/** Packages as a whole: several documents, left-over files, coverage, what is handed out. */
class PackageJudgeTest {
  private static final TrustPolicy STRICT = Sample.policy().withMode(TrustPolicy.Mode.STRICT);

  // Several documents.

  @Test
  void oneSealProtectsEveryDocumentOfThePackage() {
    Bytes sealed = Sample.sealed(Sample.zip(two("")), Protection.WHOLE);
    DocumentReport report = Sample.verify(sealed, STRICT);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures()).hasSize(1);
    Forgery altered =
        Forgery.of(sealed).text("Doc_1/Content.xml", text -> text.replace("Page", "Page x=''"));
    assertThat(Sample.verify(altered.zip()).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void aSecondDocumentThatNothingProtectsIsNotValid() {
    Forgery forged = Forgery.open();
    forged.text(
        "OFD.xml",
        root ->
            root.replace(
                "</ofd:OFD>",
                "<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml"
                    + "</ofd:DocRoot></ofd:DocBody></ofd:OFD>"));
    forged.put("Doc_1/Document.xml", Bytes.utf8("<Document" + Sample.DEFAULT_NS + "/>"));
    forged.digest("OFD.xml");
    DocumentReport report = Sample.verify(forged.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
    assertThat(report.coverage()).isEqualTo(Coverage.PARTIAL);
    assertThat(report.uncovered()).containsExactly("Doc_1/Document.xml");
    assertThat(report.signatures().get(0).coverage()).isEqualTo(Coverage.WHOLE);
  }

  @Test
  void aListOfTheSecondDocumentThatIsNotThereIsInvalid() {
    Bytes sealed =
        Sample.sealed(
            Sample.zip(two("<ofd:Signatures>Doc_1/S.xml</ofd:Signatures>")), Protection.WHOLE);
    DocumentReport report = Sample.verify(sealed);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.REFERENCED_FILE_MISSING);
  }

  @Test
  void theSameListOfTwoDocumentsIsJudgedForBoth() {
    Map<String, Bytes> files = two("");
    files.computeIfPresent(
        "OFD.xml",
        (p, o) ->
            Bytes.utf8(
                o.toUtf8()
                    .replace(
                        "</ofd:DocBody>",
                        "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>"
                            + "</ofd:DocBody>")));
    DocumentReport report = Sample.verify(Sample.sealed(Sample.zip(files), Protection.WHOLE));
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.signatures()).hasSize(2);
    assertThat(report.signatures().get(1).reason()).contains(Reason.STAMP_NOT_ON_PAGE);
  }

  // Structure.

  @Test
  void aStructureThatCannotBeFollowedIsInvalid() {
    for (Map.Entry<String, Reason> broken :
        Map.of(
                "<ofd:Res xmlns:ofd='u'><a>",
                Reason.MALFORMED,
                "<!DOCTYPE a><a/>",
                Reason.XML_FORBIDDEN,
                "<Res><Any BaseLoc='/../x'/></Res>",
                Reason.PATH_ILLEGAL)
            .entrySet()) {
      Forgery forged = Forgery.open().put("Doc_0/PublicRes.xml", Bytes.utf8(broken.getKey()));
      forged.remove("Doc_0/Res/logo.png");
      forged.xml(x -> x.replaceAll("<ofd:Reference FileRef=\"/Doc_0/Res/logo.png\".*\n", ""));
      forged.digest("Doc_0/PublicRes.xml");
      DocumentReport report = Sample.verify(forged.zip());
      assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
      assertThat(report.reason()).contains(broken.getValue());
      assertThat(report.document().check("structure").orElseThrow().outcome())
          .isEqualTo(Outcome.FAIL);
    }
  }

  @Test
  void aMissingResourceIsNotedAndNoMore() {
    Map<String, Bytes> files = Sample.plain();
    files.remove("Doc_0/Res/logo.png");
    DocumentReport report = Sample.verify(Sample.sealed(Sample.zip(files), Protection.WHOLE));
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(report.document().check("structure").orElseThrow().outcome())
        .isEqualTo(Outcome.WARN);
    // The place that was empty when it was signed may not be filled afterwards.
    Forgery filled =
        Forgery.of(Sample.sealed(Sample.zip(files), Protection.WHOLE))
            .put("Doc_0/Res/logo.png", Bytes.hex("89"));
    DocumentReport later = Sample.verify(filled.zip());
    assertThat(later.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(later.uncovered()).containsExactly("Doc_0/Res/logo.png");
  }

  /** A reader may fetch it; what it shows then nobody signed. */
  @Test
  void aPictureFromOutsideLeavesTheVerdictOpen() {
    Forgery forged =
        Forgery.open()
            .text("Doc_0/PublicRes.xml", x -> x.replace(">logo.png", ">http://example.org/x.png"))
            .digest("Doc_0/PublicRes.xml");
    DocumentReport report = Sample.verify(forged.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.PATH_ILLEGAL);
    DocumentReport strict = Sample.verify(forged.zip(), STRICT);
    assertThat(strict.conclusion()).isEqualTo(Conclusion.INVALID);
    Map<String, Bytes> files = Sample.plain();
    files.put("Doc_0/PublicRes.xml", forged.files().get("Doc_0/PublicRes.xml"));
    Verdict<Bytes> sealed =
        OfdSealer.seal(
            DocumentSource.of(Sample.zip(files)), Sample.request(Protection.WHOLE), Sample.SIGNER);
    assertThat(sealed.report().reason()).contains(Reason.PATH_ILLEGAL);
  }

  // Files that nobody expects.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Doc_0/Signs/Sign_7/Signature.xml",
        "Doc_0/Old/SIGNATURES.XML",
        "signedvalue.dat",
        "Doc_0/Signs/Sign_0/SignedValue.DAT/SignedValue.dat"
      })
  void aLeftOverOfASignatureIsInvalid(String path) {
    DocumentReport report = Sample.verify(Forgery.open().put(path, Bytes.utf8("<x/>")).zip());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void aLeftOverOfASignatureIsInvalidEvenWithoutAnySignature() {
    Map<String, Bytes> files = Sample.plain();
    files.put("Doc_0/Signs/Signatures.xml", Bytes.utf8("<x/>"));
    DocumentReport report = Sample.verify(Sample.zip(files));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.SIGNATURE_LIST_CHANGED);
  }

  @Test
  void anEmptyListIsNoSignature() {
    Forgery empty = Forgery.open();
    empty.text(Forgery.LIST, l -> l.replaceAll("<ofd:Signature ID[^>]*>\n", ""));
    empty.remove(Forgery.XML).remove(Forgery.VALUE).remove(Forgery.SEAL);
    DocumentReport report = Sample.verify(empty.zip());
    assertThat(report.conclusion()).isEqualTo(Conclusion.NO_SIGNATURE);
    assertThat(OfdVerifier.open(DocumentSource.of(empty.zip()), Sample.policy()))
        .isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void aSmuggledFileThatIsProtectedIsExpected() {
    Map<String, Bytes> files = Sample.plain();
    files.put("Doc_0/data.bin", Bytes.hex("00"));
    DocumentReport report =
        Sample.verify(Sample.sealed(Sample.zip(files), Protection.WHOLE), STRICT);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }

  // The worst of all signatures decides.

  @Test
  void oneBrokenSignatureOfTwoIsEnough() {
    Bytes twice = Sample.sealed(Sample.sealed(Protection.CONTINUE), Protection.CONTINUE);
    Forgery forged = Forgery.of(twice);
    String second = "Doc_0/Signs/Sign_1/SignedValue.dat";
    forged.put(second, forged.files().get(Forgery.VALUE));
    DocumentReport report = Sample.verify(forged.zip());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.signatures().get(0).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(1).conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.signatures().get(1).integrity()).isEqualTo(Integrity.BROKEN);
  }

  @Test
  void twoSignaturesMayProtectTheDocumentTogetherButEachIsToldApart() {
    Bytes twice = Sample.sealed(Sample.sealed(Protection.CONTINUE), Protection.CONTINUE);
    Forgery forged = Forgery.of(twice);
    String page = "Doc_0/Pages/Page_0/Content.xml";
    forged.xml(x -> x.replaceAll("<ofd:Reference FileRef=\"/" + page + "\".*\n", ""));
    // The second signature protects the first one's file, which is now another.
    forged.text(
        "Doc_0/Signs/Sign_1/Signature.xml", x -> x.replace("ProviderName", " ProviderName"));
    DocumentReport report = Sample.verify(forged.zip());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.signatures().get(0).coverage()).isEqualTo(Coverage.PARTIAL);
    assertThat(report.signatures().get(0).reason()).contains(Reason.CONTENT_NOT_COVERED);
  }

  // What is handed out.

  @Test
  void pathsAreThoseOfTheContent() {
    VerifiedOfd content = opened(Sample.sealed(Protection.CONTINUE));
    assertThat(content.paths().get(0)).isEqualTo("OFD.xml");
    assertThat(content.paths()).containsExactlyInAnyOrderElementsOf(Sample.plain().keySet());
    for (String path : content.paths()) {
      assertThat(content.file(path)).isPresent();
    }
    for (String none :
        List.of("", "x", "/OFD.xml", Forgery.LIST, Forgery.XML, Forgery.SEAL, "ofd.xml")) {
      assertThat(content.file(none)).as(none).isEmpty();
    }
  }

  @Test
  void aProtectedFileThatNothingShowsIsNotHandedOut() {
    Map<String, Bytes> files = Sample.plain();
    files.put("Doc_0/data.bin", Bytes.hex("00"));
    assertThat(opened(Sample.sealed(Sample.zip(files), Protection.WHOLE)).file("Doc_0/data.bin"))
        .isEmpty();
  }

  @Test
  void customDataKeepTheirOrder() {
    Map<String, Bytes> files = Sample.plain();
    files.computeIfPresent(
        "OFD.xml",
        (p, o) ->
            Bytes.utf8(
                o.toUtf8()
                    .replace(
                        "</ofd:CustomDatas>",
                        "<ofd:CustomData Name=\"z\">\u5370\u7ae0</ofd:CustomData>"
                            + "<ofd:CustomData Name=\"a\"> 1 </ofd:CustomData>"
                            + "<ofd:CustomData>none</ofd:CustomData></ofd:CustomDatas>")));
    Map<String, String> data =
        opened(Sample.sealed(Sample.zip(files), Protection.WHOLE)).customData();
    assertThat(data)
        .containsExactly(
            Map.entry("licence", "1.2.156.3005.2"),
            Map.entry("z", "\u5370\u7ae0"),
            Map.entry("a", "1"),
            Map.entry("", "none"));
  }

  @Test
  void attachmentsOfAllDocumentsAreHandedOut() {
    Map<String, Bytes> files = two("");
    files.put(
        "Doc_1/Document.xml",
        Bytes.utf8(
            "<Document" + Sample.DEFAULT_NS + "><Attachments>A.xml</Attachments></Document>"));
    files.put(
        "Doc_1/A.xml",
        Bytes.utf8(
            "<Attachments"
                + Sample.DEFAULT_NS
                + "><Attachment Name='b'><FileLoc>b.bin</FileLoc></Attachment>"
                + "<Attachment><FileLoc>gone.bin</FileLoc></Attachment>"
                + "<Attachment Name='c'/></Attachments>"));
    files.put("Doc_1/b.bin", Bytes.hex("0102"));
    assertThat(opened(Sample.sealed(Sample.zip(files), Protection.WHOLE)).attachments())
        .extracting(VerifiedOfd.Attachment::name)
        .containsExactly("data", "b");
  }

  @Test
  void aRefusalNamesEveryFailedCheck() {
    Forgery forged = Forgery.open().put("x", Bytes.empty());
    forged.text("Doc_0/Pages/Page_0/Content.xml", t -> t.replace("L 9 9", "L 9 8"));
    Verdict<VerifiedOfd> refused =
        OfdVerifier.open(DocumentSource.of(forged.zip()), Sample.policy());
    assertThat(refused).isInstanceOf(Verdict.Invalid.class);
    assertThat(refused.report().checks())
        .anyMatch(c -> c.id().equals("s001/reference") && c.reason() == Reason.DIGEST_MISMATCH)
        .anyMatch(c -> c.id().equals("smuggled-file") && c.reason() == Reason.FILE_NOT_EXPECTED);
    assertThat(OfdVerifier.open(DocumentSource.of(Bytes.utf8("PK")), Sample.policy()))
        .isInstanceOf(Verdict.Invalid.class);
  }

  // Limits.

  /** More than is allowed is not read, and nobody knows that it is wrong. */
  @Test
  void theSizeOfTheDocumentIsLimited() {
    Bytes sealed = Sample.sealed(Protection.WHOLE);
    assertThat(Sample.verify(sealed, upTo(sealed.length())).conclusion())
        .isEqualTo(Conclusion.VALID);
    DocumentReport report = Sample.verify(sealed, upTo(sealed.length() - 1));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
    assertThat(report.document().checks()).hasSize(1);
    assertThat(report.signatures()).isEmpty();
    assertThat(OfdVerifier.open(DocumentSource.of(sealed), upTo(sealed.length() - 1)))
        .isInstanceOf(Verdict.Indeterminate.class);
  }

  private static TrustPolicy upTo(long octets) {
    TrustPolicy.Budgets wide = TrustPolicy.Budgets.standard();
    return Sample.policy()
        .withBudgets(
            new TrustPolicy.Budgets(
                octets,
                wide.entries(),
                wide.entryBytes(),
                wide.inflatedBytes(),
                wide.ratio(),
                wide.depth(),
                wide.signatures(),
                wide.chainLength()));
  }

  // Detection.

  @Test
  void aZipIsAnOfdWhenItNamesOne() {
    OfdVerifier verifier = new OfdVerifier();
    for (String path : List.of("OFD.xml", "Doc_0/Document.xml")) {
      assertThat(verifier.detect(DocumentSource.of(Sample.zip(Map.of(path, Bytes.empty())))))
          .contains(DocumentFormat.OFD);
    }
    Bytes other = Sample.zip(Map.of("word/document.xml", Bytes.empty()));
    assertThat(verifier.detect(DocumentSource.of(other))).isEmpty();
    assertThat(verifier.detect(DocumentSource.of(other.slice(0, other.length() - 22)))).isPresent();
    assertThat(verifier.detect(DocumentSource.of(Bytes.utf8("%PDF-1.7")))).isEmpty();
    assertThat(verifier.detect(DocumentSource.of(Bytes.hex("504b03")))).isEmpty();
  }

  private static VerifiedOfd opened(Bytes sealed) {
    return OfdVerifier.open(DocumentSource.of(sealed), Sample.policy())
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  /** The sample and a second document of one page; {@code more} goes into its DocBody. */
  private static Map<String, Bytes> two(String more) {
    Map<String, Bytes> files = Sample.plain();
    files.computeIfPresent(
        "OFD.xml",
        (p, o) ->
            Bytes.utf8(
                o.toUtf8()
                    .replace(
                        "</ofd:OFD>",
                        "<ofd:DocBody><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot>"
                            + more
                            + "</ofd:DocBody></ofd:OFD>")));
    files.put(
        "Doc_1/Document.xml",
        Bytes.utf8(
            "<Document"
                + Sample.DEFAULT_NS
                + "><Pages><Page ID='9' BaseLoc='Content.xml'/></Pages></Document>"));
    files.put("Doc_1/Content.xml", Bytes.utf8("<Page" + Sample.DEFAULT_NS + "/>"));
    return files;
  }
}
