package org.xinfu.trust.cli;

import java.awt.Shape;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.ofd.OfdPicture;
import org.xinfu.trust.ofd.PictureLack;
import org.xinfu.trust.ofd.Typeface;
import org.xinfu.trust.pdf.report.GlyphOutlines;
import org.xinfu.trust.seal.RasterPicture;

/**
 * A seal's verified picture as a report shows it, and what the reader should know of that. What a
 * picture is, its octets say; what a seal calls PNG may be something that a browser would run.
 *
 * @param image a PNG or JPEG; empty when it cannot be shown
 * @param remarks keys of {@link Words}
 */
record ShownPicture(Optional<Bytes> image, List<String> remarks) {
  private static final Bytes ZIP = Bytes.hex("504b0304");

  /** None, because of what the remark says. */
  private static ShownPicture none(String remark) {
    return new ShownPicture(Optional.empty(), List.of(remark));
  }

  /** The document does not give its picture out again. */
  static ShownPicture absent() {
    return none("picture.absent");
  }

  static ShownPicture of(Bytes octets) {
    return octets.length() > ZIP.length() && octets.slice(0, ZIP.length()).equals(ZIP)
        ? drawn(OfdPicture.draw(octets, new LateTypeface()))
        : RasterPicture.decode(octets)
            .map(picture -> dots(octets, picture))
            .orElseGet(() -> none("picture.unreadable"));
  }

  private static ShownPicture dots(Bytes octets, RasterPicture picture) {
    boolean known = picture.format().equals("png") || picture.format().equals("jpeg");
    return new ShownPicture(
        Optional.of(known ? octets : picture.png()),
        picture.alone() ? List.of() : List.of("picture.moving"));
  }

  private static ShownPicture drawn(Verdict<OfdPicture> verdict) {
    return verdict.fold(
        picture ->
            new ShownPicture(
                Optional.of(picture.png()),
                picture.lacks().stream().sorted().map(ShownPicture::key).toList()),
        (reason, report) -> none("picture.unreadable"),
        (reason, report) -> none("picture.unreadable"));
  }

  private static String key(PictureLack lack) {
    return "PictureLack." + lack.name();
  }

  /** Reads the font when there is text to be drawn. */
  private static final class LateTypeface implements Typeface {
    private @Nullable GlyphOutlines outlines;

    @Override
    public Optional<Shape> outline(int codePoint) {
      if (outlines == null) {
        outlines = GlyphOutlines.of(ReportTypeface.trueType());
      }
      return outlines.outline(codePoint);
    }
  }
}
