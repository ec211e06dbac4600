package org.xinfu.trust.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;

/** Pictures that seals carry, genuine and damaged. */
class RasterPictureTest {
  private static Bytes picture(String format) throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(2, 1, 0xcc0000);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return Bytes.of(out.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void everyKindIsToldByItsOctetsAndBecomesAPng(String format) throws IOException {
    RasterPicture read = RasterPicture.decode(picture(format)).orElseThrow();
    assertThat(read.format()).isEqualTo(format);
    assertThat(read.alone()).isTrue();
    assertThat(read.image().getWidth()).isEqualTo(3);
    RasterPicture again = RasterPicture.decode(read.png()).orElseThrow();
    assertThat(again.format()).isEqualTo("png");
    assertThat(again.image().getRGB(2, 1)).isEqualTo(read.image().getRGB(2, 1));
  }

  @Test
  void aSecondFrameIsTold() throws IOException {
    Bytes gif = picture("gif");
    int image = gif.toHex().indexOf("2c0000") / 2;
    Bytes block = gif.slice(image, gif.length() - 1);
    Bytes two = gif.slice(0, gif.length() - 1).concat(block).concat(Bytes.hex("3b"));
    assertThat(RasterPicture.decode(two).orElseThrow().alone()).isFalse();
  }

  @Test
  void whatIsTooLargeIsNotDecoded() throws IOException {
    String png = picture("png").toHex();
    String huge = png.replaceFirst("4948445200000003", "4948445200989680");
    assertThat(huge).isNotEqualTo(png);
    assertThat(RasterPicture.decode(Bytes.hex(huge))).isEmpty();
    String bmp = picture("bmp").toHex();
    String wide = bmp.substring(0, 36) + "00ffff0f" + bmp.substring(44);
    assertThat(RasterPicture.decode(Bytes.hex(wide))).isEmpty();
  }

  /** Each scan of a progressive picture goes over all of its dots; genuine ones have about ten. */
  @Test
  void aPictureOfManyScansIsNotDecoded() throws IOException {
    assertThat(RasterPicture.decode(scans(0))).isPresent();
    assertThat(RasterPicture.decode(scans(40))).isPresent();
    assertThat(RasterPicture.decode(scans(2_000))).isEmpty();
  }

  private static Bytes scans(int more) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam progressive = writer.getDefaultWriteParam();
    progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
    try (ImageOutputStream memory = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(memory);
      writer.write(null, new IIOImage(image, null, null), progressive);
    }
    Bytes whole = Bytes.of(out.toByteArray());
    Bytes body = whole.slice(0, whole.length() - 2);
    Bytes last = body.slice(body.toHex().lastIndexOf("ffda") / 2, body.length());
    return Bytes.hex(body.toHex() + last.toHex().repeat(more) + "ffd9");
  }

  @Test
  void whatIsNoPictureIsNone() {
    assertThat(RasterPicture.decode(Bytes.empty())).isEmpty();
    assertThat(RasterPicture.decode(Bytes.utf8("<svg/>"))).isEmpty();
    assertThat(RasterPicture.decode(Bytes.utf8("BM"))).isEmpty();
    assertThat(RasterPicture.decode(Bytes.utf8("GIF89a"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void damagedOnesEndInAPictureOrNone(String format) throws IOException {
    byte[] genuine = picture(format).toArray();
    Random random = new Random(20261126);
    int shown = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = genuine.clone();
      damaged[8 + random.nextInt(damaged.length - 8)] = (byte) random.nextInt();
      shown += RasterPicture.decode(Bytes.of(damaged)).isPresent() ? 1 : 0;
    }
    assertThat(shown).isLessThan(2_000);
  }
}
