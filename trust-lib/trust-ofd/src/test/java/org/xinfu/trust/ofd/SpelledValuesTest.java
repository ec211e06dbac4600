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

  /** Numbers that are as large, or as many, as one likes, each spelled once. */
  @ParameterizedTest
  @ValueSource(strings = {"012345678", "05000000", "4194304", "12345678901", "+7"})
  void oneNumberSpelledOneWayIsFine(String id) {
    String text = "<ofd:TextObject ID='041' Boundary='0 0 +9 1.5e1' Visible='true'/>" + END;
    accepted(PAGE, END, text);
    String drawn = "<ofd:TextObject ID='41' DrawParam='" + id + "'/>" + END;
    StrangersPackage made = parameters("<ofd:DrawParam ID='" + id + "'/>");
    accepted(Sample.verify(change(made, PAGE, END, drawn).zip()));
  }

  @Test
  void manyNumbersWithAZeroInFrontAreFine() {
    StringBuilder all = new StringBuilder();
    for (int i = 2000; i < 3100; i++) {
      all.append("<ofd:DrawParam ID='0").append(i).append("'/>");
    }
    accepted(Sample.verify(parameters(all.toString()).zip()));
    doubted(Sample.verify(parameters(all + "<ofd:DrawParam ID='4' Relative='3099'/>").zip()));
  }

  /** The colour space of the document is named by an element's text. */
  @Test
  void theDefaultColourSpace() {
    String spaces = "<ofd:ColorSpaces><ofd:ColorSpace ID='45' Type='RGB'/></ofd:ColorSpaces>";
    String start = "<ofd:MultiMedias>";
    String area = "</ofd:PageArea>";
    for (String id : new String[] {"+45", "045", "45"}) {
      StrangersPackage made = changed("Doc_0/PublicRes.xml", start, spaces + start);
      String named = area + "<ofd:DefaultCS>" + id + "</ofd:DefaultCS>";
      DocumentReport report = Sample.verify(change(made, "Doc_0/Document.xml", area, named).zip());
      if (id.equals("45")) {
        accepted(report);
      } else {
        doubted(report);
      }
    }
  }

  /** Java reads 0x1p6 as 64, 9d as 9 and digits of other scripts; JavaScript does not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<ofd:TextObject ID='40' Size='0x1p6'/>",
        "<ofd:TextObject ID='40' CTM='1 0 0 0X1P6 0 0'/>",
        "<ofd:PathObject ID='40' Alpha='9d'/>",
        "<ofd:PathObject ID='40' LineWidth='٣'/>",
        "<ofd:PathObject ID='40'><ofd:FillColor Value='0x0p0 0 0'/></ofd:PathObject>",
        "<ofd:TextObject ID='40'><ofd:TextCode X='0x1p6' Y='1'>a</ofd:TextCode></ofd:TextObject>",
        "<ofd:TextObject ID='40'><ofd:TextCode DeltaX='g 2 1.5f'>a</ofd:TextCode></ofd:TextObject>",
        "<ofd:PathObject ID='40'><ofd:AbbreviatedData>M 0 0 L 0x1p6 9</ofd:AbbreviatedData>"
            + "</ofd:PathObject>"
      })
  void numbersThatOnlySomeRead(String object) {
    doubted(PAGE, END, object + END);
  }

  @Test
  void numbersThatAllRead() {
    String colour = "<ofd:FillColor Value='#0d #FF #00' Alpha='25.5'/>";
    String drawn =
        "<ofd:PathObject ID='40' CTM='1e0 0 -0 +.5 0 0.' LineWidth='0.353'>"
            + colour
            + "<ofd:AbbreviatedData>M 0 0 L 9 9 C B 1 2 3 4 5 6</ofd:AbbreviatedData>"
            + "</ofd:PathObject><ofd:TextObject ID='41' Font='5'>"
            + "<ofd:TextCode X='0' Y='1' DeltaX='g 3 4.5 2'>0x1p6 9d</ofd:TextCode>"
            + "</ofd:TextObject>";
    accepted(PAGE, END, drawn + END);
  }

  @Test
  void annotationsOfOnePageTwice() {
    String list = "</ofd:Annotations>";
    String page = "<ofd:Page PageID='%s'><ofd:FileLoc>Page_0/Annot.xml</ofd:FileLoc></ofd:Page>";
    doubted(ANNOTATIONS, list, page.formatted("1") + list);
    DocumentReport report =
        Sample.verify(changed(ANNOTATIONS, list, page.formatted("01") + list).zip());
    doubted(report);
    // The number is spelled in two ways as well, which another rule tells.
    assertThat(report.toString()).contains("annotations of page 1 twice");
  }

  /** ofdrw goes by local names, of objects by the prefix too, others by the namespace. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<TextObject xmlns='urn:other' ID='40'/>",
        "<TextObject ID='40'/>",
        "<x:PageBlock xmlns:x='urn:other' ID='40'><ofd:TextObject ID='41'/></x:PageBlock>",
        "<ofd:TextObject xmlns:ofd='http://www.ofdspec.org' ID='40'/>",
        "<x:TextObject xmlns:x='http://www.ofdspec.org/2016' ID='40'/>",
        "<ofd:PathObject ID='40'><Clips xmlns='urn:x'/></ofd:PathObject>",
        "<ofd:PathObject ID='40'><ofd:Clips><Clip xmlns='urn:x'/></ofd:Clips></ofd:PathObject>",
        "<ofd:TextObject ID='40'><CGTransform xmlns='urn:x'/></ofd:TextObject>",
        "<ofd:TextObject ID='40'><x:Glyphs xmlns:x='urn:x'/></ofd:TextObject>"
      })
  void namespaces(String object) {
    doubted(PAGE, END, object + END);
  }

  @ParameterizedTest
  @CsvSource({
    "Doc_0/Document.xml, <ofd:PhysicalBox>",
    "Doc_0/Document.xml, <ofd:PublicRes>",
    "Doc_0/PublicRes.xml, <ofd:MultiMedias>",
    "Doc_0/Annots/Annotations.xml, <ofd:FileLoc>"
  })
  void namespacesOfWhatMakesUpPages(String file, String start) {
    doubted(file, start, start.replace(">", " xmlns:ofd='urn:x'>"));
  }

  /** ofdrw takes an attribute of any namespace for the standard's own of that element. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<ofd:TextObject ID='40' xmlns:w='urn:w' w:Size='9'/>",
        "<ofd:PathObject xmlns:w='urn:w' w:ID='40'/>",
        "<ofd:ImageObject ID='40' xmlns:w='urn:w' w:ResourceID='5'/>",
        "<ofd:PathObject ID='40' xmlns:w='urn:w' w:Visible='false'/>",
        "<ofd:PathObject ID='40'><ofd:FillColor xmlns:w='urn:w' w:Value='0 0 0'/></ofd:PathObject>",
        "<ofd:PathObject ID='40'><ofd:FillColor><ofd:Pattern xmlns:w='urn:w' w:Width='9'/>"
            + "</ofd:FillColor></ofd:PathObject>",
        "<ofd:TextObject ID='40'><ofd:TextCode xmlns:w='urn:w' w:X='9'>a</ofd:TextCode>"
            + "</ofd:TextObject>"
      })
  void attributesOfOtherNamespaces(String object) {
    doubted(PAGE, END, object + END);
  }

  /** No reader asks these elements for them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<ofd:TextObject ID='40' xmlns:w='urn:w' w:Width='9' w:Height='9' w:Type='a' w:Note='b'/>",
        "<ofd:PathObject ID='40' xmlns:w='urn:w' w:Font='5' w:Size='9' w:Format='PNG'/>",
        "<ofd:ImageObject ID='40' xmlns:w='urn:w' w:Width='9' w:Fill='true' w:Angle='9'/>",
        "<ofd:TextObject ID='40'><ofd:TextCode xmlns:w='urn:w' w:Width='9'>a</ofd:TextCode>"
            + "</ofd:TextObject>"
      })
  void attributesThatNobodyDraws(String object) {
    accepted(PAGE, END, object + END);
  }

  /** Extensions of producers and words of XML Schema, which no reader draws. */
  @Test
  void extensionsOfProducers() {
    String schema = " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xmlns:w='urn:w'";
    StrangersPackage made = new StrangersPackage();
    made.files.replaceAll(
        (path, octets) ->
            path.endsWith("Content.xml") || path.endsWith("Res.xml") || path.endsWith("ment.xml")
                ? Bytes.utf8(
                    octets
                        .toUtf8()
                        .replaceFirst(
                            "(xmlns:ofd=\"[^\"]*\")",
                            "$1"
                                + schema
                                + " xsi:schemaLocation='http://a OFD.xsd' w:Producer='a'"))
                : octets);
    String extension =
        "<w:Extra Size='3'><w:Font ID='9'>a</w:Font></w:Extra>"
            + "<ofd:TextObject ID='40' w:Note='a' w:Style='0x1' xml:space='preserve'/>";
    change(made, PAGE, END, extension + END);
    change(made, "Doc_0/PublicRes.xml", "<ofd:MultiMedias>", "<w:More/><ofd:MultiMedias>");
    change(made, "Doc_0/Document.xml", "<ofd:PageArea>", "<w:Unit>mm</w:Unit><ofd:PageArea>");
    accepted(Sample.verify(made.zip()));
  }

  /** dom4j finds attributes by their local names, others do not. */
  @Test
  void attributesOfANamespace() {
    doubted(PAGE, END, "<ofd:TextObject ID='40' ofd:Visible='false'/>" + END);
    doubted(PAGE, END, "<ofd:TextObject ID='40' xmlns:x='urn:x' x:Boundary='0 0 9 9'/>" + END);
    String code = "<ofd:TextObject ID='40'><ofd:TextCode ofd:X='1' Y='1'/></ofd:TextObject>";
    doubted(PAGE, END, code + END);
    String shade = "<ofd:Segment xmlns:x='urn:x' x:Position='1'><ofd:Color x:Index='1'/>";
    String axis = "<ofd:FillColor><ofd:AxialShd>" + shade + "</ofd:Segment></ofd:AxialShd>";
    doubted(
        PAGE, END, "<ofd:PathObject ID='40'>" + axis + "</ofd:FillColor></ofd:PathObject>" + END);
    doubted("Doc_0/PublicRes.xml", "Type=", "ofd:Type=");
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
  @ValueSource(
      strings = {
        "1 (verified: Ministry)",
        "本 签章",
        "1\u00a0ok",
        "1（有效）",
        "1\u202e2",
        "[1]",
        "\u3164",
        ""
      })
  void aSentenceAsIdentifier(String id) {
    StrangersPackage made = new StrangersPackage();
    made.id = id;
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.ENCODING_NOT_STANDARD);
    made.protects = path -> true;
    assertThat(Sample.verify(made.zip()).conclusion()).isEqualTo(Conclusion.VALID);
  }

  /** xs:ID has letters of all scripts, and producers write GUIDs and Base64. */
  @ParameterizedTest
  @ValueSource(strings = {"签章1", "abc+/=", "{0-a}", "s.001:x_2", "é٣"})
  void identifiersOfProducers(String id) {
    StrangersPackage made = new StrangersPackage();
    made.id = id;
    accepted(Sample.verify(made.zip()));
    made.id = "a".repeat(65);
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.reason()).as(report.toString()).contains(Reason.ENCODING_NOT_STANDARD);
  }

  /** What stands within an extension, or is one, nobody draws, whatever it says. */
  @Test
  void valuesOfExtensions() {
    String space = "<w:Extra xmlns:w='urn:w' ";
    String text = "<ofd:TextObject ID='41' Font='5'/>";
    for (String within :
        new String[] {
          "Size='0x3'/>",
          "Value='样例'/>",
          "Visible='1' Boundary='all'/>",
          "><w:Page ID='05' Font='+5' Visible='no' Width='9d'/></w:Extra>"
        }) {
      accepted(PAGE, END, space + within + text + END);
      doubted(PAGE, END, "<ofd:TextObject ID='40' Font='05' Size='0x3' Visible='1'/>" + text + END);
    }
    // Of another element of the standard's only what says which it is.
    accepted(PAGE, END, "<ofd:Actions Value='样例'/>" + END);
  }

  /** ofdrw takes any element of such a name for a list of fonts, of colours, of parameters. */
  @ParameterizedTest
  @ValueSource(strings = {"ofd:DrawParam", "ofd:MyFonts", "w:ColorS", "draw:More", "ofd:FONTS"})
  void listsThatOneReaderFinds(String name) {
    String start = "<ofd:MultiMedias>";
    String spaces = " xmlns:w='urn:w' xmlns:draw='urn:d'>";
    String list = "<" + name + spaces + "<ofd:DrawParam ID='77'/></" + name + ">";
    doubted("Doc_0/PublicRes.xml", start, list + start);
  }

  /** Binding libraries write one other prefix throughout, or in some files. */
  @Test
  void anotherPrefixThroughout() {
    StrangersPackage made = new StrangersPackage();
    made.files.replaceAll((path, octets) -> path.endsWith(".xml") ? renamed(octets) : octets);
    accepted(Sample.verify(made.zip()));
    made.files.put(PAGE, new StrangersPackage().files.get(PAGE));
    doubted(Sample.verify(made.zip()));
    // Nothing that is drawn stands in OFD.xml.
    StrangersPackage root = new StrangersPackage();
    root.files.computeIfPresent("OFD.xml", (path, octets) -> renamed(octets));
    accepted(Sample.verify(root.zip()));
    root.files.computeIfPresent(PAGE, (path, octets) -> renamed(octets));
    doubted(Sample.verify(root.zip()));
  }

  private static Bytes renamed(Bytes octets) {
    return Bytes.utf8(octets.toUtf8().replace("ofd:", "ns2:").replace("xmlns:ofd", "xmlns:ns2"));
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
    accepted(Sample.verify(changed(file, from, to).zip()));
  }

  private static void accepted(DocumentReport report) {
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }

  private static StrangersPackage parameters(String all) {
    String start = "<ofd:MultiMedias>";
    String params = "<ofd:DrawParams>" + all + "</ofd:DrawParams>" + start;
    return changed("Doc_0/PublicRes.xml", start, params);
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
