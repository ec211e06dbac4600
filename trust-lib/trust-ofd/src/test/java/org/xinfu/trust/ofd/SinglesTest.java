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

/** All is signed, and one reader shows the first of two elements, another the last. */
class SinglesTest {
  private static final String PAGE = "Doc_0/Pages/Page_0/Content.xml";
  private static final String RESOURCES = "Doc_0/PublicRes.xml";
  private static final String ANNOTATIONS = "Doc_0/Annots/Page_0/Annot.xml";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<MultiMedia ID='40'><MediaFile>logo.png</MediaFile><MediaFile>logo.png</MediaFile>"
            + "</MultiMedia>",
        "<Font ID='40'><FontFile>logo.png</FontFile><FontFile>logo.png</FontFile></Font>",
        "<DrawParam ID='40'><FillColor Value='0 0 0'/><FillColor Value='255 255 255'/></DrawParam>",
        "<CompositeGraphicUnit ID='40'><Content/><Content/></CompositeGraphicUnit>"
      })
  void ofAResource(String twice) {
    refused(RESOURCES, "<ofd:MultiMedias>", twice + "<ofd:MultiMedias>");
  }

  @ParameterizedTest
  @CsvSource({
    "PathObject, <AbbreviatedData>M 0 0 L 9 9</AbbreviatedData>",
    "PathObject, <FillColor/>",
    "PathObject, <StrokeColor/>",
    "TextObject, <FillColor/>",
    "TextObject, <StrokeColor/>"
  })
  void ofAnObject(String object, String twice) {
    String text = "<%1$s ID='40'>%2$s%2$s</%1$s>".formatted(object, twice);
    refused(PAGE, "</ofd:Layer>", text + "</ofd:Layer>");
    refused(PAGE, "</ofd:Layer>", "<PageBlock ID='41'>" + text + "</PageBlock></ofd:Layer>");
  }

  @Test
  void ofAnAnnotation() {
    String twice = "<Appearance/>";
    refused(ANNOTATIONS, "/>", "><Annot ID='40'>" + twice + twice + "</Annot></ofd:PageAnnot>");
  }

  @Test
  void ofAnAttachment() {
    String twice = "<FileLoc>data.xml</FileLoc>";
    String attachment = "<Attachment ID='a9'>" + twice + twice + "</Attachment>";
    String end = "</ofd:Attachments>";
    refused("Doc_0/Attachs/Attachments.xml", end, attachment + end);
  }

  @Test
  void ofAPageWithAnnotations() {
    String file = "<ofd:FileLoc>Page_0/Annot.xml</ofd:FileLoc>";
    refused("Doc_0/Annots/Annotations.xml", file, file + file);
  }

  /** The schema has as many of these as one likes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<ofd:TextObject ID='40'><ofd:TextCode>a</ofd:TextCode><ofd:TextCode>b</ofd:TextCode></ofd:TextObject>",
        "<ofd:TextObject ID='40'><ofd:CGTransform/><ofd:CGTransform/></ofd:TextObject>",
        "<ofd:PathObject ID='40'><ofd:FillColor/><ofd:StrokeColor/></ofd:PathObject>"
      })
  void othersMayStandTwice(String text) {
    DocumentReport report = judged(PAGE, "</ofd:Layer>", text + "</ofd:Layer>");
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
  }

  private static void refused(String file, String from, String to) {
    DocumentReport report = judged(file, from, to);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.XML_FORBIDDEN);
  }

  private static DocumentReport judged(String file, String from, String to) {
    StrangersPackage made = new StrangersPackage();
    String text = made.files.get(file).toUtf8();
    assertThat(text).contains(from);
    made.files.put(file, Bytes.utf8(text.replace(from, to)));
    return Sample.verify(made.zip());
  }
}
