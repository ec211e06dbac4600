package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/** Signatures.xml and Signature.xml, element by element, GB/T 33190-2016 tables 66 to 69. */
class SignatureFilesTest {
  private static final String PROVIDER_MARK = " Company=\"org.xinfu.trust\"";

  // Signatures.xml.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<ofd:Signatures|<ofd:Signaturez|MALFORMED",
        " ID=\"s001\"||MALFORMED",
        " BaseLoc=\"/Doc_0/Signs/Sign_0/Signature.xml\"||MALFORMED",
        "/Doc_0/Signs/Sign_0/Signature.xml|/../x|PATH_ILLEGAL",
        "/Doc_0/Signs/Sign_0/Signature.xml||PATH_ILLEGAL",
        "<ofd:MaxSignId>|<!DOCTYPE a>|MALFORMED",
        "s001</ofd:MaxSignId>|s002</ofd:MaxSignId>|SIGNATURE_LIST_CHANGED",
        "Type=|Relative=\"s9\" Type=|SIGNATURE_LIST_CHANGED",
        "</ofd:Signatures>|<!-- --></ofd:Signatures>|SIGNATURE_LIST_CHANGED",
        "\"/>|\" />|SIGNATURE_LIST_CHANGED",
        "ID=\"s001\"|ID=\"s002\"|SIGNATURE_LIST_CHANGED"
      })
  void aListThatIsNotOursIsRefused(String from, String to, Reason reason) {
    UnaryOperator<String> change =
        text -> {
          String altered = text.replace(from, to == null ? "" : to);
          return altered.replace("</ofd:Signaturess>", "</ofd:Signatures>");
        };
    UnaryOperator<String> closed =
        from.equals("<ofd:Signatures")
            ? change.andThen(t -> t.replace("</ofd:Signatures>", "</ofd:Signaturez>"))::apply
            : change;
    found(Forgery.open().text(Forgery.LIST, closed), reason);
  }

  @Test
  void aMissingListIsTheFindingOfItsDocument() {
    invalid(Forgery.open().remove(Forgery.LIST), Reason.SIGNATURE_LIST_CHANGED);
    DocumentReport report = Sample.verify(Forgery.open().remove(Forgery.LIST).zip());
    assertThat(report.document().check("signature-list").orElseThrow().reason())
        .isEqualTo(Reason.REFERENCED_FILE_MISSING);
    assertThat(report.coverage()).isEqualTo(Coverage.NONE);
  }

  /** Nothing protects the list of ours but its one form: the order in which it was signed. */
  @Test
  void theSignaturesOfAListDoNotChangePlaces() {
    Forgery forged =
        Forgery.of(Sample.sealed(Sample.sealed(Protection.CONTINUE), Protection.CONTINUE));
    forged.put(
        Forgery.LIST,
        SignatureXml.list(
            List.of(
                new SignatureList.Entry("s002", "Seal", Forgery.XML.replace("Sign_0", "Sign_1")),
                new SignatureList.Entry("s001", "Seal", Forgery.XML))));
    invalid(forged, Reason.SIGNATURE_LIST_CHANGED);
  }

  @Test
  void aListOfAnotherProducerMayLookAsItLikes() {
    Forgery foreign = Forgery.open().xml(xml -> xml.replace(PROVIDER_MARK, ""));
    foreign.text(
        Forgery.LIST,
        list ->
            "\ufeff"
                + list.replace("\n", " ")
                    .replace("s001", "001")
                    .replace(" Type=\"Seal\"", "")
                    .replace("\"/Doc_0/Signs/Sign_0", "\"Sign_0"));
    DocumentReport report = Sample.verify(foreign.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).id()).isEqualTo("001");
  }

  /** Only the very name of ours promises our form. */
  @ParameterizedTest
  @ValueSource(
      strings = {"org.xinfu.trust2", "org.xinfu.trus", "ORG.XINFU.TRUST", "a org.xinfu.trust", ""})
  void anotherProducerIsNotOurs(String company) {
    Forgery foreign =
        Forgery.open().xml(x -> x.replace(PROVIDER_MARK, " Company=\"" + company + "\""));
    foreign.text(Forgery.LIST, list -> list.replace("\n", " "));
    DocumentReport report = Sample.verify(foreign.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    Forgery ours = Forgery.open().text(Forgery.LIST, list -> list.replace("\n", " "));
    invalid(ours, Reason.SIGNATURE_LIST_CHANGED);
  }

  /** ofdrw before 1.7 gives the third signature the ID of the second. */
  @Test
  void twoSignaturesOfOneIdentifierAreBothJudged() {
    Forgery open = doubled();
    DocumentReport report = Sample.verify(open.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.IDENTIFIER_DUPLICATED);
    assertThat(report.signatures()).extracting(SignatureReport::id).containsExactly("1", "1");
    assertThat(report.signatures())
        .extracting(SignatureReport::integrity)
        .containsOnly(Integrity.INTACT);
    TrustPolicy strict = Sample.policy().withMode(TrustPolicy.Mode.STRICT);
    assertThat(Sample.verify(open.zip(), strict).conclusion()).isEqualTo(Conclusion.INVALID);
    invalid(
        doubled().text("Doc_0/Pages/Page_0/Content.xml", page -> page + " "),
        Reason.DIGEST_MISMATCH);
    invalid(
        doubled().text(Forgery.LIST, l -> l.replace(" Type", " Relative=\"1\" Type")),
        Reason.SIGNATURE_LIST_CHANGED);
    invalid(
        doubled().text(Forgery.LIST, l -> l.replace("Sign_1", "Sign_0")),
        Reason.SIGNATURE_LIST_CHANGED);
  }

  /** Where a digest protects the list, somebody signed it as it is. */
  @Test
  void aSignedListMayNameTwoByOneIdentifier() {
    Bytes whole = Sample.sealed(doubled().zip(), Protection.WHOLE);
    DocumentReport report = Sample.verify(whole);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).report().check("signature-id").orElseThrow().outcome())
        .isEqualTo(Outcome.WARN);
    TrustPolicy strict = Sample.policy().withMode(TrustPolicy.Mode.STRICT);
    assertThat(Sample.verify(whole, strict).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  private static final String SECOND = "Doc_0/Signs/Sign_1/Signature.xml";

  /** Two seals of another producer, listed under one ID. */
  private static Forgery doubled() {
    Bytes first = Forgery.open().xml(xml -> xml.replace(PROVIDER_MARK, "")).zip();
    Bytes second = Sample.sealed(first, Protection.CONTINUE);
    Bytes xml = Bytes.utf8(Sample.files(second).get(SECOND).toUtf8().replace(PROVIDER_MARK, ""));
    return Forgery.of(second)
        .put(SECOND, xml)
        .put("Doc_0/Signs/Sign_1/SignedValue.dat", Forgery.value(xml, "/" + SECOND))
        .text(Forgery.LIST, l -> l.replace("s001", "1").replace("s002", "1"));
  }

  @Test
  void aLocationMayLeaveOutTheLeadingSlash() {
    Forgery foreign = Forgery.open().xml(xml -> xml.replace(PROVIDER_MARK, ""));
    foreign.text(Forgery.LIST, list -> list.replace("\"/Doc_0", "\"Doc_0"));
    assertThat(Sample.verify(foreign.zip()).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void moreSignaturesThanTheBudgetAreRefused() {
    TrustPolicy p = Sample.policy();
    TrustPolicy none =
        new TrustPolicy(
            p.name(),
            p.signers(),
            p.makers(),
            p.timestampers(),
            p.crls(),
            p.algorithms(),
            p.revocation(),
            p.at(),
            new TrustPolicy.Budgets(1 << 20, 100, 1 << 20, 1 << 22, 200, 64, 0, 9));
    DocumentReport report = Sample.verify(Forgery.open().zip(), none);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.document().check("signature-list").orElseThrow().reason())
        .isEqualTo(Reason.BUDGET_EXCEEDED);
  }

  // Signature.xml: what must be there, once.

  @ParameterizedTest
  @ValueSource(strings = {"References", "SignedValue", "SignedInfo"})
  void everyPartStandsOnce(String part) {
    String open = "<ofd:" + part;
    invalid(
        Forgery.open()
            .xml(x -> x.replace(open, "<ofd:Gone").replace("</ofd:" + part, "</ofd:Gone")),
        Reason.MALFORMED);
    invalid(
        Forgery.open().xml(x -> x.replaceFirst(open + "(?=[ >])", "<ofd:" + part + "/>" + open)),
        Reason.XML_FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Seal", "Provider"})
  void whatMayStandOnceStandsOnce(String part) {
    invalid(
        Forgery.open().xml(x -> x.replaceFirst("<ofd:" + part, "<ofd:" + part + "/><ofd:" + part)),
        Reason.XML_FORBIDDEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " FileRef=\"/OFD.xml\"|",
        "<ofd:CheckValue>|<ofd:CheckValue>*",
        "<ofd:CheckValue>|<ofd:Value/><ofd:CheckValue>A",
        "<ofd:Signature |<ofd:Signatur "
      })
  void anUnreadableSignatureIsMalformed(String from, String to) {
    Forgery broken =
        Forgery.open()
            .xml(
                x -> {
                  String altered = x.replaceFirst(from, to == null ? "" : to);
                  return from.startsWith("<ofd:Signature ")
                      ? altered.replace("</ofd:Signature>", "</ofd:Signatur>")
                      : altered;
                });
    DocumentReport report = invalid(broken, Reason.MALFORMED);
    SignatureReport signature = report.signatures().get(0);
    assertThat(signature.coverage()).isEqualTo(Coverage.NONE);
    assertThat(signature.integrity()).isEqualTo(Integrity.BROKEN);
    assertThat(signature.format()).isEqualTo("UNKNOWN");
  }

  @Test
  void base64MayBeWrapped() {
    Forgery wrapped =
        Forgery.open()
            .xml(x -> x.replaceAll("(<ofd:CheckValue>.{8})", "$1\n  ").replace("=<", "= <"));
    assertThat(Sample.verify(wrapped.zip()).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void aDigestOfAnotherLengthMatchesNothing() {
    for (String value : List.of("", "AAAA")) {
      invalid(
          Forgery.open()
              .xml(x -> x.replaceFirst("<ofd:CheckValue>[^<]*", "<ofd:CheckValue>" + value)),
          Reason.DIGEST_MISMATCH);
    }
  }

  @Test
  void nothingProtectedIsNothingSigned() {
    DocumentReport report =
        invalid(
            Forgery.open().xml(x -> x.replaceAll("<ofd:Reference .*?</ofd:Reference>\n", "")),
            Reason.CONTENT_NOT_COVERED);
    assertThat(report.coverage()).isEqualTo(Coverage.NONE);
    assertThat(report.uncovered()).contains("OFD.xml", "Doc_0/Document.xml");
  }

  // Methods.

  @ParameterizedTest
  @ValueSource(strings = {"", "SM2", "1.2.156.10197.1.301"})
  void otherNamesOfSm2AreToleratedByInteropOnly(String method) {
    Bytes odd = Forgery.open().xml(x -> x.replace("1.2.156.10197.1.501", method)).zip();
    DocumentReport interop = Sample.verify(odd);
    assertThat(interop.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(
            interop.signatures().get(0).report().check("signature-method").orElseThrow().outcome())
        .isEqualTo(Outcome.WARN);
    assertThat(Sample.verify(odd, strict()).reason()).contains(Reason.ENCODING_NOT_STANDARD);
  }

  @Test
  void theNameOfSm3IsItsIdentifierToo() {
    Forgery named =
        Forgery.open().xml(x -> x.replace("Method=\"1.2.156.10197.1.401\"", "Method=\" SM3 \""));
    DocumentReport report = Sample.verify(named.zip());
    assertThat(report.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures().get(0).report().check("check-method").orElseThrow().outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void theIdentifierOfKeyedSm3IsToleratedByInteropOnly() {
    Bytes keyed =
        Forgery.open()
            .xml(x -> x.replace("\"1.2.156.10197.1.401\"", "\"1.2.156.10197.1.401.2\""))
            .zip();
    DocumentReport interop = Sample.verify(keyed);
    assertThat(interop.conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(interop.signatures().get(0).report().check("check-method").orElseThrow().outcome())
        .isEqualTo(Outcome.WARN);
    DocumentReport strict = Sample.verify(keyed, strict());
    assertThat(strict.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(strict.reason()).contains(Reason.ENCODING_NOT_STANDARD);
  }

  // Locations of the parts.

  @Test
  void partsAreNamedRelativeToTheirSignature() {
    Forgery relative =
        Forgery.open()
            .xml(x -> x.replace(">/Doc_0/Signs/Sign_0/", ">").replace(">Seal", ">./Seal"));
    DocumentReport report = Sample.verify(relative.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void partsMayBeNamedFromTheFolderOfTheList() {
    Forgery relative = Forgery.open().xml(x -> x.replace(">/Doc_0/Signs/Sign_0/", ">Sign_0/"));
    assertThat(Sample.verify(relative.zip()).conclusion()).isEqualTo(Conclusion.VALID);
  }

  @Test
  void partsMustBeThere() {
    found(
        Forgery.open().xml(x -> x.replace("SignedValue.dat", "Other.dat")),
        Reason.REFERENCED_FILE_MISSING);
    found(
        Forgery.open().xml(x -> x.replace("/Seal.esl</ofd:B", "/Other.esl</ofd:B")),
        Reason.REFERENCED_FILE_MISSING);
    found(
        Forgery.open()
            .xml(x -> x.replace(">/Doc_0/Signs/Sign_0/SignedValue.dat", ">../../../../v")),
        Reason.REFERENCED_FILE_MISSING);
  }

  @Test
  void theSealFileMayBeLeftOut() {
    DocumentReport report = Sample.verify(withoutSeal().zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }

  /** OFD 2.0: what is shown instead of the seal's own picture must be protected as well. */
  @Test
  void aPictureShownInsteadMustBeProtected() {
    UnaryOperator<String> named =
        x -> x.replace("</ofd:Seal>", "<ofd:ImageLoc>shown.png</ofd:ImageLoc></ofd:Seal>");
    Forgery shown =
        Forgery.open()
            .put(Forgery.SIGN + "shown.png", Bytes.hex("89504e470d0a1a0a0000"))
            .xml(named);
    DocumentReport report = Sample.verify(shown.zip());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.FILE_NOT_EXPECTED);
    assertThat(report.signatures().get(0).coverage()).isEqualTo(Coverage.PARTIAL);
    Forgery covered =
        shown
            .text(
                Forgery.XML,
                x ->
                    x.replace(
                        "</ofd:References>",
                        "<ofd:Reference FileRef=\"/"
                            + Forgery.SIGN
                            + "shown.png\"><ofd:CheckValue></ofd:CheckValue></ofd:Reference>"
                            + "</ofd:References>"))
            .digest(Forgery.SIGN + "shown.png");
    assertThat(Sample.verify(covered.zip()).conclusion()).isEqualTo(Conclusion.VALID);
  }

  // Types and values.

  @ParameterizedTest
  @CsvSource({
    "Sign, 3006020101020102, INDETERMINATE, BARE_SM2",
    "Sign, 300a06082a811ccf55010401, INVALID, GBT35275",
    "Sign, 3044ff, INVALID, UNKNOWN",
    "Seal, 300602010102, INVALID, BARE_SM2",
    "Stamp, 300602010102, INVALID, BARE_SM2",
    "Signed, 300602010102, INVALID, BARE_SM2"
  })
  void typeAndValueFitTogether(String type, String value, Conclusion conclusion, String format) {
    Forgery forged = type.equals("Sign") ? withoutSeal() : Forgery.open();
    forged.put(Forgery.VALUE, Bytes.hex(value));
    if (!type.equals("Seal")) {
      forged.text(Forgery.LIST, l -> l.replace("\"Seal\"", "\"" + type + "\""));
    }
    DocumentReport report = Sample.verify(forged.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(conclusion);
    assertThat(report.signatures().get(0).format()).isEqualTo(format);
    Reason mismatch =
        conclusion == Conclusion.INVALID ? Reason.SIGNATURE_TYPE_MISMATCH : Reason.NO_TRUST_ANCHOR;
    assertThat(report.reason()).contains(format.equals("GBT35275") ? Reason.MALFORMED : mismatch);
  }

  @Test
  void aSealValueUnderAnotherTypeIsNotJudged() {
    for (String type : List.of("Sign", "Other")) {
      invalid(
          Forgery.open().text(Forgery.LIST, l -> l.replace("\"Seal\"", "\"" + type + "\"")),
          Reason.SIGNATURE_TYPE_MISMATCH);
    }
  }

  private static Forgery withoutSeal() {
    return Forgery.open()
        .remove(Forgery.SEAL)
        .xml(
            x ->
                x.replaceAll("<ofd:Seal>\n.*\n</ofd:Seal>\n", "")
                    .replaceAll("<ofd:Reference FileRef=\"/" + Forgery.SEAL + "\".*\n", ""));
  }

  private static TrustPolicy strict() {
    return Sample.policy().withMode(TrustPolicy.Mode.STRICT);
  }

  private static DocumentReport invalid(Forgery forged, Reason reason) {
    DocumentReport report = Sample.verify(forged.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).as(report.toString()).contains(reason);
    return report;
  }

  /** Invalid, and this is among the reasons: files left over may add a graver one. */
  private static void found(Forgery forged, Reason reason) {
    DocumentReport report = Sample.verify(forged.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INVALID);
    assertThat(
            java.util.stream.Stream.concat(
                    report.signatures().stream().map(SignatureReport::report),
                    java.util.stream.Stream.of(report.document()))
                .flatMap(r -> r.checks().stream()))
        .as(report.toString())
        .anyMatch(c -> c.outcome() == Outcome.FAIL && c.reason() == reason);
  }
}
