package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;
import org.xinfu.trust.seal.SealSigner;
import org.xinfu.trust.seal.SealedContent;

/**
 * What an attacker does to a sealed package. "Resealed" attacks hold a genuine seal and sign what
 * no honest sealer would.
 */
class SignatureAttackTest {
  private static final String SIGN = "Doc_0/Signs/Sign_0/";
  private static final String XML = SIGN + "Signature.xml";
  private static final String VALUE = SIGN + "SignedValue.dat";
  private static final String LIST = "Doc_0/Signs/Signatures.xml";
  private static final String PAGE = "Doc_0/Pages/Page_0/Content.xml";
  private final Bytes whole = Sample.sealed(Protection.WHOLE);
  private final Bytes open = Sample.sealed(Protection.CONTINUE);

  @Test
  void a1AlteredFileIsNamed() {
    DocumentReport report =
        Sample.verify(Sample.with(whole, PAGE, text -> text.replace("L 9 9", "L 9 8")));
    invalid(report, Reason.DIGEST_MISMATCH);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.BROKEN);
    assertThat(report.signatures().get(0).report().checks())
        .anyMatch(c -> c.reason() == Reason.DIGEST_MISMATCH && c.detail().equals("/" + PAGE));
  }

  @Test
  void a2ShownFileWithoutReferenceIsNotCovered() {
    for (String path :
        List.of(
            PAGE,
            "Doc_0/Tpls/Tpl_0/Content.xml",
            "Doc_0/Res/logo.png",
            "Doc_0/Annots/Page_0/Annot.xml",
            "Doc_0/Attachs/data.xml",
            "Doc_0/Tags/Tag_0.xml",
            "Doc_0/PublicRes.xml",
            "OFD.xml")) {
      DocumentReport report = Sample.verify(resealed(xml -> without(xml, path)));
      assertThat(report.conclusion()).as(path).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
      assertThat(report.coverage()).isEqualTo(Coverage.PARTIAL);
      assertThat(report.uncovered()).containsExactly(path);
      assertThat(report.signatures().get(0).integrity()).isNotEqualTo(Integrity.BROKEN);
    }
  }

  @Test
  void a3SmuggledFile() {
    Map<String, Bytes> files = Sample.files(whole);
    files.put("Doc_0/Res/extra.png", Bytes.hex("00"));
    Bytes more = Sample.zip(files);
    DocumentReport interop = Sample.verify(more);
    assertThat(interop.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(interop.reason()).contains(Reason.FILE_NOT_EXPECTED);
    invalid(
        Sample.verify(more, Sample.policy().withMode(TrustPolicy.Mode.STRICT)),
        Reason.FILE_NOT_EXPECTED);
  }

  @Test
  void a4RedirectedDocRootIsInvalid() {
    Map<String, Bytes> files = Sample.files(resealed(xml -> without(xml, "OFD.xml")));
    files.put("Doc_1/Document.xml", files.get("Doc_0/Document.xml"));
    files.put("Doc_1/Pages/Page_0/Content.xml", Bytes.utf8("<Page/>"));
    files.computeIfPresent(
        "OFD.xml",
        (p, octets) -> Bytes.utf8(octets.toUtf8().replace("Doc_0/Document", "Doc_1/Document")));
    invalid(Sample.verify(Sample.zip(files)), Reason.CONTENT_NOT_COVERED);
  }

  @Test
  void a4AlteredRootsFailTheirDigest() {
    invalid(
        Sample.verify(
            Sample.with(
                whole, "OFD.xml", text -> text.replace("1.2.156.3005.2", "1.2.156.3005.3"))),
        Reason.DIGEST_MISMATCH);
    invalid(
        Sample.verify(
            Sample.with(whole, "Doc_0/Document.xml", text -> text.replace("Page_1", "Page_0"))),
        Reason.DIGEST_MISMATCH);
  }

  @Test
  void a6RemovedListLeavesOrphans() {
    Bytes unlisted =
        Sample.with(open, LIST, text -> text.replaceAll("<ofd:Signature ID[^>]*>", ""));
    invalid(Sample.verify(unlisted), Reason.SIGNATURE_LIST_CHANGED);
    Bytes unnamed =
        Sample.with(
            open, "OFD.xml", text -> text.replaceAll("<ofd:Signatures>[^<]*</ofd:Signatures>", ""));
    invalid(Sample.verify(unnamed), Reason.SIGNATURE_LIST_CHANGED);
  }

  @Test
  void a6ListedSignatureMustBeReadable() {
    Map<String, Bytes> files = Sample.files(open);
    files.remove(XML);
    invalid(Sample.verify(Sample.zip(files)), Reason.REFERENCED_FILE_MISSING);
    invalid(
        Sample.verify(Sample.with(open, LIST, text -> text.replace("Sign_0/", "../../../../"))),
        Reason.SIGNATURE_LIST_CHANGED);
    invalid(
        Sample.verify(
            Sample.with(
                open,
                LIST,
                text ->
                    text.replace(
                        "/>",
                        "/><ofd:Signature "
                            + "ID=\"s001\" BaseLoc=\"/Doc_0/Signs/Sign_0/Signature.xml\"/>"))),
        Reason.SIGNATURE_LIST_CHANGED);
  }

  @Test
  void a8SealFileMustBeTheSealThatSigned() {
    Map<String, Bytes> files = Sample.files(resealed(xml -> without(xml, SIGN + "Seal.esl")));
    files.put(SIGN + "Seal.esl", Sample.seal("51010000000002"));
    invalid(Sample.verify(Sample.zip(files)), Reason.SEAL_FILE_DIFFERS);
  }

  @Test
  void a9StampsMustBeSeen() {
    for (UnaryOperator<String> change :
        List.<UnaryOperator<String>>of(
            xml -> xml.replace("PageRef=\"1\"", "PageRef=\"7\""),
            xml -> xml.replace("120.5 200 40 40", "120.5 300 40 40"),
            xml -> xml.replace("120.5 200 40 40", "120.5 200 0 40"),
            xml -> xml.replace("120.5 200 40 40", "120.5 200 40"),
            xml -> xml.replace("120.5 200 40 40\"", "120.5 200 40 40\" Clip=\"50 0 8 40\""))) {
      Bytes unseen = resealed(change);
      doubted(Sample.verify(unseen), Reason.STAMP_NOT_ON_PAGE);
      TrustPolicy strict = Sample.policy().withMode(TrustPolicy.Mode.STRICT);
      invalid(Sample.verify(unseen, strict), Reason.STAMP_NOT_ON_PAGE);
    }
    Bytes clipped =
        resealed(xml -> xml.replace("190 100 40 40\"", "190 100 40 40\" Clip=\"0 0 20 40\""));
    assertThat(Sample.verify(clipped).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void a10WeakOrForeignDigestIsNotAllowed() {
    for (String method : List.of("MD5", "SHA1", "SHA-1", "2.16.840.1.101.3.4.2.1", "sha512")) {
      // Said to be another digest than it is.
      invalid(Sample.verify(resealed(xml -> said(xml, method))), Reason.DIGEST_MISMATCH);
    }
    for (String method : List.of("MD5", "SHA-1", "SHA-256")) {
      Bytes weak = resealed(xml -> digested(said(xml, method), method));
      DocumentReport report = Sample.verify(weak);
      doubted(report, Reason.ALGORITHM_NOT_ALLOWED);
      assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
      Map<String, Bytes> files = Sample.files(weak);
      files.put(PAGE, Bytes.utf8(files.get(PAGE).toUtf8().replace("L 9 9", "L 9 8")));
      invalid(Sample.verify(Sample.zip(files)), Reason.DIGEST_MISMATCH);
    }
    DocumentReport unknown = Sample.verify(resealed(xml -> said(xml, "CRC32")));
    assertThat(unknown.conclusion()).isNotEqualTo(Conclusion.VALID);
    assertThat(unknown.signatures().get(0).report().check("check-method").orElseThrow().reason())
        .isEqualTo(Reason.ALGORITHM_NOT_ALLOWED);
  }

  @Test
  void a10SpellingsOfSm3AreReadAndTold() {
    Bytes defaulted = resealed(xml -> xml.replace(" CheckMethod=\"1.2.156.10197.1.401\"", ""));
    for (Bytes odd :
        List.of(
            defaulted,
            resealed(xml -> said(xml, "sm3")),
            resealed(xml -> said(xml, "1.2.156.10197.1.401.2")))) {
      DocumentReport report = Sample.verify(odd);
      assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
      assertThat(report.signatures().get(0).report().check("check-method").orElseThrow().reason())
          .isEqualTo(Reason.ENCODING_NOT_STANDARD);
      TrustPolicy strict = Sample.policy().withMode(TrustPolicy.Mode.STRICT);
      invalid(Sample.verify(odd, strict), Reason.ENCODING_NOT_STANDARD);
    }
  }

  @Test
  void a10TheMethodIsTheOneThatSigned() {
    for (String other : List.of("1.2.840.10045.4.3.2", "1.2.840.113549.1.1.11", "SHA256withRSA")) {
      invalid(Sample.verify(resealed(xml -> method(xml, other))), Reason.ALGORITHM_MISMATCH);
    }
    for (String odd : List.of("1.2.156.10197.1.301.1", "1.2.156.10197.501", "SM2", "SM3withSM2")) {
      DocumentReport report = Sample.verify(resealed(xml -> method(xml, odd)));
      assertThat(report.conclusion()).as(odd).isEqualTo(Conclusion.VALID);
    }
    doubted(Sample.verify(resealed(xml -> method(xml, "1.2.3.4"))), Reason.ALGORITHM_NOT_ALLOWED);
  }

  @Test
  void a22BasesMustBeThereAndEndSomewhere() {
    Bytes two = Sample.sealed(open, Protection.CONTINUE);
    for (String[] change :
        new String[][] {
          {"ID=\"s001\"", "ID=\"s001\" Relative=\"s002\"", "ID=\"s002\" Relative=\"s001\""},
          {"ID=\"s001\"", "ID=\"s001\" Relative=\"s001\"", "ID=\"s002\""},
          {"ID=\"s001\"", "ID=\"s001\" Relative=\"s009\"", "ID=\"s002\""}
        }) {
      Bytes altered =
          Sample.with(
              two,
              LIST,
              xml -> xml.replace(change[0], change[1]).replace("ID=\"s002\"", change[2]));
      DocumentReport report = Sample.verify(altered);
      assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
      assertThat(report.signatures().get(0).report().check("relative").orElseThrow().reason())
          .isIn(Reason.SIGNATURE_LIST_CHANGED, Reason.REFERENCED_FILE_MISSING);
    }
  }

  private static String said(String xml, String method) {
    return xml.replace("CheckMethod=\"1.2.156.10197.1.401\"", "CheckMethod=\"" + method + "\"");
  }

  private static String method(String xml, String method) {
    return xml.replace(
        "<ofd:SignatureMethod>1.2.156.10197.1.501<", "<ofd:SignatureMethod>" + method + "<");
  }

  /** Every CheckValue recomputed with another digest. */
  private String digested(String xml, String digest) {
    Map<String, Bytes> files = Sample.files(open);
    return Pattern.compile("FileRef=\"/([^\"]*)\"><ofd:CheckValue>[^<]*")
        .matcher(xml)
        .replaceAll(
            m ->
                "FileRef=\"/"
                    + m.group(1)
                    + "\"><ofd:CheckValue>"
                    + Base64.getEncoder().encodeToString(digest(digest, files.get(m.group(1)))));
  }

  private static byte[] digest(String name, Bytes octets) {
    try {
      return MessageDigest.getInstance(name).digest(octets.toArray());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void doubted(DocumentReport report, Reason reason) {
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).as(report.toString()).contains(reason);
  }

  @Test
  void a11ReferencesNameEachFileOnce() {
    for (String twin :
        List.of(
            "/" + PAGE,
            PAGE,
            "/DOC_0/Pages/Page_0/Content.xml",
            "/Doc_0/Pages/Page_0/Content%2exml")) {
      invalid(Sample.verify(resealed(xml -> twice(xml, twin))), Reason.REFERENCE_DUPLICATED);
    }
    for (String path : List.of("/Doc_0/./Pages/x", "/../x", "/Doc_0\\x", "//x", "")) {
      invalid(Sample.verify(resealed(xml -> twice(xml, path))), Reason.PATH_ILLEGAL);
    }
    invalid(Sample.verify(resealed(xml -> twice(xml, "/nowhere"))), Reason.REFERENCED_FILE_MISSING);
  }

  @Test
  void a11ReferencesMayLeaveOutTheLeadingSlash() {
    Bytes slashless = resealed(xml -> xml.replace("FileRef=\"/", "FileRef=\""));
    assertThat(Sample.verify(slashless).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void a13ForbiddenXml() {
    for (UnaryOperator<String> change :
        List.<UnaryOperator<String>>of(
            xml -> xml.replace("?>\n<", "?>\n<!DOCTYPE x [<!ENTITY e \"1\">]><"),
            xml -> xml.replace("encoding=\"UTF-8\"", "encoding=\"GBK\""),
            xml -> xml.replace("</ofd:SignedInfo>", "</ofd:SignedInfo><ofd:SignedInfo/>"),
            xml -> xml.replace("</ofd:References>", "</ofd:References><ofd:References/>"),
            xml -> xml.replace("10197.1.501", "10197<!-- -->.1.501"))) {
      invalid(Sample.verify(resealed(change)), Reason.XML_FORBIDDEN);
    }
    invalid(Sample.verify(resealed(xml -> xml.replace("</ofd:Seal>", ""))), Reason.MALFORMED);
    invalid(
        Sample.verify(resealed(xml -> xml.replace("<ofd:Seal>", "<a>".repeat(99)))),
        Reason.BUDGET_EXCEEDED);
  }

  @Test
  void a13ForeignNamespaceIsToleratedByInteropOnly() {
    Bytes foreign = resealed(xml -> xml.replace("ofdspec.org/2016", "ofdspec.org"));
    assertThat(Sample.verify(foreign).conclusion()).isEqualTo(Conclusion.VALID);
    invalid(
        Sample.verify(foreign, Sample.policy().withMode(TrustPolicy.Mode.STRICT)),
        Reason.XML_FORBIDDEN);
  }

  @Test
  void a14SignedOctetsAreTheParsedOnes() {
    Bytes marked = Sample.with(whole, XML, text -> "\ufeff" + text);
    invalid(Sample.verify(marked), Reason.DIGEST_MISMATCH);
  }

  @Test
  void a15BrokenValueIsInvalid() {
    Map<String, Bytes> files = Sample.files(whole);
    files.put(VALUE, files.get(VALUE).concat(Bytes.hex("00")));
    assertThat(Sample.verify(Sample.zip(files)).conclusion()).isEqualTo(Conclusion.INVALID);
    files.put(VALUE, Bytes.hex("ff"));
    invalid(Sample.verify(Sample.zip(files)), Reason.SIGNATURE_TYPE_MISMATCH);
  }

  @Test
  void a17UnknownAnchorsAreIndeterminate() {
    TrustPolicy nobody = TrustPolicy.interop(List.of(), List.of(), TestPki.NOW);
    DocumentReport report = Sample.verify(whole, nobody);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
  }

  @Test
  void a18SignedAfterTheSealExpired() {
    OfdSealRequest request = Sample.request(Protection.WHOLE);
    OfdSealRequest late =
        new OfdSealRequest(
            request.seal(),
            request.stamps(),
            request.protection(),
            TestPki.END.plus(Duration.ofDays(1)),
            request.provider());
    Bytes sealed =
        OfdSealer.seal(DocumentSource.of(Sample.zip(Sample.plain())), late, Sample.SIGNER)
            .orThrow(reason -> new IllegalStateException(reason.code()));
    assertThat(Sample.verify(sealed).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void a20SignatureBelongsToItsPath() {
    Map<String, Bytes> files = Sample.files(whole);
    files.put(VALUE, sign(files.get(XML), "/Doc_0/Signs/Sign_1/Signature.xml"));
    invalid(Sample.verify(Sample.zip(files)), Reason.PROPERTY_INFO_MISMATCH);
  }

  @Test
  void a20ValueOfAnotherDocument() {
    Map<String, Bytes> files = Sample.files(whole);
    files.put(VALUE, Sample.files(open).get(VALUE));
    invalid(Sample.verify(Sample.zip(files)), Reason.DIGEST_MISMATCH);
  }

  @Test
  void a21NothingMayFollowWholeProtection() {
    Map<String, Bytes> files = Sample.files(Sample.sealed(open, Protection.CONTINUE));
    // Both signatures are genuine, but the first protects the list that the second changed.
    Map<String, Bytes> first = Sample.files(whole);
    for (String own : List.of(XML, VALUE)) {
      files.put(own, first.get(own));
    }
    DocumentReport report = Sample.verify(Sample.zip(files));
    invalid(report, Reason.SIGNATURE_LIST_CHANGED);
    assertThat(report.signatures().get(0).changesAfter()).isNotEmpty().noneMatch(c -> c.allowed());
  }

  @Test
  void a23TypeAndValueMustFit() {
    Bytes asSign = Sample.with(open, LIST, text -> text.replace("Type=\"Seal\"", "Type=\"Sign\""));
    invalid(Sample.verify(asSign), Reason.SIGNATURE_TYPE_MISMATCH);
    Map<String, Bytes> files = Sample.files(open);
    files.put(VALUE, Bytes.hex("300a06082a811ccf55010401"));
    invalid(Sample.verify(Sample.zip(files)), Reason.SIGNATURE_TYPE_MISMATCH);
  }

  private static void invalid(DocumentReport report, Reason reason) {
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).as(report.toString()).contains(reason);
  }

  /** A continue-sign package whose Signature.xml is altered and signed again. */
  private Bytes resealed(UnaryOperator<String> change) {
    Map<String, Bytes> files = Sample.files(open);
    Bytes xml = Bytes.utf8(change.apply(files.get(XML).toUtf8()));
    assertThat(xml).isNotEqualTo(files.get(XML));
    files.put(XML, xml);
    files.put(VALUE, sign(xml, "/" + XML));
    return Sample.zip(files);
  }

  private static Bytes sign(Bytes xml, String propertyInfo) {
    return SealSigner.sign(
        new SealedContent(Sample.SEAL, Digests.sm3(xml), propertyInfo, TestPki.NOW), Sample.SIGNER);
  }

  private static String without(String xml, String path) {
    return xml.replaceAll("<ofd:Reference FileRef=\"/" + path + "\">.*?</ofd:Reference>\n", "");
  }

  private static String twice(String xml, String path) {
    return xml.replace(
        "</ofd:References>",
        "<ofd:Reference FileRef=\""
            + path
            + "\"><ofd:CheckValue>AAAA</ofd:CheckValue>"
            + "</ofd:Reference></ofd:References>");
  }
}
