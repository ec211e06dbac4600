package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;

/**
 * What anybody can do to lists of signatures that no signature protects, and to the names of files,
 * without altering an octet that was signed: found by a structural fuzzer.
 */
class SeveralListsTest {
  private static final String OTHER = "Doc_1/Signs/Signatures.xml";
  private static final String LIST = StrangersPackage.SIGNS + "Signatures.xml";
  private static final String LISTED =
      "<ofd:Signature ID=\"1\" Type=\"Seal\" BaseLoc=\"/Doc_0/Signs/Sign_0/Signature.xml\"/>";

  /** Two documents with a list each; the only signature is of the first, over both. */
  static Bytes sealed() {
    StrangersPackage made = new StrangersPackage();
    made.files.computeIfPresent(
        "OFD.xml",
        (p, o) ->
            Bytes.utf8(
                o.toUtf8()
                    .replace(
                        "</ofd:OFD>",
                        "<ofd:DocBody><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot>"
                            + "<ofd:Signatures>/"
                            + OTHER
                            + "</ofd:Signatures></ofd:DocBody ></ofd:OFD>")));
    made.files.put(
        "Doc_1/Document.xml",
        Bytes.utf8(
            "<Document"
                + Sample.DEFAULT_NS
                + "><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea>"
                + "</CommonData><Pages><Page ID='1' BaseLoc='Content.xml'/></Pages></Document>"));
    made.files.put("Doc_1/Content.xml", Bytes.utf8("<Page" + Sample.DEFAULT_NS + "/>"));
    made.files.put(OTHER, Bytes.utf8("<ofd:Signatures xmlns:ofd='u'/>"));
    made.protects = path -> !path.endsWith("Signatures.xml");
    return made.zip();
  }

  @Test
  void twoDocumentsMayHaveAListEach() {
    DocumentReport report = Sample.verify(sealed());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.signatures()).hasSize(1);
  }

  /** The seal of one contract would be shown on the page of another as well, or only there. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSignatureOfOneDocumentIsNotListedForAnother(boolean kept) {
    refused(Sample.verify(listedForTheOther(kept)), Reason.SIGNATURE_LIST_CHANGED);
  }

  /** With the first document's signature on the second's list, {@code kept} on the first's too. */
  static Bytes listedForTheOther(boolean kept) {
    Map<String, Bytes> files = Sample.files(sealed());
    files.put(OTHER, Bytes.utf8("<ofd:Signatures xmlns:ofd='u'>" + LISTED + "</ofd:Signatures>"));
    if (!kept) {
      edit(files, LIST, t -> t.replace(LISTED, ""));
    }
    return Sample.zip(files);
  }

  /** Who asks for all elements of the name shows the inner one too; a list holds no other. */
  @ParameterizedTest
  @CsvSource({"<ofd:MaxSignId>, </ofd:MaxSignId>", "<ofd:Foo>, </ofd:Foo>"})
  void aSignatureInsideOfAnotherElementIsRefused(String begin, String end) {
    StrangersPackage made = new StrangersPackage();
    Map<String, Bytes> files = Sample.files(made.zip());
    String inner = LISTED.replace("ID=\"1\"", "ID=\"2\"").replace("/Doc_0/Signs/", "");
    edit(files, LIST, t -> t.replace(LISTED, LISTED + begin + inner + end));
    refused(Sample.verify(Sample.zip(files)), Reason.SIGNATURE_LIST_CHANGED);
  }

  /** Taken off the list, but still protected by the second: whatever its files are called. */
  @Test
  void anUnlistedSignatureIsMissedWhateverItIsCalled() {
    StrangersPackage made = new StrangersPackage();
    made.files.put(
        "Doc_0/Signs/First/Sig.xml",
        Bytes.utf8("<ofd:Signature xmlns:ofd='u'><ofd:SignedInfo/></ofd:Signature>"));
    made.files.put("Doc_0/Signs/First/Value.bin", Bytes.hex("3003020101"));
    refused(Sample.verify(made.zip()), Reason.SIGNATURE_LIST_CHANGED);
    made.files.remove("Doc_0/Signs/First/Sig.xml");
    assertThat(Sample.verify(made.zip()).conclusion()).isEqualTo(Conclusion.VALID);
  }

  /**
   * The name of an entry is not signed. A file that is called otherwise than every reference and
   * location calls it is not found by a reader that tells letters apart: a page without its
   * picture.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Doc_0/Res/LOGO.png",
        "Doc_0/res/logo.png",
        "Doc_0/Res/logo%2Epng",
        "Doc_0/Res/\uff4cogo.png",
        "Doc_0/Res/logo.png."
      })
  void aFileKeepsTheNameUnderWhichItWasSigned(String name) {
    Map<String, Bytes> files = Sample.files(new StrangersPackage().zip());
    files.put(name, files.remove("Doc_0/Res/logo.png"));
    DocumentReport report = Sample.verify(Sample.zip(files));
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.REFERENCED_FILE_MISSING);
    TrustPolicy strict = Sample.policy().withMode(TrustPolicy.Mode.STRICT);
    assertThat(Sample.verify(Sample.zip(files), strict).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** Producers on Windows: references in other letters than the files and the locations. */
  @Test
  void aReferenceInOtherLettersThanTheLocationIsTold() {
    StrangersPackage made = new StrangersPackage();
    made.forge = xml -> xml.replace("Doc_0/Res/logo.png", "Doc_0/Res/Logo.PNG");
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.document().check("file-names")).isPresent();
  }

  /** Here the files of a first signature, which a second protects: they are no content. */
  @ParameterizedTest
  @CsvSource({
    "Seal.esl, seal.esl",
    "SignedValue.dat, signedvalue.dat",
    "Signature.xml, signature.xml"
  })
  void aFileOfASignatureIsCalledAsItsLocationCallsIt(String referenced, String name) {
    DocumentReport report = Sample.verify(named(referenced, name, true));
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.document().check("file-names")).isPresent();
    // Renamed afterwards: neither the reference nor a location calls it so.
    DocumentReport renamed = Sample.verify(named(referenced, name, false));
    assertThat(renamed.conclusion()).as(renamed.toString()).isNotEqualTo(Conclusion.VALID);
    assertThat(renamed.signatures().get(1).report().check("reference").orElseThrow().reason())
        .isEqualTo(Reason.REFERENCED_FILE_MISSING);
  }

  /** Two signatures, a file of the first being called {@code name}, by its location only if so. */
  private static Bytes named(String referenced, String name, boolean located) {
    String folder = StrangersPackage.SIGNS + "Sign_1/";
    StrangersPackage first = new StrangersPackage();
    first.folder = folder;
    first.stamp = first.stamp.replace("120 200", "20 20");
    first.forge = x -> located ? x.replace(folder + referenced + "<", folder + name + "<") : x;
    first.value = (x, path) -> Forgery.value(x, located ? path.replace(referenced, name) : path);
    Map<String, Bytes> made = Sample.files(first.zip());
    StrangersPackage second = new StrangersPackage();
    for (String file : List.of("Seal.esl", "SignedValue.dat", "Signature.xml")) {
      second.files.put(folder + (file.equals(referenced) ? name : file), made.get(folder + file));
    }
    second.forge = x -> x.replace("\"/" + folder + name, "\"/" + folder + referenced);
    Map<String, Bytes> files = Sample.files(second.zip());
    boolean moved = located && referenced.equals("Signature.xml");
    String location = "Sign_1/" + (moved ? name : "Signature.xml");
    String entry = LISTED.replace("\"1\"", "\"2\"").replace("Sign_0/Signature.xml", location);
    edit(files, LIST, t -> t.replace(LISTED, entry + LISTED));
    return Sample.zip(files);
  }

  /** A further signature may not call a file of the content by the name that it was given. */
  @Test
  void aLocationOfASignatureNamesNoContent() {
    StrangersPackage made = new StrangersPackage();
    made.forge =
        x ->
            x.replace("Doc_0/Res/LOGO.png", "Doc_0/Res/logo.png")
                .replace(
                    "</ofd:Seal>", "<ofd:ImageLoc>/Doc_0/Res/LOGO.png</ofd:ImageLoc></ofd:Seal>");
    made.files.put("Doc_0/Res/LOGO.png", made.files.remove("Doc_0/Res/logo.png"));
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.SEAL_FILE_DIFFERS);
    made.forge =
        x ->
            x.replace("Doc_0/Res/LOGO.png", "Doc_0/Res/logo.png")
                .replace("/Doc_0/Signs/Sign_0/Seal.esl<", "Doc_0/Res/LOGO.png<");
    made.files.put("Doc_0/Signs/Sign_0/Doc_0/Res/LOGO.png", Sample.SEAL);
    DocumentReport beside = Sample.verify(made.zip());
    assertThat(beside.conclusion()).as(beside.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(beside.reason()).contains(Reason.REFERENCED_FILE_MISSING);
  }

  @Test
  void theListIsCalledAsItsDocumentCallsIt() {
    StrangersPackage made = new StrangersPackage();
    made.protects = path -> true;
    made.forge = x -> x.replace("Signs/Signatures.xml", "Signs/SIGNATURES.XML");
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }

  private static void edit(Map<String, Bytes> files, String path, UnaryOperator<String> change) {
    String before = files.get(path).toUtf8();
    String after = change.apply(before);
    assertThat(after).isNotEqualTo(before);
    files.put(path, Bytes.utf8(after));
  }

  private static void refused(DocumentReport report, Reason reason) {
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).as(report.toString()).contains(reason);
  }
}
