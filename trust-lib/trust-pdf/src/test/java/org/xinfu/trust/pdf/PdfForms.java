package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.PAGE;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.util.Map;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;

/** Two kinds of forms that libraries rewrite: radio buttons, and forms in XML (XFA). */
final class PdfForms {
  static final int RADIO = 30;
  static final int LEFT = 31;
  static final int RIGHT = 32;
  static final String TEMPLATE =
      "<template xmlns=\"http://www.xfa.org/schema/xfa-template/3.3/\">"
          + "<subform name=\"a\"><field name=\"b\"/></subform></template>";
  static final String DATA =
      "<xfa:datasets xmlns:xfa=\"http://www.xfa.org/schema/xfa-data/1.0/\">"
          + "<xfa:data><a><b>100</b></a></xfa:data></xfa:datasets>";
  static final String PACKETS =
      "/XFA[(preamble)86 0 R(template)88 0 R(datasets)89 0 R(postamble)87 0 R]/SigFlags";

  private PdfForms() {}

  // Radio buttons whose kids are fields and widgets in one.

  /** The form with a radio button, signed with this dictionary. */
  static Bytes radio(String entries) {
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain())
            .with(FORM, changed(FORM, "[11", "[30 0 R 11"))
            .with(PAGE, changed(PAGE, "15 0 R]", "15 0 R 31 0 R 32 0 R]"))
            .with(RADIO, "<</FT/Btn/Ff 49152/T(choice)/V/Off/Kids[31 0 R 32 0 R]>>")
            .with(LEFT, kid("/Ff 49152/TU(either)/Parent 30 0 R", 300, "/A"))
            .with(RIGHT, kid("/Ff 49152/TU(either)/Parent 30 0 R", 320, "/B"))
            .with(33, PdfForge.face("on"))
            .with(34, PdfForge.face("off")),
        entries);
  }

  static String kid(String field, int left, String state) {
    return "<<"
        + field
        + "/Subtype/Widget/F 4/P 3 0 R/AS/Off/AP<</N<<"
        + state
        + " 33 0 R/Off 34 0 R>>>>/Rect["
        + left
        + " 300 "
        + (left + 15)
        + " 315]>>";
  }

  /** What iText writes when it opens the form in append mode. */
  static Map<Integer, String> split() {
    Map<Integer, String> objects = new TreeMap<>();
    objects.put(PAGE, changed(PAGE, "15 0 R]", "15 0 R 41 0 R 42 0 R]"));
    objects.put(RADIO, "<</FT/Btn/Ff 49152/Kids[41 0 R 42 0 R]/T(choice)/TU(either)/V/Off>>");
    objects.put(LEFT, "<</Ff 49152/TU(either)/Kids[41 0 R 42 0 R]>>");
    objects.put(RIGHT, "<</Ff 49152/TU(either)/Kids[42 0 R]/Parent 30 0 R>>");
    objects.put(41, kid("/Parent 30 0 R", 300, "/A"));
    objects.put(42, kid("/Parent 30 0 R", 320, "/B"));
    return objects;
  }

  /** The signed form split, with one object as it should not be. */
  static Bytes split(Bytes signed, int number, String body) {
    PdfUpdate update = PdfUpdate.of(signed);
    split().forEach(update::with);
    return update.with(number, body).append();
  }

  // A form in XML.

  /** The form with packets of XFA, signed with this dictionary. */
  static Bytes xfa(String entries) {
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain())
            .with(FORM, changed(FORM, "/SigFlags", PACKETS))
            .with(86, stream("<xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\">"))
            .with(87, stream("</xdp:xdp>"))
            .with(88, stream(TEMPLATE))
            .with(89, stream(DATA)),
        entries);
  }

  /** The same in one stream. */
  static Bytes whole() {
    return PdfForge.signed(
        PdfUpdate.of(PdfForge.plain())
            .with(FORM, changed(FORM, "/SigFlags", "/XFA 86 0 R/SigFlags"))
            .with(86, stream(xdp(TEMPLATE, DATA))),
        CADES);
  }

  static String xdp(String template, String data) {
    return "<?xml version=\"1.0\"?><xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\">"
        + template
        + data
        + "</xdp:xdp>";
  }

  static String stream(String content) {
    return "<</Length " + content.length() + ">>\nstream\n" + content + "\nendstream";
  }
}
