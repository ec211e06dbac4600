package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.testkit.Mutators;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.seal.RasterPicture;

/** Pictures of seals that are OFD packages: what is drawn, what is told, what is refused. */
class OfdPictureTest {
  private static final String NS = " xmlns:ofd=\"http://www.ofdspec.org/2016\"";
  private static final int RED = 0xffcc0000;
  private static final Typeface SQUARES =
      c -> c == 'x' ? Optional.of(new Rectangle2D.Double(0, 0, 1, 1)) : Optional.empty();

  private static final String RESOURCES =
      "<ofd:ColorSpaces><ofd:ColorSpace ID=\"40\" Type=\"CMYK\"/>"
          + "<ofd:ColorSpace ID=\"41\" Type=\"GRAY\"/></ofd:ColorSpaces>"
          + "<ofd:DrawParams><ofd:DrawParam ID=\"50\" LineWidth=\"4\">"
          + "<ofd:StrokeColor Value=\"204 0 0\"/></ofd:DrawParam>"
          + "<ofd:DrawParam ID=\"51\" Relative=\"50\"/>"
          + "<ofd:DrawParam ID=\"52\" Relative=\"52\"/></ofd:DrawParams>"
          + "<ofd:Fonts><ofd:Font ID=\"60\" FontName=\"宋体\"/><ofd:Font ID=\"61\" FontName=\"a\">"
          + "<ofd:FontFile>a.ttf</ofd:FontFile></ofd:Font></ofd:Fonts>"
          + "<ofd:MultiMedias><ofd:MultiMedia ID=\"70\" Type=\"Image\">"
          + "<ofd:MediaFile>dot.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>";

  /** A page of 40 by 40 mm, 12 dots to the millimetre. */
  static Bytes seal(String objects) {
    return sealOfPage(
        "<ofd:Page%s><ofd:Content><ofd:Layer ID=\"3\">%s</ofd:Layer></ofd:Content></ofd:Page>"
            .formatted(NS, objects));
  }

  private static Bytes sealOfPage(String page) {
    BufferedImage dot = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    dot.setRGB(0, 0, RED);
    List<Mutators.Entry> entries =
        List.of(
            entry(
                "OFD.xml",
                "<ofd:OFD%s Version=\"1.0\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>"
                        .formatted(NS)
                    + "Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"),
            entry(
                "Doc_0/Document.xml",
                "<ofd:Document%s><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 40 40"
                        .formatted(NS)
                    + "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>Res.xml</ofd:PublicRes>"
                    + "<ofd:TemplatePage ID=\"30\" BaseLoc=\"Tpl.xml\"/></ofd:CommonData>"
                    + "<ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Page.xml\"/></ofd:Pages>"
                    + "</ofd:Document>"),
            entry("Doc_0/Res.xml", "<ofd:Res%s>%s</ofd:Res>".formatted(NS, RESOURCES)),
            new Mutators.Entry("Doc_0/dot.png", RasterPicture.png(dot)),
            entry(
                "Doc_0/Tpl.xml",
                "<ofd:Page%s><ofd:Content><ofd:Layer ID=\"9\">%s</ofd:Layer></ofd:Content></ofd:Page>"
                    .formatted(NS, filled("0 0 255", "M 0 0 L 40 0 L 40 40 L 0 40 C"))),
            entry("Doc_0/Page.xml", page));
    return Mutators.write(entries);
  }

  private static Mutators.Entry entry(String name, String xml) {
    return new Mutators.Entry(name, Bytes.utf8(xml));
  }

  private static String object(String attributes, String children) {
    return "<ofd:PathObject ID=\"7\" Boundary=\"0 0 40 40\" %s>%s</ofd:PathObject>"
        .formatted(attributes, children);
  }

  private static String data(String path) {
    return "<ofd:AbbreviatedData>" + path + "</ofd:AbbreviatedData>";
  }

  private static String filled(String colour, String path) {
    return object(
        "Stroke=\"false\" Fill=\"true\"", "<ofd:FillColor Value=\"" + colour + "\"/>" + data(path));
  }

  private static OfdPicture drawn(Bytes ofd) {
    return OfdPicture.draw(ofd, SQUARES).orThrow(r -> new IllegalStateException(r.code()));
  }

  private static int dot(OfdPicture picture, double xMm, double yMm) {
    BufferedImage image = RasterPicture.decode(picture.png()).orElseThrow().image();
    return image.getRGB((int) (xMm * 12), (int) (yMm * 12));
  }

  private static void same(String objects, double x, double y, int expected) {
    OfdPicture picture = drawn(seal(objects));
    assertThat(Integer.toHexString(dot(picture, x, y))).isEqualTo(Integer.toHexString(expected));
    assertThat(picture.lacks()).isEmpty();
  }

  @Test
  void pathsAreFilledByEitherRule() {
    String square = "M 10 10 L 30 10 L 30 30 L 10 30 C";
    same(filled("204 0 0", square), 20, 20, RED);
    same(filled("204 0 0", square), 5, 5, 0);
    same(filled("#CC #0 #00", square), 20, 20, RED);
    String twice = square + " M 15 15 L 25 15 L 25 25 L 15 25 C";
    same(filled("204 0 0", twice), 20, 20, RED);
    String evenOdd = filled("204 0 0", twice).replace("Fill=", "Rule=\"Even-Odd\" Fill=");
    same(evenOdd, 20, 20, 0);
    same(evenOdd, 12, 12, RED);
  }

  @Test
  void curvesAndArcsGoWhereTheStandardSays() {
    // A whole circle of radius 10 around 20 20, of two arcs; then the half above the line.
    String circle = "M 10 20 A 10 10 0 0 1 30 20 A 10 10 0 0 1 10 20 C";
    same(filled("204 0 0", circle), 20, 11, RED);
    same(filled("204 0 0", circle), 20, 29, RED);
    same(filled("204 0 0", circle), 12, 12, 0);
    String upper = "M 10 20 A 10 10 0 0 1 30 20 C";
    same(filled("204 0 0", upper), 20, 11, RED);
    same(filled("204 0 0", upper), 20, 29, 0);
    String lower = "M 10 20 A 10 10 0 0 0 30 20 C";
    same(filled("204 0 0", lower), 20, 29, RED);
    same(filled("204 0 0", lower), 20, 11, 0);
    same(filled("204 0 0", "M 0 0 Q 40 0 40 40 C"), 30, 12, RED);
    same(filled("204 0 0", "M 0 0 B 0 40 40 40 40 0 C"), 20, 25, RED);
  }

  @Test
  void linesHaveTheirPenAndMatrix() {
    String line = data("M 0 0 L 20 0");
    same(object("CTM=\"1 0 0 1 10 20\" DrawParam=\"51\"", line), 20, 21, RED);
    same(object("CTM=\"0 1 -1 0 20 10\" DrawParam=\"51\"", line), 21, 20, RED);
    same(object("CTM=\"1 0 0 1 10 20\" LineWidth=\"1\" DrawParam=\"51\"", line), 20, 21, 0);
    same(
        object("CTM=\"1 0 0 1 10 20\" LineWidth=\"4\" DrawParam=\"52\"", line), 20, 21, 0xff000000);
    String clipped =
        filled("204 0 0", "M 0 0 L 40 0 L 40 40 L 0 40 C").replace("0 0 40 40", "10 10 5 5");
    same(clipped, 12, 12, RED);
    same(clipped, 18, 18, 0);
  }

  @Test
  void coloursOfOtherSpacesAndAlphaAreComputed() {
    String all = "M 0 0 L 40 0 L 40 40 L 0 40 C";
    same(filled("0 255 255 51\" ColorSpace=\"40", all), 20, 20, RED);
    same(filled("128\" ColorSpace=\"41", all), 20, 20, 0xff808080);
    same(filled("255 0 0", all).replace("Fill=\"true\"", "Fill=\"true\" Alpha=\"0\""), 20, 20, 0);
  }

  @Test
  void imagesFillTheirMatrixAndTextStandsOnItsBaseLine() {
    String image =
        "<ofd:ImageObject ID=\"7\" Boundary=\"10 10 20 20\" CTM=\"20 0 0 20 0 0\" ResourceID=\"70\"/>";
    same(image, 20, 20, RED);
    same(image, 5, 5, 0);
    String text =
        "<ofd:TextObject ID=\"7\" Boundary=\"0 0 40 40\" Font=\"60\" Size=\"4\">"
            + "<ofd:FillColor Value=\"204 0 0\"/>"
            + "<ofd:TextCode X=\"10\" Y=\"20\" DeltaX=\"g 2 8\">xx x</ofd:TextCode></ofd:TextObject>";
    same(text, 12, 18, RED);
    same(text, 20, 18, RED);
    same(text, 12, 22, 0);
    same(text, 16, 18, 0);
  }

  @Test
  void theTemplateLiesUnderThePage() {
    String page =
        "<ofd:Page%s><ofd:Template TemplateID=\"30\"/><ofd:Content><ofd:Layer ID=\"3\">%s</ofd:Layer>"
            + "</ofd:Content></ofd:Page>";
    String square = filled("204 0 0", "M 10 10 L 30 10 L 30 30 L 10 30 C");
    OfdPicture below = drawn(sealOfPage(page.formatted(NS, square)));
    assertThat(dot(below, 20, 20)).isEqualTo(RED);
    assertThat(dot(below, 5, 5)).isEqualTo(0xff0000ff);
    String front = page.replace("TemplateID=", "ZOrder=\"Foreground\" TemplateID=");
    assertThat(dot(drawn(sealOfPage(front.formatted(NS, square))), 20, 20)).isEqualTo(0xff0000ff);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SHADING|<ofd:FillColor><ofd:AxialShd/></ofd:FillColor>|Fill='true'",
        "COLOUR|<ofd:FillColor Index='3'/>|Fill='true'",
        "COLOUR|<ofd:FillColor Value='1 2 3 4 5'/>|Fill='true'",
        "CLIP|<ofd:Clips/>|",
        "DASHES||DashPattern='1 1'",
        "DAMAGED||CTM='1 2'",
        "DAMAGED||CTM='1 0 0 1 NaN 0'",
        "DAMAGED|<ofd:AbbreviatedData>L 1</ofd:AbbreviatedData>|",
      })
  void whatIsLeftOutIsTold(PictureLack lack, String children, String attributes) {
    String inside = children == null ? "" : children.replace('\'', '"');
    String stated = attributes == null ? "" : attributes.replace('\'', '"');
    Bytes ofd = seal(object(stated, inside + data("M 0 0 L 1 1")));
    assertThat(drawn(ofd).lacks()).containsExactly(lack);
  }

  @Test
  void whatElseIsLeftOutIsTold() {
    String text =
        "<ofd:TextObject ID=\"7\" Boundary=\"0 0 40 40\" Font=\"%s\" Size=\"4\" %s>"
            + "<ofd:TextCode X=\"1\" Y=\"9\">%s</ofd:TextCode></ofd:TextObject>";
    assertThat(drawn(seal(text.formatted("61", "", "x"))).lacks())
        .containsExactly(PictureLack.TYPEFACE);
    assertThat(drawn(seal(text.formatted("60", "", "y"))).lacks())
        .containsExactly(PictureLack.CHARACTER);
    assertThat(drawn(seal(text.formatted("60", "ReadDirection=\"90\"", "x"))).lacks())
        .containsExactly(PictureLack.DIRECTION);
    assertThat(drawn(seal("<ofd:CompositeObject ID=\"7\" ResourceID=\"1\"/>")).lacks())
        .containsExactly(PictureLack.COMPOSITE);
    String image = "<ofd:ImageObject ID=\"7\" Boundary=\"0 0 9 9\" ResourceID=\"71\"/>";
    assertThat(drawn(seal(image)).lacks()).containsExactly(PictureLack.IMAGE);
    Bytes pages =
        Mutators.replace(
            seal(""),
            "Doc_0/Document.xml",
            b ->
                Bytes.utf8(
                    b.toUtf8()
                        .replace(
                            "</ofd:Pages>",
                            "<ofd:Page ID=\"2\" BaseLoc=\"Page.xml\"/></ofd:Pages>")));
    assertThat(drawn(pages).lacks()).containsExactly(PictureLack.PAGES);
  }

  private static Reason refusal(Bytes ofd) {
    return OfdPicture.draw(ofd, SQUARES).fold(p -> null, (r, report) -> r, (r, report) -> r);
  }

  @Test
  void whatCannotBeReadIsRefused() {
    Bytes ofd = seal("");
    assertThat(refusal(Mutators.truncate(ofd, 300))).isEqualTo(Reason.MALFORMED);
    assertThat(refusal(Mutators.drop(ofd, "Doc_0/Page.xml")))
        .isEqualTo(Reason.REFERENCED_FILE_MISSING);
    Bytes endless =
        Mutators.replace(
            ofd,
            "Doc_0/Document.xml",
            b -> Bytes.utf8(b.toUtf8().replace("0 0 40 40", "0 0 0.0001 9999")));
    assertThat(refusal(endless)).isEqualTo(Reason.MALFORMED);
    Bytes dtd = Mutators.replace(ofd, "Doc_0/Page.xml", b -> Bytes.utf8("<!DOCTYPE a><a/>"));
    assertThat(refusal(dtd)).isEqualTo(Reason.XML_FORBIDDEN);
  }

  @Test
  void endlessWorkEndsSoon() {
    StringBuilder zigzag = new StringBuilder("M 0 0");
    for (int i = 0; i < 40_000; i++) {
      zigzag.append(" L ").append(i % 40).append(i % 2 == 0 ? " 40" : " 0");
    }
    String whole = filled("1 2 3", "M 0 0 L 40 0 L 40 40 L 0 40 C");
    String image =
        "<ofd:ImageObject ID=\"7\" Boundary=\"0 0 40 40\" CTM=\"40 0 0 40 0 0\" ResourceID=\"70\"/>";
    String curls = "M 0 0" + " B 40 90 0 -90 40 40 B 0 90 40 -90 0 0".repeat(9_000);
    List<String> hostile =
        List.of(
            filled("1 2 3", zigzag.toString()),
            object("LineWidth=\"9\" Join=\"Round\" Cap=\"Round\"", data(zigzag.toString())),
            object("LineWidth=\"9\" Join=\"Round\"", data(curls)),
            whole.repeat(15_000),
            image.repeat(900));
    for (String objects : hostile) {
      Bytes ofd = seal(objects);
      long begin = System.nanoTime();
      assertThat(drawn(ofd).lacks()).contains(PictureLack.BUDGET);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void nestedBlocksAndFarCoordinatesDoNoHarm() {
    String deep = "<ofd:PageBlock>".repeat(39) + "</ofd:PageBlock>".repeat(39);
    assertThat(refusal(seal(deep))).isEqualTo(Reason.BUDGET_EXCEEDED);
    String far = object("CTM=\"99999 99999 99999 99999 99999 99999\"", data("M 0 0 L 99999 99999"));
    assertThat(drawn(seal(far)).lacks()).isEmpty();
    String flat =
        object("CTM=\"0 0 0 0 0 0\"", data("M 0 0 L 9 9 A 0 0 0 0 0 3 3 A 5 5 0 1 1 3 3"));
    assertThat(drawn(seal(flat)).lacks()).isEmpty();
  }

  @Test
  void damagedPicturesEndInADrawingOrARefusal() {
    String objects =
        filled("204 0 0", "M 10 20 A 10 10 0 0 1 30 20 Q 1 2 3 4 B 1 2 3 4 5 6 C")
            + object("DrawParam=\"51\" CTM=\"1 0 0 1 0 0\"", data("M 0 0 L 20 0"));
    Bytes genuine = seal(objects);
    Random random = new Random(20261126);
    List<Verdict<OfdPicture>> all = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String page = Mutators.entry(genuine, "Doc_0/Page.xml").toUtf8();
      int at = random.nextInt(page.length());
      String other =
          page.substring(0, at) + (char) (32 + random.nextInt(90)) + page.substring(at + 1);
      all.add(
          OfdPicture.draw(
              Mutators.replace(genuine, "Doc_0/Page.xml", b -> Bytes.utf8(other)), SQUARES));
    }
    assertThat(all).hasAtLeastOneElementOfType(Verdict.Invalid.class);
    assertThat(all).hasAtLeastOneElementOfType(Verdict.Valid.class);
  }
}
