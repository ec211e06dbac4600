package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.seal.RidingSeam;
import org.xinfu.trust.seal.Seal;
import picocli.CommandLine.Option;

/** Which seal is shown, and where on which page. */
final class StampOptions {
  private static final String NUMBER = "(\\d{1,6}(?:\\.\\d{1,6})?)";
  private static final Pattern PLACE = Pattern.compile("(\\d{1,6})," + NUMBER + "," + NUMBER);
  private static final Pattern SEAM =
      Pattern.compile("(left|right|top|bottom)(?:," + NUMBER + ")?");

  private static final double USUAL_SEAM = 100;

  @Option(names = "--seal", paramLabel = "ESL", description = "the seal (GB/T 38540) that is shown")
  @Nullable Path file;

  @Option(names = "--page", paramLabel = "N", description = "its page, from 1; default: 1")
  @Nullable Integer page;

  @Option(names = "--x", paramLabel = "MM", description = "from the page's left edge to the seal's")
  @Nullable Double x;

  @Option(
      names = "--y",
      paramLabel = "MM",
      description = "from the page's upper edge to the seal's")
  @Nullable Double y;

  @Option(
      names = "--at",
      paramLabel = "PAGE,X,Y",
      description = {"one more place of the same seal; several times for more", "同一印章的另一位置；可多次给出"})
  List<String> places = new ArrayList<>();

  @Option(
      names = "--seam",
      paramLabel = "EDGE[,MM]",
      description = {
        "a riding seam over all pages at their left, right, top or bottom edge, MM from its"
            + " upper or left end; default: 100",
        "骑缝章：跨所有页，位于 left、right、top 或 bottom 边，MM 为距该边上端或左端的距离，默认 100"
      })
  List<String> seams = new ArrayList<>();

  @Option(
      names = "--seam-pages",
      paramLabel = "N",
      description = {
        "most pages that share one picture of a riding seam; default: 20",
        "骑缝章每枚最多跨的页数，默认 20"
      })
  int seamPages = 20;

  /**
   * The seal.
   *
   * @throws IllegalArgumentException when the file holds none
   */
  Optional<Seal> seal() throws IOException {
    Path from = file;
    if (from == null) {
      return Optional.empty();
    }
    Bytes octets = Bytes.of(Files.readAllBytes(from));
    return Optional.of(
        Seal.parse(octets)
            .orElseThrow(() -> new IllegalArgumentException(from + " holds no seal")));
  }

  /** Where it is shown whole; without any option, at the first page's upper left corner. */
  List<DocumentSigning.Spot> spots() {
    List<DocumentSigning.Spot> spots = new ArrayList<>();
    boolean named = page != null || x != null || y != null;
    if (named || (places.isEmpty() && seams.isEmpty())) {
      spots.add(spot(page == null ? 1 : page, x == null ? 0 : x, y == null ? 0 : y));
    }
    for (String place : places) {
      Matcher parts = PLACE.matcher(place);
      if (!parts.matches()) {
        throw new IllegalArgumentException("--at wants a page and millimetres such as 2,120,180");
      }
      spots.add(
          spot(
              Integer.parseInt(parts.group(1)),
              Double.parseDouble(parts.group(2)),
              Double.parseDouble(parts.group(3))));
    }
    return spots;
  }

  private static DocumentSigning.Spot spot(int page, double x, double y) {
    if (page < 1 || x < 0 || y < 0) {
      throw new IllegalArgumentException("pages count from 1, places from the upper left corner");
    }
    return new DocumentSigning.Spot(page, x, y);
  }

  /** Where it rides over the edges of all pages. */
  List<RidingSeam> ridingSeams() {
    List<RidingSeam> riding = new ArrayList<>();
    for (String seam : seams) {
      Matcher parts = SEAM.matcher(seam);
      if (!parts.matches()) {
        throw new IllegalArgumentException("--seam wants left, right, top or bottom, and ,MM");
      }
      RidingSeam.Edge edge = RidingSeam.Edge.valueOf(parts.group(1).toUpperCase(Locale.ROOT));
      double from = parts.group(2) == null ? USUAL_SEAM : Double.parseDouble(parts.group(2));
      riding.add(new RidingSeam(edge, from, seamPages));
    }
    return riding;
  }

  /**
   * Refuses a place without a seal to put there.
   *
   * @throws IllegalArgumentException when there is one
   */
  void requirePlaced() {
    if (file == null
        && !(page == null && x == null && y == null && places.isEmpty() && seams.isEmpty())) {
      throw new IllegalArgumentException("--page, --x, --y, --at and --seam go with --seal");
    }
  }

  /**
   * Refuses a picture that no PDF can show.
   *
   * @throws IllegalArgumentException when it is one
   */
  static void requirePng(Optional<Seal> seal) {
    if (seal.filter(s -> !s.picture().type().toUpperCase(Locale.ROOT).equals("PNG")).isPresent()) {
      throw new IllegalArgumentException("a PDF shows a seal whose picture is PNG");
    }
  }
}
