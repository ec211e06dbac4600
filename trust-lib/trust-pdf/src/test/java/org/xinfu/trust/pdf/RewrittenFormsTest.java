package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.changed;
import static org.xinfu.trust.pdf.PdfForms.DATA;
import static org.xinfu.trust.pdf.PdfForms.LEFT;
import static org.xinfu.trust.pdf.PdfForms.PACKETS;
import static org.xinfu.trust.pdf.PdfForms.RADIO;
import static org.xinfu.trust.pdf.PdfForms.RIGHT;
import static org.xinfu.trust.pdf.PdfForms.TEMPLATE;
import static org.xinfu.trust.pdf.PdfForms.kid;
import static org.xinfu.trust.pdf.PdfForms.split;
import static org.xinfu.trust.pdf.PdfForms.stream;
import static org.xinfu.trust.pdf.PdfForms.xdp;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;

/**
 * Forms that a library writes in another way after signing, and beside each the form that says
 * something else: split radio buttons, and data of forms in XML.
 */
class RewrittenFormsTest {
  private static final Bytes RADIOS = PdfForms.radio(CADES);
  private static final Bytes XFA = PdfForms.xfa(CADES);

  // Radio buttons.

  @Test
  void radioButtonsMayBeSplit() {
    is(Conclusion.VALID, radio(LEFT, s -> s));
    is(Conclusion.VALID, split(PdfForms.radio(CADES + PdfForge.certify(1)), 90, "<<>>"));
    Bytes signed = PdfForge.countersigned(radio(LEFT, s -> s), CADES);
    is(Conclusion.VALID, signed);
  }

  @Test
  void splitRadioButtonsAreFilledLikeOthers() {
    Bytes chosen =
        PdfUpdate.of(radio(RADIO, s -> s.replace("/V/Off", "/V/B")))
            .with(42, kid("/Parent 30 0 R", 320, "/B").replace("/AS/Off", "/AS/B"))
            .append();
    is(Conclusion.INDETERMINATE, chosen);
    is(Conclusion.VALID, PdfForge.countersigned(chosen, CADES));
    Bytes closed =
        split(
            PdfForms.radio(CADES + PdfForge.certify(1)),
            42,
            kid("/Parent 30 0 R", 320, "/B").replace("/AS/Off", "/AS/B"));
    is(Conclusion.INVALID, PdfForge.countersigned(closed, CADES));
  }

  /** The new widget stands elsewhere, acts, or is somebody else's. */
  @ParameterizedTest
  @CsvSource({
    "41, /Rect[300, /Rect[200",
    "41, /F 4, /F 4/MK<</BG[1]>>",
    "41, /F 4, /F 4/A<</S/URI/URI(x)>>",
    "41, /F 4, /F 4/FT/Sig",
    "41, /Parent 30 0 R, ''",
    "41, /Parent 30 0 R, /Parent 12 0 R",
    "41, /Parent 30 0 R, /Parent 90 0 R",
    "41, /Subtype/Widget, /Subtype/Stamp",
    "42, /Parent 30 0 R, /Parent 30 0 R/Opt[(paid)]",
    "30, 41 0 R 42 0 R, 41 0 R",
    "30, 42 0 R, 43 0 R",
    "30, /TU(either), /TU(other)",
    "30, /Ff 49152, /Ff 49152/AA<<>>",
    "31, /TU(either), /TU(other)",
    "31, /TU(either), /TU(either)/V(paid)",
    "31, /Ff 49152, /Ff 49152/Subtype/Widget/Rect[0 0 9 9]",
    "31, 41 0 R 42 0 R, 41 0 R 42 0 R 12 0 R",
    "32, /Parent 30 0 R, /Parent 12 0 R"
  })
  void aSplitRadioButtonThatSaysMoreIsForbidden(int number, String from, String to) {
    is(Conclusion.INVALID, radio(number, s -> s.replace(from, to)));
  }

  @Test
  void splitWidgetsStandWhereTheFieldsStood() {
    String page = changed(PAGE, "15 0 R]", "15 0 R 41 0 R 42 0 R]");
    for (String other :
        new String[] {
          page.replace("41 0 R 42 0 R", "42 0 R 41 0 R"),
          page.replace("41 0 R 42 0 R", "41 0 R"),
          page.replace("41 0 R 42 0 R", "41 0 R 42 0 R 41 0 R"),
          page.replace("15 0 R 41 0 R", "41 0 R 15 0 R")
        }) {
      is(Conclusion.INVALID, split(RADIOS, PAGE, other));
    }
    is(
        Conclusion.INVALID,
        PdfUpdate.of(split(RADIOS, 90, "<<>>"))
            .with(8, PdfEdit.body(RADIOS, 8).replaceFirst(">>$", "/Annots[41 0 R]>>"))
            .append());
  }

  /** Another face is a filled field: nobody signed it, or nobody may. */
  @Test
  void anotherFaceIsNeverSilent() {
    String other = kid("/Parent 30 0 R", 300, "/A").replace("/A 33 0 R", "/A 13 0 R");
    is(Conclusion.INDETERMINATE, split(RADIOS, 41, other));
    String page = kid("/Parent 30 0 R", 300, "/A").replace("/N<</A 33 0 R", "/N<</A 4 0 R");
    assertThat(verify(split(RADIOS, 41, page)).conclusion()).isNotEqualTo(Conclusion.VALID);
    is(Conclusion.INVALID, split(PdfForms.radio(CADES + PdfForge.certify(1)), 41, other));
    String lock = "/Reference[<</TransformMethod/FieldMDP/TransformParams<</Action/All>>>>]";
    is(Conclusion.INVALID, split(PdfForms.radio(CADES + lock), 41, other));
  }

  /** Kids with names of their own lose them: the fields' data are called otherwise. */
  @Test
  void aNameThatIsLostIsDoubted() {
    Bytes named =
        PdfForge.signed(
            PdfUpdate.of(RADIOS)
                .with(LEFT, kid("/T(x)/Parent 30 0 R", 300, "/A"))
                .with(RIGHT, kid("/T(x)/Parent 30 0 R", 320, "/B")),
            CADES);
    PdfUpdate update = PdfUpdate.of(named);
    split().forEach(update::with);
    update
        .with(RADIO, "<</FT/Btn/Ff 49152/Kids[41 0 R 42 0 R]/T(choice)/V/Off>>")
        .with(LEFT, "<</T(x)/Kids[41 0 R 42 0 R]>>")
        .with(RIGHT, "<</T(x)/Kids[42 0 R]/Parent 30 0 R>>");
    is(Conclusion.INDETERMINATE, update.append());
  }

  private static Bytes radio(int number, UnaryOperator<String> change) {
    return split(RADIOS, number, change.apply(split().get(number)));
  }

  // Forms in XML.

  @Test
  void dataOfXmlFormsAreFilledIn() {
    Bytes filled = xfa(89, DATA.replace("100", "900"));
    is(Conclusion.INDETERMINATE, filled);
    is(Conclusion.VALID, PdfForge.countersigned(filled, CADES));
    Bytes two = PdfForms.xfa(CADES + PdfForge.certify(2));
    Bytes allowed = PdfUpdate.of(two).with(89, stream(DATA.replace("100", "900"))).append();
    is(Conclusion.VALID, PdfForge.countersigned(allowed, CADES));
    for (String closed :
        new String[] {
          PdfForge.certify(1),
          "/Reference[<</TransformMethod/FieldMDP/TransformParams<</Action/All>>>>]"
        }) {
      Bytes one = PdfForms.xfa(CADES + closed);
      is(
          Conclusion.INVALID,
          PdfUpdate.of(one).with(89, stream(DATA.replace("100", "900"))).append());
    }
  }

  @Test
  void packetsMayBeSpelledAnew() {
    is(
        Conclusion.VALID,
        xfa(88, TEMPLATE.replace("<field name=\"b\"/>", "<field name='b'></field>")));
    is(Conclusion.VALID, xfa(89, DATA.replace("xfa:", "x:").replace(":xfa", ":x")));
    Bytes moved =
        PdfUpdate.of(XFA)
            .with(FORM, changed(FORM, "/SigFlags", PACKETS.replace("88 0 R", "90 0 R")))
            .with(90, stream(TEMPLATE))
            .append();
    is(Conclusion.VALID, moved);
  }

  @Test
  void whatReadersLaidOutIsDoubted() {
    String packets = PACKETS.replace("(postamble)", "(form)90 0 R(postamble)");
    PdfUpdate update = PdfUpdate.of(XFA).with(FORM, changed(FORM, "/SigFlags", packets));
    is(Conclusion.INDETERMINATE, update.with(90, stream("<form/>")).append());
    is(Conclusion.INVALID, update.with(90, "<</Type/Page>>").append());
    is(Conclusion.INDETERMINATE, PdfUpdate.of(XFA).with(FORM, changed(FORM, "/", "/")).append());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<xfa:data><a><b>900</b></a></xfa:data><xfa:more/>",
        "<xfa:data/></xfa:datasets><template/><xfa:datasets>",
        "<xfa:more><a><b>900</b></a></xfa:more>",
        "<data><a><b>900</b></a></data>",
        "<xfa:data>",
        "<xfa:data>&evil;</xfa:data>"
      })
  void whatIsNoDataIsForbidden(String content) {
    String body = DATA.replaceAll("<xfa:data>.*</xfa:data>", content);
    is(Conclusion.INVALID, xfa(89, body));
    is(Conclusion.INVALID, xfa(89, "<!DOCTYPE x [<!ENTITY evil 'x'>]>" + body));
  }

  @ParameterizedTest
  @CsvSource({
    "88, name=\"b\", name=\"c\"",
    "88, <field, <draw/><field",
    "88, <template, <datasets",
    "86, xdp:xdp, xdp:xdq",
    "87, </xdp:xdp>, <template/></xdp:xdp>"
  })
  void otherPacketsStay(int number, String from, String to) {
    String body = PdfEdit.body(XFA, number).replaceFirst("(?s).*stream\n(.*)\nendstream", "$1");
    assertThat(body).contains(from);
    is(Conclusion.INVALID, xfa(number, body.replaceFirst(from, to)));
  }

  @Test
  void packetsStayInTheirOrder() {
    for (String packets :
        new String[] {
          PACKETS.replace("(template)88 0 R", ""),
          PACKETS.replace("(template)88 0 R(datasets)89 0 R", "(datasets)89 0 R(template)88 0 R"),
          PACKETS.replace("(postamble)", "(template)88 0 R(postamble)"),
          PACKETS.replace("(postamble)", "(more)88 0 R(postamble)"),
          PACKETS.replace("(template)", "/template "),
          PACKETS.replace("88 0 R", "4 0 R")
        }) {
      Bytes other = PdfUpdate.of(XFA).with(FORM, changed(FORM, "/SigFlags", packets)).append();
      is(Conclusion.INVALID, other);
    }
  }

  @Test
  void aFormInOneStreamIsFilledIn() {
    Bytes whole = PdfForms.whole();
    String filled = DATA.replace("100", "900");
    Bytes update = PdfUpdate.of(whole).with(86, stream(xdp(TEMPLATE, filled))).append();
    is(Conclusion.INDETERMINATE, update);
    is(Conclusion.VALID, PdfForge.countersigned(update, CADES));
    String other = TEMPLATE.replace("name=\"b\"", "name=\"c\"");
    is(Conclusion.INVALID, PdfUpdate.of(whole).with(86, stream(xdp(other, DATA))).append());
    String more = TEMPLATE + DATA.replace("100", "900").replace("datasets", "datasetz");
    is(Conclusion.INVALID, PdfUpdate.of(whole).with(86, stream(xdp(more, DATA))).append());
  }

  // No form at all.

  /** Some libraries write one into the picture that a damaged catalog calls its form. */
  @Test
  void whatIsNoFormMayStayAsItWas() {
    String picture = PdfForms.stream("0 g").replace("<<", "<</SigFlags 3/Fields[11 0 R]");
    Bytes signed = PdfForge.signed(PdfUpdate.of(PdfForge.plain()).with(FORM, picture), CADES);
    String catalog = PdfForge.objects().get(PdfForge.CATALOG);
    String evidence = catalog.replaceFirst(">>$", "/DSS<<>>>>");
    is(Conclusion.VALID, PdfUpdate.of(signed).with(PdfForge.CATALOG, evidence).append());
    for (String other :
        new String[] {
          picture.replace("0 g", "1 g"),
          picture.replace("11 0 R", "11 0 R 12 0 R"),
          "<</SigFlags 3/Fields[11 0 R 12 0 R 14 0 R]>>",
          "(form)"
        }) {
      is(
          Conclusion.INVALID,
          PdfUpdate.of(signed).with(PdfForge.CATALOG, evidence).with(FORM, other).append());
    }
    String none = evidence.replaceFirst("/AcroForm 10 0 R", "/AcroForm 4 0 R");
    is(Conclusion.INVALID, PdfUpdate.of(signed).with(PdfForge.CATALOG, none).append());
  }

  private static Bytes xfa(int number, String content) {
    return PdfUpdate.of(XFA).with(number, stream(content)).append();
  }

  private static DocumentReport verify(Bytes pdf) {
    return new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
  }

  private static void is(Conclusion conclusion, Bytes pdf) {
    DocumentReport report = verify(pdf);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(conclusion);
    if (conclusion != Conclusion.VALID) {
      assertThat(report.reason())
          .contains(
              conclusion == Conclusion.INVALID
                  ? Reason.CHANGED_AFTER_SIGNING
                  : Reason.CONTENT_NOT_COVERED);
    }
  }
}
