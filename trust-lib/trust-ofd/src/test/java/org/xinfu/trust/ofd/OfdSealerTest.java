package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;
import org.xinfu.trust.ofd.OfdSealRequest.Stamp;

/** What the sealer makes of documents of every shape, and which it leaves alone. */
class OfdSealerTest {
  // Refusals.

  @Test
  void whatIsNoPackageIsNotSealed() {
    refused(Bytes.utf8("text"), Reason.MALFORMED);
    refused(Bytes.empty(), Reason.MALFORMED);
    refused(Sample.zip(Sample.plain()).concat(Bytes.utf8("x")), Reason.PACKAGE_AMBIGUOUS);
    refused(Sample.zip(Map.of("a.xml", Bytes.utf8("<a/>"))), Reason.REFERENCED_FILE_MISSING);
  }

  @ParameterizedTest
  @CsvSource({
    "<a, MALFORMED",
    "<!DOCTYPE a><a/>, XML_FORBIDDEN",
    "<Res><FontFile/><PublicRes>../../../x</PublicRes></Res>, PATH_ILLEGAL"
  })
  void aDocumentThatCannotBeFollowedIsNotSealed(String resources, Reason reason) {
    Map<String, Bytes> files = Sample.plain();
    files.put("Doc_0/PublicRes.xml", Bytes.utf8(resources));
    refused(Sample.zip(files), reason);
  }

  @Test
  void aSealThatIsNoneIsNotUsed() {
    OfdSealRequest request = Sample.request(Protection.WHOLE);
    for (Bytes seal : List.of(Bytes.empty(), Bytes.hex("3000"), Bytes.utf8("seal"))) {
      Verdict<Bytes> sealed =
          seal(
              Sample.zip(Sample.plain()),
              new OfdSealRequest(seal, request.stamps(), Protection.WHOLE, TestPki.NOW, "x"));
      assertThat(sealed.report().reason()).contains(Reason.MALFORMED);
    }
  }

  @Test
  void aSealOfSomebodyElseIsAProgrammersError() {
    Signer other = Sample.PKI.sealSigner("ofd-other");
    DocumentSource plain = DocumentSource.of(Sample.zip(Sample.plain()));
    assertThatThrownBy(() -> OfdSealer.seal(plain, Sample.request(Protection.WHOLE), other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Doc_0/Signs/Signatures.xml",
        "doc_0/SIGNS/signatures.xml",
        "Doc_0/Signs",
        "Doc_0/Signs/Signatures.xml/x",
        "Doc_0/Signs/Sign_0"
      })
  void noFileOfTheDocumentIsReplaced(String path) {
    Map<String, Bytes> files = Sample.plain();
    files.put(path, Bytes.utf8("<other/>"));
    refused(Sample.zip(files), Reason.PACKAGE_AMBIGUOUS);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 209.9, 10, true",
    "1, 209.95, 10, false",
    "1, 210, 10, false",
    "1, 10, 296.9, true",
    "1, 10, 297, false",
    "1, -39.9, 10, true",
    "1, -39.95, 10, false",
    "1, -40, 10, false",
    "-1, 10, 10, false",
    "2, 10, 10, true"
  })
  void aStampSharesAnAreaWithItsPage(int page, double x, double y, boolean sealed) {
    Verdict<Bytes> made =
        seal(Sample.zip(Sample.plain()), request(Protection.WHOLE, new Stamp(page, x, y)));
    if (!sealed) {
      assertThat(made.report().reason()).contains(Reason.STAMP_NOT_ON_PAGE);
      return;
    }
    assertThat(Sample.verify(content(made)).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void aPageWithoutABoxTakesNoStamp() {
    Map<String, Bytes> files = Sample.plain();
    files.computeIfPresent(
        "Doc_0/Document.xml",
        (p, o) -> Bytes.utf8(o.toUtf8().replaceAll("<ofd:PageArea>.*</ofd:PageArea>", "")));
    refused(Sample.zip(files), Reason.STAMP_NOT_ON_PAGE);
  }

  // What is made.

  @Test
  void aSealNeedsNoAppearance() {
    Bytes sealed = content(seal(Sample.zip(Sample.plain()), request(Protection.WHOLE)));
    DocumentReport report = Sample.verify(sealed);
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).report().check("stamp").orElseThrow().reason())
        .isEqualTo(Reason.STAMP_NOT_ON_PAGE);
  }

  @Test
  void everyFileButTheNewSignaturesOwnIsProtected() throws Finding {
    for (Protection protection : Protection.values()) {
      Map<String, Bytes> files = Sample.files(Sample.sealed(protection));
      List<String> expected = new ArrayList<>(files.keySet());
      expected.remove(Forgery.XML);
      expected.remove(Forgery.VALUE);
      if (protection == Protection.CONTINUE) {
        expected.remove(Forgery.LIST);
      }
      if (protection == Protection.ENTRIES) {
        expected.removeAll(List.of(IntegrityPackage.LIST, IntegrityPackage.VALUE));
      }
      XmlElement references =
          XmlTree.parse("x", files.get(Forgery.XML), 20)
              .required("SignedInfo")
              .required("References");
      assertThat(references.children())
          .extracting(r -> r.requiredAttribute("FileRef").substring(1))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void namesOfTheProviderAreEscaped() {
    OfdSealRequest odd =
        new OfdSealRequest(
            Sample.SEAL, List.of(), Protection.WHOLE, TestPki.NOW, "\u4fe1\u7b26 <\"&> x");
    DocumentReport report = Sample.verify(content(seal(Sample.zip(Sample.plain()), odd)));
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void aDocumentAtTheRootOfThePackageIsSealed() {
    Map<String, Bytes> files = Sample.small();
    files.put("Document.xml", files.remove("Doc_0/Document.xml"));
    files.put("Pages/Page_0/Content.xml", files.remove("Doc_0/Pages/Page_0/Content.xml"));
    files.put("Pages/Page_1/Content.xml", files.remove("Doc_0/Pages/Page_1/Content.xml"));
    files.computeIfPresent(
        "OFD.xml", (p, o) -> Bytes.utf8(o.toUtf8().replace("Doc_0/Document", "Document")));
    Bytes sealed = Sample.sealed(Sample.zip(files), Protection.CONTINUE);
    assertThat(Sample.files(sealed)).containsKey("Signs/Sign_0/Signature.xml");
    assertThat(Sample.verify(sealed).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(Sample.verify(Sample.sealed(sealed, Protection.WHOLE)).conclusion())
        .isEqualTo(Conclusion.VALID);
  }

  /** Files that lie where the first signature would go belong to the document. */
  @Test
  void aFolderInUseIsPassedOver() {
    for (Protection protection : Protection.values()) {
      Map<String, Bytes> files = Sample.plain();
      files.put("Doc_0/Signs/SIGN_0/note.txt", Bytes.utf8("x"));
      Bytes sealed = Sample.sealed(Sample.zip(files), protection);
      assertThat(Sample.files(sealed)).containsKey("Doc_0/Signs/Sign_1/Signature.xml");
      DocumentReport report = Sample.verify(sealed);
      assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
      assertThat(report.signatures().get(0).id()).isEqualTo("s002");
      Bytes moved = Forgery.of(sealed).text(Forgery.LIST, l -> l.replace("s002", "s003")).zip();
      assertThat(Sample.verify(moved).conclusion()).isEqualTo(Conclusion.INVALID);
    }
  }

  @Test
  void aListThatIsNamedButNotThereIsMade() {
    Map<String, Bytes> files = Sample.plain();
    files.computeIfPresent(
        "OFD.xml",
        (p, o) ->
            Bytes.utf8(
                o.toUtf8()
                    .replace(
                        "</ofd:DocBody>",
                        "<ofd:Signatures>/Doc_0/S/List.xml</ofd:Signatures></ofd:DocBody>")));
    Bytes sealed = Sample.sealed(Sample.zip(files), Protection.WHOLE);
    assertThat(Sample.files(sealed)).containsKey("Doc_0/S/Sign_0/Signature.xml");
    assertThat(Sample.files(sealed).get("OFD.xml")).isEqualTo(files.get("OFD.xml"));
    assertThat(Sample.verify(sealed).conclusion()).isEqualTo(Conclusion.VALID);
  }

  // One after the other.

  @Test
  void threeSealsTellWhatCameAfterEach() {
    Bytes once = Sample.sealed(Protection.CONTINUE);
    Bytes twice = Sample.sealed(once, Protection.CONTINUE);
    Bytes thrice = Sample.sealed(twice, Protection.WHOLE);
    DocumentReport report = Sample.verify(thrice);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.coverage()).isEqualTo(Coverage.WHOLE);
    assertThat(report.signatures())
        .extracting(SignatureReport::id)
        .containsExactly("s001", "s002", "s003");
    assertThat(changes(report, 0))
        .containsExactlyInAnyOrder(
            "Doc_0/Signs/Sign_1/Signature.xml",
            "Doc_0/Signs/Sign_1/Seal.esl",
            "Doc_0/Signs/Sign_1/SignedValue.dat",
            "Doc_0/Signs/Sign_2/Signature.xml",
            "Doc_0/Signs/Sign_2/Seal.esl",
            "Doc_0/Signs/Sign_2/SignedValue.dat");
    assertThat(changes(report, 1)).hasSize(3).allMatch(path -> path.contains("Sign_2"));
    assertThat(changes(report, 2)).isEmpty();
    assertThat(report.signatures())
        .allMatch(s -> s.changesAfter().stream().allMatch(SignatureReport.Change::allowed));
  }

  @Test
  void anInnerSignatureCannotBeTakenOut() {
    Bytes twice = Sample.sealed(Sample.sealed(Protection.CONTINUE), Protection.CONTINUE);
    Forgery without =
        Forgery.of(twice)
            .text(Forgery.LIST, l -> l.replaceAll("<ofd:Signature ID=\"s001\"[^>]*>\n", ""));
    without.remove(Forgery.XML).remove(Forgery.VALUE).remove(Forgery.SEAL);
    DocumentReport report = Sample.verify(without.zip());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.REFERENCED_FILE_MISSING);
  }

  @Test
  void theOrderOfSignaturesIsKept() {
    Bytes twice = Sample.sealed(Sample.sealed(Protection.CONTINUE), Protection.CONTINUE);
    Forgery swapped =
        Forgery.of(twice)
            .text(
                Forgery.LIST,
                l ->
                    l.replaceAll(
                        "(<ofd:Signature ID=\"s001\"[^>]*>\n)(<ofd:Signature [^>]*>\n)", "$2$1"));
    DocumentReport report = Sample.verify(swapped.zip());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.SIGNATURE_LIST_CHANGED);
  }

  @Test
  void aSealFollowsTheSignatureOfAnotherProducer() {
    Forgery foreign =
        Forgery.open().xml(xml -> xml.replace(" Company=\"org.xinfu.trust\"", " Company=\"x\""));
    foreign.text(Forgery.LIST, l -> l.replace("s001", "1").replace("\n", "\n  "));
    Bytes twice = Sample.sealed(foreign.zip(), Protection.WHOLE);
    DocumentReport report = Sample.verify(twice);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures()).extracting(SignatureReport::id).containsExactly("1", "s002");
  }

  @Test
  void anIdentifierInUseIsPassedOver() {
    Forgery foreign =
        Forgery.open().xml(xml -> xml.replace(" Company=\"org.xinfu.trust\"", " Company=\"x\""));
    foreign.text(Forgery.LIST, l -> l.replace("s001", "s002"));
    Bytes twice = Sample.sealed(foreign.zip(), Protection.WHOLE);
    assertThat(Sample.verify(twice).signatures())
        .extracting(SignatureReport::id)
        .containsExactly("s002", "s003");
    assertThat(Sample.verify(twice).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void aSecondSealNeedsReadableEarlierOnes() {
    refused(Forgery.open().put(Forgery.XML, Bytes.utf8("<x")).zip(), Reason.MALFORMED);
    refused(Forgery.open().remove(Forgery.XML).zip(), Reason.REFERENCED_FILE_MISSING);
    refused(Forgery.open().put(Forgery.LIST, Bytes.utf8("<x/>")).zip(), Reason.MALFORMED);
  }

  /** However the protecting reference spells the list, nothing follows it. */
  @ParameterizedTest
  @ValueSource(strings = {"/Doc_0/Signs/Signatures.xml", "doc_0/signs/SIGNATURES.XML"})
  void aProtectedListTakesNoFurtherSeal(String spelling) {
    Forgery whole =
        Forgery.of(Sample.sealed(Protection.WHOLE))
            .text(
                Forgery.XML,
                x ->
                    x.replace("Sign_0/Seal.esl\"", "Sign_0/Seal.esl\" ")
                        .replace("/Doc_0/Signs/Signatures.xml", spelling));
    refused(whole.zip(), Reason.SIGNATURE_LIST_CHANGED);
  }

  private static List<String> changes(DocumentReport report, int index) {
    return report.signatures().get(index).changesAfter().stream()
        .map(SignatureReport.Change::path)
        .toList();
  }

  private static OfdSealRequest request(Protection protection, Stamp... stamps) {
    return new OfdSealRequest(Sample.SEAL, List.of(stamps), protection, TestPki.NOW, "xinfu");
  }

  private static Verdict<Bytes> seal(Bytes ofd, OfdSealRequest request) {
    return OfdSealer.seal(DocumentSource.of(ofd), request, Sample.SIGNER);
  }

  private static Bytes content(Verdict<Bytes> sealed) {
    return sealed.orThrow(reason -> new IllegalStateException(reason.code()));
  }

  private static void refused(Bytes ofd, Reason reason) {
    Verdict<Bytes> sealed = seal(ofd, Sample.request(Protection.WHOLE));
    assertThat(sealed).as(sealed.report().toString()).isInstanceOf(Verdict.Invalid.class);
    assertThat(sealed.report().reason()).contains(reason);
  }
}
