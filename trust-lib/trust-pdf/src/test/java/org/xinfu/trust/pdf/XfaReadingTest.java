package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.changed;
import static org.xinfu.trust.pdf.PdfForms.DATA;
import static org.xinfu.trust.pdf.PdfForms.PACKETS;
import static org.xinfu.trust.pdf.PdfForms.TEMPLATE;
import static org.xinfu.trust.pdf.PdfForms.stream;

import java.util.zip.Deflater;
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
 * Forms in XML (XFA) as PDF.js reads them, which Firefox shows so: by a reader of its own that
 * takes the parts of a text one by one, does not put line ends and attributes in order, and finds
 * packets by the octets of their names and their places.
 */
class XfaReadingTest {
  private static final String DRAWN =
      TEMPLATE.replace(
          "<field",
          "<draw><font typeface=\"A B\"/><value><integer>5 000</integer></value></draw>"
              + "<draw><value><text>a\nb</text></value></draw><field");
  private static final String VALUE = DATA.replace("100", "1 000");
  private static final Bytes SIGNED =
      PdfForge.signed(
          PdfUpdate.of(PdfForge.plain())
              .with(FORM, changed(FORM, "/SigFlags", "/XFA 86 0 R/SigFlags"))
              .with(86, stream(PdfForms.xdp(DRAWN, VALUE))),
          CADES);

  /** PDF.js shows 5000 for what was signed as 5, or another font or line. */
  @ParameterizedTest
  @CsvSource({
    "5 000, 5 <!-- -->000",
    "5 000, 5 <![CDATA[000]]>",
    "A B, 'A\nB'",
    "A B, 'A\tB'",
    "'a\nb', 'a\rb'",
    "'a\nb', '<![CDATA[a\rb]]>'",
  })
  void aTemplateThatReadsOtherwiseIsDoubted(String from, String to) {
    is(Conclusion.INDETERMINATE, whole(DRAWN.replace(from, to), VALUE));
    // A later signature does not make up for what the first one's owner never saw.
    is(
        Conclusion.INDETERMINATE,
        PdfForge.countersigned(whole(DRAWN.replace(from, to), VALUE), CADES));
  }

  @ParameterizedTest
  @CsvSource({
    "1 000, 1 <!-- -->000",
    "1 000, 1 <![CDATA[000]]>",
  })
  void dataThatReadOtherwiseAreFilledIn(String from, String to) {
    Bytes filled = whole(DRAWN, VALUE.replace(from, to));
    is(Conclusion.INDETERMINATE, filled);
    is(Conclusion.VALID, PdfForge.countersigned(filled, CADES));
    Bytes closed =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(FORM, changed(FORM, "/SigFlags", "/XFA 86 0 R/SigFlags"))
                .with(86, stream(PdfForms.xdp(DRAWN, VALUE))),
            CADES + PdfForge.certify(1));
    is(
        Conclusion.INVALID,
        PdfUpdate.of(closed)
            .with(86, stream(PdfForms.xdp(DRAWN, VALUE.replace(from, to))))
            .append());
  }

  @ParameterizedTest
  @CsvSource({
    "5 000, 5 &#48;00",
    "5 000, <![CDATA[5 000]]>",
    "5 000, 5<![CDATA[ ]]>000",
    "5 000, <![CDATA[5 ]]>000",
    "5 000, <!-- five -->5 000<!-- thousand -->",
    "A B, A&#32;B",
    "'a\nb', 'a\r\nb'",
    "'a\nb', 'a&#10;b'",
    "<draw>, '<draw\r\n><!-- one -->'",
    "'<font typeface=\"A B\"/>', '<font\n  typeface = ''A B''\n></font>'",
  })
  void whatReadsTheSameIsTheSame(String from, String to) {
    assertThat(DRAWN).contains(from);
    is(Conclusion.VALID, whole(DRAWN.replace(from, to), VALUE));
  }

  /** An attribute is known by its prefix there. */
  @Test
  void otherPrefixesOfAttributesAreOtherData() {
    String with = "<b xfa:dataNode=\"dataGroup\">";
    Bytes signed =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(FORM, changed(FORM, "/SigFlags", "/XFA 86 0 R/SigFlags"))
                .with(86, stream(PdfForms.xdp(DRAWN, VALUE.replace("<b>", with)))),
            CADES);
    String other = VALUE.replace("<b>", with).replace("xfa:", "x:").replace(":xfa", ":x");
    is(
        Conclusion.INDETERMINATE,
        PdfUpdate.of(signed).with(86, stream(PdfForms.xdp(DRAWN, other))).append());
  }

  /** Fields without a value show the data of their names, as these are spelled (PDF.js). */
  @Test
  void otherPrefixesOfDataAreOtherData() {
    String respelled = VALUE.replace("xfa:", "x:").replace(":xfa", ":x");
    is(Conclusion.INDETERMINATE, whole(DRAWN, respelled));
    is(Conclusion.INDETERMINATE, PdfForge.countersigned(whole(DRAWN, respelled), CADES));
    String prefixed = "<xfa:data><a><q:b xmlns:q=\"urn:q\">1</q:b></a></xfa:data>";
    String data = DATA.replaceAll("<xfa:data>.*</xfa:data>", prefixed);
    PdfUpdate form =
        PdfUpdate.of(PdfForge.plain())
            .with(FORM, changed(FORM, "/SigFlags", PACKETS))
            .with(86, stream("<xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\">"))
            .with(87, stream("</xdp:xdp>"))
            .with(88, stream(TEMPLATE))
            .with(89, stream(data));
    Bytes signed = PdfForge.signed(form, CADES);
    String other = data.replace("q:", "r:").replace(":q", ":r");
    Bytes filled = PdfUpdate.of(signed).with(89, stream(other)).append();
    is(Conclusion.INDETERMINATE, filled);
    is(Conclusion.VALID, PdfForge.countersigned(filled, CADES));
    // PDF.js takes a byte order mark before the packet for the packet.
    String marked = PdfEdit.text(Bytes.hex("efbbbf")) + data;
    is(Conclusion.INDETERMINATE, PdfUpdate.of(signed).with(89, stream(marked)).append());
    String frame = data.replace("xfa:", "x:").replace(":xfa", ":x");
    is(Conclusion.VALID, PdfUpdate.of(signed).with(89, stream(frame)).append());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(preamble)86 0 R<FEFF00740065006D0070006C006100740065>88 0 R(datasets)89 0 R",
        "(preamble)86 0 R(\\357\\273\\277template)88 0 R(datasets)89 0 R",
        "(preamble)86 0 R 84 0 R 88 0 R(datasets)89 0 R",
        "<FEFF0070007200650061006D0062006C0065>86 0 R(template)88 0 R(datasets)89 0 R",
      })
  void namesOfPacketsThatReadOtherwiseAreDoubted(String packets) {
    String other = PACKETS.replace("(preamble)86 0 R(template)88 0 R(datasets)89 0 R", packets);
    assertThat(other).isNotEqualTo(PACKETS);
    is(
        Conclusion.INDETERMINATE,
        PdfUpdate.of(PdfForms.xfa(CADES))
            .with(FORM, changed(FORM, "/SigFlags", other))
            .with(84, "(template)")
            .append());
  }

  @Test
  void namesOfPacketsMayBeSpelledAnew() {
    String other = PACKETS.replace("(template)", "<74656D706C617465>");
    Bytes signed = PdfForms.xfa(CADES);
    is(
        Conclusion.VALID,
        PdfUpdate.of(signed).with(FORM, changed(FORM, "/SigFlags", other)).append());
  }

  /** PDF.js takes the first and the last packet for the frame, whatever they are called. */
  @Test
  void aSavedLayoutStaysInItsPlace() {
    String layout = "(form)90 0 R";
    String signed = PACKETS.replace("(postamble)", layout + "(postamble)");
    Bytes pdf =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(FORM, changed(FORM, "/SigFlags", signed))
                .with(86, stream("<xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\">"))
                .with(87, stream("</xdp:xdp>"))
                .with(88, stream(TEMPLATE))
                .with(89, stream(DATA))
                .with(90, stream("<form xmlns=\"http://www.xfa.org/schema/xfa-form/2.8/\"/>")),
            CADES);
    is(Conclusion.VALID, PdfUpdate.of(pdf).with(FORM, changed(FORM, "/SigFlags", signed)).append());
    for (String other :
        new String[] {
          PACKETS.replace("[(pre", "[" + layout + "(pre"),
          PACKETS.replace("87 0 R]", "87 0 R" + layout + "]"),
          PACKETS.replace("(datasets)", layout + "(datasets)"),
          PACKETS
        }) {
      is(
          Conclusion.INDETERMINATE,
          PdfUpdate.of(pdf).with(FORM, changed(FORM, "/SigFlags", other)).append());
    }
  }

  /** PDF.js writes such a form in the fonts that the form lends, by their families. */
  @Test
  void aFontThatAFormInXmlComesToLendIsDoubted() {
    String font = "<</Type/Font/Subtype/Type1/BaseFont/B/Encoding/WinAnsiEncoding%s>>";
    String shaped =
        font.replace("%s", "/FontDescriptor<</Type/FontDescriptor/FontName/B/FontFamily(A B)>>");
    String lent = "/XFA 86 0 R/DR<</Font<</One 83 0 R/Two 84 0 R>>>>/SigFlags";
    String with = changed(FORM, "/SigFlags", lent);
    Bytes signed =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(FORM, with)
                .with(83, shaped)
                .with(84, shaped)
                .with(86, stream(PdfForms.xdp(DRAWN, VALUE))),
            CADES);
    is(Conclusion.VALID, PdfUpdate.of(signed).with(FORM, with).append());
    String plain = with.replace("/One", "/New 85 0 R/One");
    is(
        Conclusion.VALID,
        PdfUpdate.of(signed).with(FORM, plain).with(85, font.replace("%s", "")).append());
    is(Conclusion.INDETERMINATE, PdfUpdate.of(signed).with(FORM, plain).with(85, shaped).append());
    // The last of a family is taken.
    String turned = with.replace("/One 83 0 R/Two 84 0 R", "/Two 84 0 R/One 83 0 R");
    is(Conclusion.INDETERMINATE, PdfUpdate.of(signed).with(FORM, turned).append());
  }

  /** What readers unpack otherwise: parameters in another shape, and a row that is cut short. */
  @Test
  void packetsThatAreUnpackedOtherwiseAreDoubted() {
    Bytes signed = PdfForms.xfa(CADES);
    String deflated = deflated(TEMPLATE);
    String rows = TEMPLATE + " ".repeat(4000 - TEMPLATE.length());
    String row = deflated("\0" + rows);
    for (String plain : new String[] {"/Filter/FlateDecode", "/Filter[/FlateDecode]"}) {
      is(Conclusion.VALID, packed(signed, plain, deflated));
    }
    String rule = "<</Predictor 15/Columns 4000>>";
    for (String filter :
        new String[] {
          "/Filter/FlateDecode/DecodeParms" + rule,
          "/Filter[/FlateDecode]/DecodeParms" + rule,
          "/Filter/FlateDecode/DecodeParms[" + rule + "]"
        }) {
      is(Conclusion.INDETERMINATE, packed(signed, filter, row));
    }
    is(Conclusion.INDETERMINATE, packed(signed, "/Filter/Fl", deflated));
    is(Conclusion.INDETERMINATE, packed(signed, "/Filter[/Crypt/FlateDecode]", deflated));
    // PDF.js showed the template in the last row.
    String other = deflated("\0" + rows + "\0" + TEMPLATE.replace("\"b\"", "\"c\""));
    is(Conclusion.INVALID, packed(signed, "/Filter/FlateDecode/DecodeParms" + rule, other));
  }

  private static Bytes packed(Bytes signed, String filter, String octets) {
    String packet = stream(octets).replaceFirst("<<", "<<" + filter);
    return PdfUpdate.of(signed).with(88, packet).append();
  }

  static String deflated(String text) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(PdfEdit.bytes(text).toArray());
      deflater.finish();
      byte[] out = new byte[8192];
      int length = deflater.deflate(out);
      return PdfEdit.text(Bytes.of(out).slice(0, length));
    } finally {
      deflater.end();
    }
  }

  /** Firefox shows the form in XML only where the form has no fields but seals at [0 0 0 0]. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/F 132/Rect[5 5 5 5]",
        "/F 132/Rect[5 5 50 5]",
        "/F 2/Rect[5 5 50 50]",
        "/F 132",
        "/F 132/Rect[4 0 R 0 0 0]"
      })
  void aFieldThatTurnsTheFormInXmlOffIsSeen(String field) {
    String form = "<</Fields[11 0 R]/XFA 86 0 R/SigFlags 3>>";
    String rendered = changed(PdfForge.CATALOG, "/Pages", "/NeedsRendering true/Pages");
    Bytes signed =
        PdfForge.signed(
            PdfUpdate.of(PdfForge.plain())
                .with(PdfForge.CATALOG, rendered)
                .with(FORM, form)
                .with(86, stream(PdfForms.xdp(DRAWN, VALUE))),
            CADES);
    String empty = "<</FT/Sig/T(Empty)/Type/Annot/Subtype/Widget/P 3 0 R";
    String both = form.replace("11 0 R", "11 0 R 85 0 R");
    PdfUpdate update = PdfUpdate.of(signed).with(FORM, both);
    is(Conclusion.VALID, update.with(85, empty + "/F 132/Rect[0 0 0 0]>>").append());
    Bytes off = update.with(85, empty + field + ">>").append();
    is(Conclusion.INDETERMINATE, off);
    for (String flags : new String[] {"SigFlags 0", "SigFlags 2", "SigFlags 4"}) {
      String other = form.replace("SigFlags 3", flags);
      is(Conclusion.INDETERMINATE, PdfUpdate.of(signed).with(FORM, other).append());
    }
    for (String flags : new String[] {"SigFlags 1", "SigFlags 3.0"}) {
      String other = form.replace("SigFlags 3", flags);
      is(Conclusion.VALID, PdfUpdate.of(signed).with(FORM, other).append());
    }
  }

  private static Bytes whole(String template, String data) {
    return PdfUpdate.of(SIGNED).with(86, stream(PdfForms.xdp(template, data))).append();
  }

  private static void is(Conclusion conclusion, Bytes pdf) {
    DocumentReport report = new PdfVerifier().verify(DocumentSource.of(pdf), PdfFixtures.POLICY);
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
