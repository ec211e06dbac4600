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

/** All is signed, and a file is another thing than its location says: ofdrw does not look. */
class ReachedRootsTest {
  private static final String DOCUMENT = "Doc_0/Document.xml";
  private static final String NAMESPACE = "http://www.ofdspec.org/2016";

  @ParameterizedTest
  @CsvSource({
    "Doc_0/Pages/Page_0/Content.xml, ofd:Page, ofd:Seite",
    "Doc_0/Tpls/Tpl_0/Content.xml, ofd:Page, ofd:Template",
    "Doc_0/PublicRes.xml, ofd:Res, ofd:Rez",
    "Doc_0/Annots/Annotations.xml, ofd:Annotations, ofd:Annots",
    "Doc_0/Annots/Page_0/Annot.xml, ofd:PageAnnot, ofd:Annot",
    "Doc_0/Attachs/Attachments.xml, ofd:Attachments, ofd:Files"
  })
  void anotherRoot(String file, String name, String other) {
    StrangersPackage made = new StrangersPackage();
    String text = text(made, file);
    assertThat(text).contains("<" + name);
    String renamed =
        text.replaceFirst("<" + name + "\\b(?=[ />])", "<" + other)
            .replaceFirst("</" + name + ">$", "</" + other + ">");
    made.files.put(file, Bytes.utf8(renamed));
    // Of a list of attachments that is none, the files are taken for parts of the document.
    made.files.put("Doc_0/Attachs/data.xml", Bytes.utf8("<any/>"));
    doubted(made);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        DOCUMENT,
        "Doc_0/Pages/Page_0/Content.xml",
        "Doc_0/Tpls/Tpl_0/Content.xml",
        "Doc_0/PublicRes.xml",
        "Doc_0/Annots/Annotations.xml",
        "Doc_0/Annots/Page_0/Annot.xml"
      })
  void aWholeFileOfAnotherNamespace(String file) {
    for (String other : new String[] {"urn:other", "http://www.ofdspec.org"}) {
      StrangersPackage made = new StrangersPackage();
      made.files.put(file, Bytes.utf8(text(made, file).replace(NAMESPACE, other)));
      doubted(made);
    }
  }

  @ParameterizedTest
  @CsvSource({"<ofd:DocRoot>,DocRoot", "<ofd:DocBody>,DocBody"})
  void theWayToTheDocument(String start, String name) {
    StrangersPackage made = new StrangersPackage();
    String odd = start.replace(">", " xmlns:ofd='urn:other'>");
    made.files.put("OFD.xml", Bytes.utf8(text(made, "OFD.xml").replace(start, odd)));
    doubted(made);
  }

  /** Before 2016 the namespace was another one. */
  @Test
  void allFilesOfOneOtherNamespace() {
    StrangersPackage made = new StrangersPackage();
    made.files.replaceAll(
        (path, octets) ->
            path.endsWith(".xml")
                ? Bytes.utf8(octets.toUtf8().replace(NAMESPACE, "http://www.ofdspec.org"))
                : octets);
    genuine(made);
  }

  /** Of tags and extensions no reader draws anything; their shapes are the producers' own. */
  @Test
  void tagsAndExtensionsAreTheirOwn() {
    StrangersPackage made = new StrangersPackage();
    String end = "</ofd:Document>";
    String named = "<ofd:Extensions>Ext/Extensions.xml</ofd:Extensions>" + end;
    made.files.put(DOCUMENT, Bytes.utf8(text(made, DOCUMENT).replace(end, named)));
    made.files.put(
        "Doc_0/Ext/Extensions.xml",
        Bytes.utf8(
            "<x:Extensions xmlns:x='urn:x'><x:Extension AppName='w' RefId='3' x:Size='0x1p6'>"
                + "<x:Data><x:Page ID='01'/></x:Data></x:Extension></x:Extensions>"));
    made.files.put(
        "Doc_0/Tags/CustomTags.xml",
        Bytes.utf8(
            "<x:Tags xmlns:x='urn:x'><x:CustomTag TypeID='1'><x:FileLoc>Tag_0.xml</x:FileLoc>"
                + "</x:CustomTag></x:Tags>"));
    made.files.put("Doc_0/Tags/Tag_0.xml", Bytes.utf8("<t xmlns='urn:t'><Page ID='09'/></t>"));
    genuine(made);
  }

  private static String text(StrangersPackage made, String file) {
    Bytes octets = made.files.get(file);
    assertThat(octets).as(file).isNotNull();
    return octets.toUtf8();
  }

  private static void doubted(StrangersPackage made) {
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.PACKAGE_AMBIGUOUS);
  }

  private static void genuine(StrangersPackage made) {
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }
}
