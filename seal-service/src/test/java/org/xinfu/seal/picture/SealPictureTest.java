package org.xinfu.seal.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.Area;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.xinfu.kit.font.FontChain;

class SealPictureTest {
  private static final FontChain FONTS = FontChain.standard();
  private static final String CODE = "51010099000123";

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 8, 10, 13, 16, 20, 24, 27, 30})
  void nothingTouchesForAnyLengthOfName(int length) {
    for (int diameter : length == 30 ? List.of(40, 42, 45) : List.of(40)) {
      SealGeometry seal =
          SealGeometry.of(
              new SealDrawing("国".repeat(length), "不动产登记专用", diameter, CODE, true), FONTS);
      List<Area> groups =
          List.of(
              area(List.of(seal.rim())),
              area(List.of(seal.star())),
              area(seal.name()),
              area(seal.bottom()),
              area(seal.code()),
              area(seal.mark()));
      for (int i = 0; i < groups.size(); i++) {
        for (int j = i + 1; j < groups.size(); j++) {
          Area both = new Area(groups.get(i));
          both.intersect(groups.get(j));
          assertThat(both.isEmpty()).as("parts %d and %d of %d mm", i, j, diameter).isTrue();
        }
      }
      for (int i = 1; i < length; i++) {
        Area both = new Area(seal.name().get(i - 1));
        both.intersect(new Area(seal.name().get(i)));
        assertThat(both.isEmpty()).as("characters %d and %d", i - 1, i).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 42, 45})
  void theRimIsTheOuterEdge(int diameter) {
    SealGeometry seal = geometry("信符市民政局", diameter);
    Rectangle2D all = area(seal.parts()).getBounds2D();
    assertThat(all.getWidth()).isEqualTo(diameter, org.assertj.core.data.Offset.offset(0.001));
    assertThat(all.getCenterX()).isCloseTo(0, org.assertj.core.data.Offset.offset(0.001));
    assertThat(seal.rim().contains(0, diameter / 2.0 - 0.6)).isTrue();
    assertThat(seal.rim().contains(0, diameter / 2.0 - 1.21)).isFalse();
  }

  @Test
  void theNameStandsSymmetricallyAndWithinItsSpan() {
    for (int length = 4; length <= 30; length++) {
      SealGeometry seal = geometry("田".repeat(length), 40);
      Rectangle2D box = area(seal.name()).getBounds2D();
      assertThat(box.getCenterX()).isCloseTo(0, org.assertj.core.data.Offset.offset(0.05));
      Path2D last = seal.name().getLast();
      double angle = Math.atan2(last.getBounds2D().getCenterX(), -last.getBounds2D().getCenterY());
      assertThat(Math.toDegrees(angle)).isLessThan(115);
    }
  }

  @Test
  void theStarHasItsSizeAndFiveFoldSymmetry() {
    Rectangle2D star = geometry("信符市民政局", 40).star().getBounds2D();
    assertThat(star.getMinY()).isCloseTo(-7, org.assertj.core.data.Offset.offset(0.001));
    assertThat(star.getWidth())
        .isCloseTo(14 * Math.cos(Math.toRadians(18)), org.assertj.core.data.Offset.offset(0.001));
  }

  @Test
  void onlyATestSealBearsTheMark() {
    SealDrawing genuine = new SealDrawing("信符市民政局", "", 42, CODE, false);
    assertThat(SealGeometry.of(genuine, FONTS).mark()).isEmpty();
    assertThat(geometry("信符市民政局", 42).mark()).hasSize(2);
  }

  @Test
  void sameDrawingSameOctets() {
    SealDrawing drawing = new SealDrawing("信符市不动产登记中心", "登记专用章", 42, CODE, true);
    assertThat(SealPicture.draw(drawing, FontChain.standard()))
        .isEqualTo(SealPicture.draw(drawing, FONTS));
  }

  @ParameterizedTest
  @CsvSource({"40,945", "42,992", "45,1063"})
  void thePngSaysItsPhysicalSizeAndIsTransparent(int diameter, int pixels) throws Exception {
    SealPicture picture =
        SealPicture.draw(new SealDrawing("信符市民政局", "", diameter, CODE, true), FONTS);
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    reader.setInput(ImageIO.createImageInputStream(picture.png().stream()));
    BufferedImage image = reader.read(0);
    assertThat(image.getWidth()).isEqualTo(pixels);
    assertThat(image.getHeight()).isEqualTo(pixels);
    assertThat(image.getRGB(0, 0) >>> 24).isZero();
    assertThat(image.getRGB(pixels / 2, pixels / 2)).isEqualTo(0xFFD7000F);
    Element root = (Element) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
    Element physical = (Element) root.getElementsByTagName("pHYs").item(0);
    assertThat(physical.getAttribute("pixelsPerUnitXAxis")).isEqualTo("23622");
    assertThat(physical.getAttribute("unitSpecifier")).isEqualTo("meter");
  }

  @Test
  void theSvgHasPathsOnlyAndMillimetres() {
    String svg =
        SealPicture.draw(new SealDrawing("信符市民政局", "业务专用", 42, CODE, true), FONTS).svg().toUtf8();
    assertThat(svg).contains("width=\"42mm\"", "viewBox=\"0 0 42 42\"").doesNotContain("<text");
    assertThat(svg.split("<path ", -1)).hasSize(1 + 2 + 6 + 4 + 14 + 2);
  }

  @ParameterizedTest
  @CsvSource({
    "信符局,'',40,51010099000123",
    "信符市民政局,'',41,51010099000123",
    "信符市民政局,'',42,5101",
    "信符市民政局,一二三四五六七八九十一,42,51010099000123"
  })
  void whatNoSealLooksLikeIsRefused(String name, String bottom, int diameter, String code) {
    assertThatThrownBy(() -> new SealDrawing(name, bottom, diameter, code, true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void picturesToLookAt() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "pictures"));
    List<String> names = List.of("信符市民政局", "信符市自然资源和规划局登记", "信符省信符市信符新区市场监督管理局行政审批服务中心");
    for (String name : names) {
      SealPicture picture = SealPicture.draw(new SealDrawing(name, "业务专用章", 42, CODE, true), FONTS);
      Path png = folder.resolve(name.length() + ".png");
      Files.write(png, picture.png().toArray());
      Files.write(folder.resolve(name.length() + ".svg"), picture.svg().toArray());
      assertThat(Files.size(png)).isBetween(10_000L, 200_000L);
    }
  }

  private static SealGeometry geometry(String name, int diameter) {
    return SealGeometry.of(new SealDrawing(name, "", diameter, CODE, true), FONTS);
  }

  private static Area area(List<Path2D> parts) {
    Area area = new Area();
    new ArrayList<>(parts).forEach(part -> area.add(new Area(part)));
    return area;
  }
}
