package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.OfdShadows;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/**
 * Packages of which every file is signed and two readers show two things, see {@link OfdShadows}.
 */
class ShadowsTest {
  private static final TrustPolicy STRICT = Sample.policy().withMode(TrustPolicy.Mode.STRICT);

  /** The published vectors ask interop; strict refuses all of them. */
  @TestFactory
  Stream<DynamicTest> strictRefuses() {
    StrangersPackage genuine = new StrangersPackage();
    assertThat(Sample.verify(genuine.zip(), STRICT).conclusion()).isEqualTo(Conclusion.VALID);
    return OfdShadows.all(OfdVectors.keys()).stream()
        .map(
            attack ->
                DynamicTest.dynamicTest(
                    attack.name(),
                    () -> {
                      Bytes altered = attack.mutator().apply(genuine.zip());
                      DocumentReport report = Sample.verify(altered, STRICT);
                      assertThat(report.conclusion())
                          .as(report.toString())
                          .isEqualTo(Conclusion.INVALID);
                      assertThat(report.reason()).as(report.toString()).contains(attack.reason());
                    }));
  }

  // Identifiers, GB/T 33190 table 2.

  /** Nothing refers to an object of a page: readers show both. */
  @ParameterizedTest
  @CsvSource({"ID=\"4\",ID=\"7\"", "ID=\"3\",ID=\"1\"", "ID=\"4\",ID=\"0012\""})
  void objectsOfOneIdentifierAreTold(String from, String to) {
    Bytes sealed = sealed("Doc_0/Pages/Page_0/Content.xml", from, to);
    assertThat(outcome(sealed, "identifiers")).isEqualTo(Outcome.WARN);
    assertThat(Sample.verify(sealed).conclusion()).isEqualTo(Conclusion.VALID);
    DocumentReport strict = Sample.verify(sealed, STRICT);
    assertThat(strict.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(strict.reason()).contains(Reason.IDENTIFIER_DUPLICATED);
  }

  /** Zero is no identifier, and an attachment's is of its own kind. */
  @ParameterizedTest
  @CsvSource({
    "Doc_0/Pages/Page_0/Content.xml,ID=\"4\",ID=\"0\"",
    "Doc_0/Pages/Page_0/Content.xml,ID=\"4\",ID=\"44\"",
    "Doc_0/Attachs/Attachments.xml,ID=\"a1\",ID=\"4\"",
    "Doc_0/Attachs/data.xml,<any/>,<Page ID=\"1\"/>"
  })
  void otherIdentifiersAreTheirOwn(String file, String from, String to) {
    Bytes sealed = sealed(file, from, to);
    DocumentReport strict = Sample.verify(sealed, STRICT);
    assertThat(strict.conclusion()).as(strict.toString()).isEqualTo(Conclusion.VALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "005", "4294967296", "zwei"})
  void everySpellingOfAnIdentifierCounts(String id) {
    String twin =
        "<ofd:MultiMedia ID=\"5\"/><ofd:MultiMedia ID=\"%1$s\"/><ofd:MultiMedia ID=\"%1$s\"/>";
    Bytes sealed =
        sealed(
            "Doc_0/PublicRes.xml", "</ofd:MultiMedias>", twin.formatted(id) + "</ofd:MultiMedias>");
    DocumentReport report = Sample.verify(sealed);
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.IDENTIFIER_DUPLICATED);
  }

  /** Each kind is found by a way of its own. */
  @Test
  void aFontMayShareThePicturesIdentifierButForAWarning() {
    Bytes sealed =
        sealed(
            "Doc_0/PublicRes.xml",
            "<ofd:MultiMedias>",
            "<ofd:Fonts><ofd:Font ID='5'/></ofd:Fonts><ofd:MultiMedias>");
    assertThat(Sample.verify(sealed).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(outcome(sealed, "identifiers")).isEqualTo(Outcome.WARN);
  }

  /** An older version is a document of its own. */
  @Test
  void anOlderVersionHasTheSameIdentifiers() {
    Bytes sealed = sealed(versions(false, "Old.xml"));
    DocumentReport report = Sample.verify(sealed, STRICT);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }

  /** Without a signature there is nothing that could be signed as one and shown as another. */
  @Test
  void anUnsignedPackageHasNoSignatureAndNoMore() {
    Map<String, Bytes> files = versions(true, "Old.xml");
    files.put("Encryptions.xml", Bytes.utf8("<Encryptions/>"));
    files.computeIfPresent(
        "Doc_0/Document.xml",
        (p, o) -> Bytes.utf8(o.toUtf8().replace("Page ID=\"2\"", "Page ID=\"1\"")));
    assertThat(Sample.verify(Sample.zip(files)).conclusion()).isEqualTo(Conclusion.NO_SIGNATURE);
  }

  // Versions.

  @ParameterizedTest
  @CsvSource({"true,Document.xml,VALID", "true,Old.xml,INDETERMINATE", "1,Old.xml,INDETERMINATE"})
  void theCurrentVersionIsTheOneShown(String current, String root, Conclusion conclusion) {
    Map<String, Bytes> files = versions(true, root);
    files.computeIfPresent(
        "OFD.xml", (p, o) -> Bytes.utf8(o.toUtf8().replace("'true'", "'" + current + "'")));
    assertThat(Sample.verify(sealed(files)).conclusion()).isEqualTo(conclusion);
  }

  @Test
  void twoVersionsAreNotBothTheCurrentOne() {
    Map<String, Bytes> files = versions(true, "Document.xml");
    files.computeIfPresent(
        "OFD.xml", (p, o) -> Bytes.utf8(o.toUtf8().replaceFirst("(<Version [^>]*>)", "$1$1")));
    DocumentReport report = Sample.verify(sealed(files));
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.PACKAGE_AMBIGUOUS);
  }

  private static Map<String, Bytes> versions(boolean current, String root) {
    Map<String, Bytes> files = Sample.plain();
    String version =
        "<Versions><Version ID='v1' Index='1' Current='%s' BaseLoc='Doc_0/V.xml'/></Versions>";
    files.computeIfPresent(
        "OFD.xml",
        (p, o) ->
            Bytes.utf8(
                o.toUtf8()
                    .replace("</ofd:DocBody>", version.formatted(current) + "</ofd:DocBody>")));
    files.put(
        "Doc_0/V.xml",
        Bytes.utf8(
            "<DocVersion><FileList><File ID='1'>Old.xml</File></FileList><DocRoot>"
                + root
                + "</DocRoot></DocVersion>"));
    files.put("Doc_0/Old.xml", files.get("Doc_0/Document.xml"));
    return files;
  }

  // Custom data.

  @ParameterizedTest
  @CsvSource({"licence,1.2,WARN", "licence,1.2.156.3005.2,PASS", "other,1.2,PASS"})
  void anItemOfTheDocumentHasOneValue(String name, String value, Outcome outcome) {
    String item = "<ofd:CustomData Name=\"" + name + "\">" + value + "</ofd:CustomData>";
    Bytes sealed = sealed("OFD.xml", "</ofd:CustomDatas>", item + "</ofd:CustomDatas>");
    assertThat(outcome(sealed, "custom-data")).isEqualTo(outcome);
    assertThat(Sample.verify(sealed, STRICT).conclusion())
        .isEqualTo(outcome == Outcome.WARN ? Conclusion.INVALID : Conclusion.VALID);
  }

  // OFD.xml in other letters, as producers on Windows have it.

  @ParameterizedTest
  @ValueSource(strings = {"ofd.xml", "Ofd.XML", "OFD.XML"})
  void theRootInOtherLettersIsReadAndTold(String name) {
    Map<String, Bytes> files = Sample.plain();
    files.put(name, files.remove("OFD.xml"));
    Bytes sealed = sealed(files);
    assertThat(Sample.files(sealed)).containsKey(name).doesNotContainKey("OFD.xml");
    DocumentReport report = Sample.verify(sealed);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.document().check("file-names").orElseThrow().outcome())
        .isEqualTo(Outcome.WARN);
    assertThat(Sample.verify(sealed, STRICT).conclusion()).isEqualTo(Conclusion.INVALID);
    Bytes altered = Sample.with(sealed, name, t -> t.replace("3005.2", "3005.3"));
    assertThat(Sample.verify(altered).reason()).contains(Reason.DIGEST_MISMATCH);
  }

  // Locations.

  /** A reader that decodes a location finds what another does not; both are followed. */
  @ParameterizedTest
  @ValueSource(
      strings = {"PublicRes%2Exml", "publicres.XML", "Public\uff32es.xml", "PublicRes.xml."})
  void aLocationInAnotherSpellingIsFollowedAndTold(String location) {
    Bytes sealed = sealed("Doc_0/Document.xml", ">PublicRes.xml<", ">" + location + "<");
    DocumentReport report = Sample.verify(sealed);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.document().check("file-names").orElseThrow().outcome())
        .isEqualTo(Outcome.WARN);
    assertThat(Sample.verify(sealed, STRICT).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void resourcesWithAnEmptyBaseAreRead() {
    Map<String, Bytes> files = Sample.plain();
    files.computeIfPresent(
        "Doc_0/PublicRes.xml",
        (p, o) ->
            Bytes.utf8(
                o.toUtf8().replace("\"Res\"", "\"\"").replace(">logo.png", ">Res/logo.png")));
    DocumentReport report = Sample.verify(sealed(files), STRICT);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }

  private static Outcome outcome(Bytes sealed, String check) {
    return Sample.verify(sealed)
        .document()
        .check(check)
        .map(org.xinfu.trust.Check::outcome)
        .orElse(Outcome.PASS);
  }

  private static Bytes sealed(String path, String from, String to) {
    Map<String, Bytes> files = Sample.plain();
    String text = files.get(path).toUtf8();
    assertThat(text).contains(from);
    files.put(path, Bytes.utf8(text.replace(from, to)));
    return sealed(files);
  }

  private static Bytes sealed(Map<String, Bytes> files) {
    return Sample.sealed(Sample.zip(files), Protection.WHOLE);
  }
}
