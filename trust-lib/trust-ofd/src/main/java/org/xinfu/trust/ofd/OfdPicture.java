package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy.Budgets;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.seal.RasterPicture;

/**
 * The picture of a seal whose type is OFD (GB/T 38540 §6.2): a package of one page, drawn as dots.
 * It is a stranger's: what is drawn is paths, images and text in plain colours, within limits on
 * everything, and what is left out is told. No script, no font and no file of it is run.
 *
 * @param png a PNG with a transparent ground, 480 dots on its longer side
 * @param lacks what is not drawn as it was meant
 */
public record OfdPicture(Bytes png, Set<PictureLack> lacks) {
  private static final Budgets BUDGETS =
      new Budgets(4 << 20, 200, 8 << 20, 16 << 20, 200, 40, 1, 1);
  private static final String CLAUSE = "GB/T 38540 6.2";
  private static final double SMALLEST = 0.1;
  private static final double LARGEST = 2_000;

  /** The picture is kept as it is. */
  public OfdPicture {
    lacks = Set.copyOf(lacks);
  }

  /**
   * Draws the first page.
   *
   * @param ofd a package of up to 4 MiB
   * @param typeface for its text
   * @return Invalid with the package's reason when it cannot be read at all
   */
  public static Verdict<OfdPicture> draw(Bytes ofd, Typeface typeface) {
    Report.Builder checks = new Report.Builder();
    try {
      OfdPackage content = OfdPackage.open(DocumentSource.of(ofd), BUDGETS);
      OfdPicture drawn = draw(OfdGraph.of(new OfdFiles(content, BUDGETS.depth())), typeface);
      return checks.pass("picture", CLAUSE, drawn.lacks().toString()).verdict(drawn);
    } catch (Finding f) {
      return checks.fail("picture", CLAUSE, f.reason(), f.detail()).refusal();
    }
  }

  private static OfdPicture draw(OfdGraph graph, Typeface typeface) throws Finding {
    OfdFiles files = graph.files();
    OfdDocument document = graph.documents().get(0);
    List<OfdDocument.Page> pages = document.pages(files);
    Optional<String> file = pages.stream().findFirst().flatMap(OfdDocument.Page::file);
    if (file.isEmpty()) {
      throw new Finding(Reason.REFERENCED_FILE_MISSING, "no page");
    }
    Rectangle box = box(pages.get(0));
    XmlElement page = files.xml(file.get());
    PictureResources resources = new PictureResources(files);
    for (XmlElement common : document.document().children("CommonData")) {
      resources.read(document.docRoot(), common);
    }
    resources.read(file.get(), page);
    Set<PictureLack> lacks = EnumSet.noneOf(PictureLack.class);
    if (pages.size() > 1 || graph.documents().size() > 1) {
      lacks.add(PictureLack.PAGES);
    }
    try (PictureCanvas canvas = new PictureCanvas(box)) {
      PictureObjects objects = new PictureObjects(canvas, resources, typeface);
      for (XmlElement layer : layers(document, files, page, resources)) {
        objects.page(layer);
      }
      lacks.addAll(objects.lacks());
      return new OfdPicture(RasterPicture.png(canvas.image()), lacks);
    }
  }

  private static Rectangle box(OfdDocument.Page page) throws Finding {
    Optional<Rectangle> box = page.box();
    boolean usual =
        box.isPresent()
            && Math.min(box.get().width(), box.get().height()) >= SMALLEST
            && Math.max(box.get().width(), box.get().height()) <= LARGEST;
    if (!usual) {
      throw new Finding(Reason.MALFORMED, "a page without a usual size");
    }
    return box.get();
  }

  /** The page between the templates that it stands on and those that lie on it, §7.7. */
  private static List<XmlElement> layers(
      OfdDocument document, OfdFiles files, XmlElement page, PictureResources resources)
      throws Finding {
    List<XmlElement> below = new ArrayList<>();
    List<XmlElement> above = new ArrayList<>();
    for (XmlElement use : page.children("Template")) {
      Optional<String> file = template(document, use).flatMap(files::named);
      if (file.isPresent()) {
        XmlElement template = files.xml(file.get());
        resources.read(file.get(), template);
        boolean front = use.attribute("ZOrder").orElse("").equals("Foreground");
        (front ? above : below).add(template);
      }
    }
    below.add(page);
    below.addAll(above);
    return below;
  }

  private static Optional<String> template(OfdDocument document, XmlElement use) {
    Optional<String> id = use.attribute("TemplateID");
    return document.document().children("CommonData").stream()
        .flatMap(c -> c.children("TemplatePage").stream())
        .filter(t -> id.isPresent() && t.attribute("ID").equals(id))
        .findFirst()
        .flatMap(t -> t.attribute("BaseLoc"))
        .flatMap(loc -> OfdPath.resolve(document.docRoot(), loc));
  }
}
