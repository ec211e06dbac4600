package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/** Small pieces: boxes, stamps on pages, kinds of signature values, numbers, paths, OFD.xml. */
class OfdShapesTest {
  private static final Rectangle A4 = new Rectangle(0, 0, 210, 297);

  // Boxes.

  @Test
  void aBoxIsFourNumbers() {
    assertThat(Rectangle.parse(" 1 -2.5\t+3\n.5 ")).contains(new Rectangle(1, -2.5, 3, 0.5));
    assertThat(Rectangle.parse("0 0 210. 297.000")).contains(A4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "1 2 3", "1 2 3 4 5", "1,2,3,4", "1 2 3 x", "NaN 0 1 1", "Infinity 0 1 1",
        "0x1 0 1 1", "1e33 0 1 1", "1 2 3 4d", "1234567890 0 1 1", "- 0 1 1", ". 0 1 1",
            "\uff11 0 1 1"
      })
  void anythingElseIsNoBox(String text) {
    assertThat(Rectangle.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0 0 10 10, true",
    "209 296 10 10, true",
    "-9 -9 10 10, true",
    "210 0 10 10, false",
    "0 297 10 10, false",
    "-10 0 10 10, false",
    "0 -10 10 10, false",
    "5 5 0 10, false",
    "5 5 10 0, false",
    "5 5 -1 10, false"
  })
  void onlyASharedAreaIsAnOverlap(String box, boolean overlaps) {
    assertThat(Rectangle.parse(box).orElseThrow().overlaps(A4)).isEqualTo(overlaps);
  }

  @Test
  void aClipIsRelativeToItsBoxAndStaysInside() {
    Rectangle box = new Rectangle(100, 100, 40, 40);
    assertThat(box.clip(new Rectangle(10, 10, 5, 5))).isEqualTo(new Rectangle(110, 110, 5, 5));
    assertThat(box.clip(new Rectangle(-10, -10, 100, 100))).isEqualTo(box);
    assertThat(box.clip(new Rectangle(50, 0, 8, 40)).overlaps(A4)).isFalse();
  }

  // Stamps, GB/T 33190 table 69.

  @ParameterizedTest
  @CsvSource({
    "1, 10 10 40 40, , true",
    "2, 10 10 40 40, , true",
    "1, 202 40 40 40, 0 0 8 40, true",
    "1, 202 40 40 40, 8 0 8 40, false",
    "1, 10 10 40 40, 40 0 8 40, false",
    "1, 10 10 40 40, 0 0 0 40, false",
    "1, 10 10 40 40, 0 0 8, false",
    "1, 10 10 40, , false",
    "1, 210 10 40 40, , false",
    "3, 10 10 40 40, , false",
    "4, 10 10 40 40, , false",
    "9, 10 10 40 40, , false"
  })
  void aStampIsSeenOnOnePage(String page, String box, String clip, boolean seen) {
    List<OfdDocument.Page> pages =
        List.of(
            page("1", Optional.of(A4)),
            page("2", Optional.of(new Rectangle(100, 100, 210, 297))),
            page("3", Optional.empty()),
            page("4", Optional.of(A4)),
            page("4", Optional.of(A4)));
    Report.Builder checks = new Report.Builder();
    StampCheck.run(
        List.of(new SignatureFile.Stamp("s", page, box, Optional.ofNullable(clip))),
        pages,
        true,
        checks);
    assertThat(checks.report().check("stamp").orElseThrow().outcome())
        .isEqualTo(seen ? Outcome.PASS : Outcome.FAIL);
    if (!seen) {
      assertThat(checks.report().reason()).contains(Reason.STAMP_NOT_ON_PAGE);
    }
  }

  @Test
  void aSealThatIsShownNowhereIsOnlyNoted() {
    Report.Builder checks = new Report.Builder();
    StampCheck.run(List.of(), List.of(), true, checks);
    assertThat(checks.report().check("stamp").orElseThrow().outcome()).isEqualTo(Outcome.WARN);
  }

  @Test
  void everyStampMustBeSeen() {
    Report.Builder checks = new Report.Builder();
    StampCheck.run(
        List.of(
            new SignatureFile.Stamp("a", "1", "0 0 9 9", Optional.empty()),
            new SignatureFile.Stamp("b", "1", "300 0 9 9", Optional.empty())),
        List.of(page("1", Optional.of(A4))),
        true,
        checks);
    assertThat(checks.report().checks())
        .extracting(c -> c.outcome())
        .containsExactly(Outcome.PASS, Outcome.FAIL);
  }

  private static OfdDocument.Page page(String id, Optional<Rectangle> box) {
    return new OfdDocument.Page(id, Optional.of("p.xml"), box);
  }

  // Signature values.

  @ParameterizedTest
  @CsvSource({
    "30043002aaaa, SES",
    "3081803082, SES",
    "3082010030, SES",
    "30060604aabb, GBT35275",
    "308006092a, GBT35275",
    "300602010102, BARE_SM2",
    "3044022000, BARE_SM2",
    "31043002aaaa, UNKNOWN",
    "30040404aaaa, UNKNOWN",
    "300030, UNKNOWN",
    "30ffffff, UNKNOWN",
    "30820100, UNKNOWN"
  })
  void aValueIsToldByItsFirstTags(String octets, SignatureValue kind) {
    assertThat(SignatureValue.of(Bytes.hex(octets))).isEqualTo(kind);
  }

  @Test
  void nothingIsNoValue() {
    assertThat(SignatureValue.of(Bytes.empty())).isEqualTo(SignatureValue.UNKNOWN);
  }

  // What is written.

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "0.0004, 0",
    "0.0005, 0.001",
    "10, 10",
    "100, 100",
    "120.5, 120.5",
    "1234.5678, 1234.568",
    "-3.25, -3.25",
    "1e7, 10000000",
    "0.1, 0.1"
  })
  void millimetresHaveNoExponentAndThreeDecimals(double value, String text) {
    assertThat(SignatureXml.number(value)).isEqualTo(text);
    assertThat(Rectangle.parse(text + " 0 1 1")).isPresent();
  }

  @Test
  void identifiersAndPathsCountTogether() {
    assertThat(SignatureXml.id(0)).isEqualTo("s001");
    assertThat(SignatureXml.id(999)).isEqualTo("s1000");
    assertThat(SignatureXml.path("Doc_0/Signs/Signatures.xml", 3))
        .isEqualTo("Doc_0/Signs/Sign_3/Signature.xml");
  }

  @Test
  void textIsEscapedWhereItIsWritten() throws Finding {
    Bytes list = SignatureXml.list(List.of(new SignatureList.Entry("a\"&<>", "Seal", "x&y/S.xml")));
    XmlElement entry = XmlTree.parse("l", list, 8).children("Signature").get(0);
    assertThat(entry.attribute("ID")).contains("a\"&<>");
    assertThat(entry.attribute("BaseLoc")).contains("/x&y/S.xml");
  }

  // OFD.xml.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<ofd:OFD xmlns:ofd='u'><ofd:DocBody><ofd:DocRoot>d</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "<OFD xmlns='u'><DocBody><DocRoot>d</DocRoot></DocBody  ></OFD>",
        "\ufeff<?xml version='1.0'?><o:OFD xmlns:o='u'><o:DocBody>\n</o:DocBody\n></o:OFD>",
        "<OFD><DocBody/><DocBody></DocBody></OFD>"
      })
  void theListIsNamedInTheFirstDocBody(String root) throws Finding {
    if (root.contains("<DocBody/>")) {
      refusedRoot(root);
      return;
    }
    Bytes edited = RootXml.withSignatures(Bytes.utf8(root), "/Doc_0/Signs/Signatures.xml");
    XmlElement body = XmlTree.parse("OFD.xml", edited, 9).children("DocBody").get(0);
    assertThat(body.required("Signatures").text()).isEqualTo("/Doc_0/Signs/Signatures.xml");
    assertThat(edited.toUtf8().replaceAll("<(o:|ofd:|)Signatures>.*</\\1Signatures>", ""))
        .isEqualTo(root);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<OFD><DocBody/></OFD>",
        "<OFD><!-- </DocBody> --><DocBody></DocBody></OFD>",
        "<OFD><DocBody><x a='</DocBody>'/></DocBody></OFD>",
        "<OFD><DocBody><![CDATA[</DocBody>]]></DocBody></OFD>",
        "<OFD><DocBody><DocBody></DocBody></DocBody></OFD>"
      })
  void whereTheListFindsNoPlaceNothingIsWritten(String root) {
    refusedRoot(root);
  }

  private static void refusedRoot(String root) {
    assertThatThrownBy(() -> RootXml.withSignatures(Bytes.utf8(root), "/S.xml"))
        .isInstanceOfSatisfying(
            Finding.class,
            f -> assertThat(f.reason()).isIn(Reason.MALFORMED, Reason.XML_FORBIDDEN));
  }

  // Names.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a/b",
        "\u5370\u7ae0/\u5951.xml",
        ".a",
        "a.",
        "a b",
        "..a/b..",
        "100%",
        "a%2fb",
        "a;b",
        "a&b"
      })
  void plainRelativePathsAreLegal(String path) {
    assertThat(OfdPath.legal(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "a/.",
        "./a",
        "a/..",
        "a\\b",
        "a:b",
        "a*b",
        "a?b",
        "a\"b",
        "a<b",
        "a>b",
        "a|b",
        "a\tb",
        "a\u007fb",
        "a\u0085b",
        "a\u200eb",
        "a\ufeffb",
        "a\u2066b"
      })
  void otherPathsAreNot(String path) {
    assertThat(OfdPath.legal(path)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "Doc_0/D.xml, x.xml, Doc_0/x.xml",
    "Doc_0/D.xml, /x.xml, x.xml",
    "Doc_0/D.xml, ../x.xml, x.xml",
    "Doc_0/a/D.xml, ../../x.xml, x.xml",
    "Doc_0/D.xml, ./././x.xml, Doc_0/x.xml",
    "Doc_0/D.xml, /./x.xml, x.xml",
    "D.xml, a/../x.xml, x.xml",
    "D.xml, ../x.xml, ",
    "Doc_0/D.xml, /../x.xml, ",
    "Doc_0/D.xml, ../.., ",
    "Doc_0/D.xml, ., Doc_0",
    "Doc_0/D.xml, //x.xml, ",
    "Doc_0/D.xml, x.xml/, ",
    "Doc_0/D.xml, a%2fb, Doc_0/a%2fb"
  })
  void aLocationIsRelativeToItsFile(String file, String location, String path) {
    assertThat(OfdPath.resolve(file, location)).isEqualTo(Optional.ofNullable(path));
  }

  @Test
  void differentFilesHaveDifferentKeys() {
    List<String> paths =
        List.of("a", "b", "a/b", "ab", "a.b", "a b", "..", "a%", "a%zz", "a+b", "\u00e9", "e");
    assertThat(paths.stream().map(OfdPath::key).distinct()).hasSameSizeAs(paths);
    assertThat(OfdPath.key("a+b")).isEqualTo(OfdPath.key("a%2Bb"));
  }
}
