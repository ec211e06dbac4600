package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Reason;

/** All is signed, and readers make different things of how a value is spelled. */
class SpelledValuesTest {
  private static final String PAGE = "Doc_0/Pages/Page_0/Content.xml";
  private static final String ANNOTATIONS = "Doc_0/Annots/Annotations.xml";
  private static final String END = "</ofd:Layer>";

  /** XML Schema has 1 and 0 too; ofdrw takes all but "true" (in any case) for false. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "TRUE", "False", "yes", ""})
  void truthValues(String value) {
    doubted(PAGE, END, "<ofd:TextObject ID='40' Visible='" + value + "'/>" + END);
    doubted(PAGE, END, "<ofd:PathObject ID='40' Fill='" + value + "'/>" + END);
  }

  /** ofdrw splits at single blanks; JavaScript reads 0x1p6 as 0, Java as 64, and 1,5 as 1. */
  @ParameterizedTest
  @ValueSource(
      strings = {"0  0 9 9", "0,0,9,9", "0 0 9", "0x1p6 0 9 9", "0 0 9d 9", "NaN 0 9 9", "٣ 0 9 9"})
  void boxes(String value) {
    doubted(PAGE, END, "<ofd:TextObject ID='40' Boundary='" + value + "'/>" + END);
  }

  @Test
  void theBoxOfAPage() {
    String root = "<ofd:Content>";
    String area = "<ofd:Area><ofd:PhysicalBox>0  0 9 9</ofd:PhysicalBox></ofd:Area>";
    doubted(PAGE, root, area + root);
  }

  @ParameterizedTest
  @CsvSource({"040,40", "+40,40", "４０,40", "40,040", "09999999,9999999", "0040,040"})
  void numbers(String id, String reference) {
    String param = "<ofd:DrawParams><ofd:DrawParam ID='" + id + "'/></ofd:DrawParams>";
    String start = "<ofd:MultiMedias>";
    StrangersPackage made = changed("Doc_0/PublicRes.xml", start, param + start);
    String text = "<ofd:TextObject ID='41' DrawParam='" + reference + "'/>" + END;
    doubted(Sample.verify(change(made, PAGE, END, text).zip()));
  }

  @Test
  void oneNumberSpelledOneWayIsFine() {
    String text = "<ofd:TextObject ID='041' Boundary='0 0 +9 1.5e1' Visible='true'/>" + END;
    accepted(PAGE, END, text);
  }

  @Test
  void annotationsOfOnePageTwice() {
    String list = "</ofd:Annotations>";
    String page = "<ofd:Page PageID='%s'><ofd:FileLoc>Page_0/Annot.xml</ofd:FileLoc></ofd:Page>";
    doubted(ANNOTATIONS, list, page.formatted("1") + list);
    doubted(ANNOTATIONS, list, page.formatted("01") + list);
  }

  /** ofdrw goes by local names, others by the namespace. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<TextObject xmlns='urn:other' ID='40'/>",
        "<TextObject ID='40'/>",
        "<x:PageBlock xmlns:x='urn:other' ID='40'><ofd:TextObject ID='41'/></x:PageBlock>",
        "<ofd:TextObject xmlns:ofd='http://www.ofdspec.org' ID='40'/>"
      })
  void namespaces(String object) {
    doubted(PAGE, END, object + END);
  }

  /** dom4j finds attributes by their local names, others do not. */
  @Test
  void attributesOfANamespace() {
    doubted(PAGE, END, "<ofd:TextObject ID='40' ofd:Visible='false'/>" + END);
    doubted(PAGE, END, "<ofd:TextObject ID='40' xmlns:x='urn:x' x:Boundary='0 0 9 9'/>" + END);
    accepted(PAGE, END, "<ofd:TextObject ID='40' xmlns:x='urn:x' x:Note='a'/>" + END);
  }

  /** A location is relative to its file for one reader and to the root for another. */
  @Test
  void twoFilesAtOneLocation() {
    StrangersPackage made = new StrangersPackage();
    Bytes other = Bytes.utf8(made.files.get(PAGE).toUtf8().replace(END, "<!-- other -->" + END));
    made.files.put("Pages/Page_0/Content.xml", other);
    doubted(Sample.verify(made.zip()));
    made.files.put("Pages/Page_0/Content.xml", made.files.get(PAGE));
    assertThat(Sample.verify(made.zip()).conclusion()).isEqualTo(Conclusion.VALID);
  }

  /** A version that ofdrw takes for the current one. */
  @Test
  void theCurrentVersionInOtherLetters() {
    StrangersPackage made = new StrangersPackage();
    Bytes other = made.files.get("Doc_0/Document.xml");
    made.files.put("Doc_0/Other.xml", Bytes.utf8(other.toUtf8() + "\n"));
    made.files.put(
        "Doc_0/V.xml",
        Bytes.utf8(
            "<ofd:DocVersion xmlns:ofd='http://www.ofdspec.org/2016'>"
                + "<ofd:DocRoot>Other.xml</ofd:DocRoot></ofd:DocVersion>"));
    String versions =
        "<ofd:Versions><ofd:Version ID='v' Index='1' Current='TRUE' BaseLoc='Doc_0/V.xml'/>"
            + "</ofd:Versions></ofd:DocBody>";
    doubted(Sample.verify(change(made, "OFD.xml", "</ofd:DocBody>", versions).zip()));
  }

  /** No digest protects the list, and reports show the identifier. */
  @ParameterizedTest
  @ValueSource(strings = {"1 (verified: Ministry)", "本签章有效", ""})
  void aSentenceAsIdentifier(String id) {
    StrangersPackage made = new StrangersPackage();
    made.id = id;
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.ENCODING_NOT_STANDARD);
    made.protects = path -> true;
    assertThat(Sample.verify(made.zip()).conclusion()).isEqualTo(Conclusion.VALID);
  }

  /** Readers that know XML 1.0 alone show nothing of it. */
  @Test
  void anotherVersionOfXml() {
    DocumentReport report =
        Sample.verify(changed(PAGE, "version=\"1.0\"", "version=\"1.1\"").zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.XML_FORBIDDEN);
  }

  private static void doubted(String file, String from, String to) {
    doubted(Sample.verify(changed(file, from, to).zip()));
  }

  private static void doubted(DocumentReport report) {
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.PACKAGE_AMBIGUOUS);
  }

  private static void accepted(String file, String from, String to) {
    DocumentReport report = Sample.verify(changed(file, from, to).zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }

  private static StrangersPackage changed(String file, String from, String to) {
    return change(new StrangersPackage(), file, from, to);
  }

  private static StrangersPackage change(
      StrangersPackage made, String file, String from, String to) {
    String text = made.files.get(file).toUtf8();
    assertThat(text).contains(from);
    made.files.put(file, Bytes.utf8(text.replace(from, to)));
    return made;
  }
}
