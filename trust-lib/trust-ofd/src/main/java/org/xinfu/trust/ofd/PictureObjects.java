package org.xinfu.trust.ofd;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.ofd.PathCommands.Unreadable;
import org.xinfu.trust.seal.RasterPicture;

/** Draws the objects of a page, GB/T 33190 §8.5 and §9 to §12, and keeps what it left out. */
final class PictureObjects {
  private static final int MOST_OBJECTS = 20_000;
  private static final int MOST_OPERATORS = 50_000;
  private static final int MOST_PATH_TEXT = 1 << 20;
  private static final int MOST_IMAGES = 16;
  private static final List<String> LAYERS = List.of("Background", "Body", "Foreground");
  private final PictureCanvas canvas;
  private final PictureResources resources;
  private final PictureText text;
  private final Set<PictureLack> lacks = EnumSet.noneOf(PictureLack.class);
  private int objects;
  private int pathText;
  private int images;

  PictureObjects(PictureCanvas canvas, PictureResources resources, Typeface typeface) {
    this.canvas = canvas;
    this.resources = resources;
    this.text = new PictureText(canvas, resources, typeface, lacks);
  }

  Set<PictureLack> lacks() {
    return lacks;
  }

  /** All layers of a page, the background first. */
  void page(XmlElement page) throws Finding {
    for (String type : LAYERS) {
      for (XmlElement content : page.children("Content")) {
        for (XmlElement layer : content.children("Layer")) {
          if (layer.attribute("Type").orElse("Body").equals(type)) {
            block(layer, layer.attribute("DrawParam").orElse(""));
          }
        }
      }
    }
  }

  private void block(XmlElement block, String parameter) throws Finding {
    for (XmlElement object : block.children()) {
      if (lacks.contains(PictureLack.BUDGET) || ++objects > MOST_OBJECTS) {
        lacks.add(PictureLack.BUDGET);
        return;
      }
      switch (object.name()) {
        case "PageBlock" -> block(object, parameter);
        case "PathObject", "TextObject", "ImageObject" -> object(object, parameter);
        case "CompositeObject" -> lacks.add(PictureLack.COMPOSITE);
        default -> {}
      }
    }
  }

  private void object(XmlElement object, String parameter) throws Finding {
    if (object.attribute("Visible").orElse("true").equals("false")) {
      return;
    }
    if (!object.children("Clips").isEmpty()) {
      lacks.add(PictureLack.CLIP);
      return;
    }
    Optional<Rectangle> box = object.attribute("Boundary").flatMap(Rectangle::parse);
    try {
      if (box.isEmpty()) {
        throw new Unreadable();
      }
      AffineTransform place = canvas.enter(box.get(), matrix(object));
      PictureInk ink = new PictureInk(resources, object, parameter, lacks);
      switch (object.name()) {
        case "PathObject" -> path(object, place, ink);
        case "TextObject" -> text.draw(object, place, ink);
        default -> image(object, place);
      }
    } catch (Unreadable damaged) {
      lacks.add(PictureLack.DAMAGED);
    }
  }

  private static AffineTransform matrix(XmlElement object) throws Unreadable {
    Optional<String> stated = object.attribute("CTM");
    if (stated.isEmpty()) {
      return new AffineTransform();
    }
    String[] words = stated.get().split("\\s+", -1);
    if (words.length != 6) {
      throw new Unreadable();
    }
    double[] matrix = new double[6];
    for (int i = 0; i < 6; i++) {
      matrix[i] = PathCommands.number(words[i]);
    }
    return new AffineTransform(matrix);
  }

  private void path(XmlElement object, AffineTransform place, PictureInk ink) throws Unreadable {
    Optional<XmlElement> data = object.children("AbbreviatedData").stream().findFirst();
    pathText += data.map(d -> d.text().length()).orElse(0);
    if (pathText > MOST_PATH_TEXT) {
      lacks.add(PictureLack.BUDGET);
      return;
    }
    boolean evenOdd = object.attribute("Rule").orElse("").equals("Even-Odd");
    int rule = evenOdd ? Path2D.WIND_EVEN_ODD : Path2D.WIND_NON_ZERO;
    Optional<Path2D> path = data.flatMap(d -> PathCommands.parse(d.text(), rule, MOST_OPERATORS));
    if (path.isEmpty()) {
      throw new Unreadable();
    }
    if (object.attribute("Fill").orElse("false").equals("true")) {
      Optional<Color> colour = ink.colour("FillColor", Optional.empty());
      if (colour.isPresent()) {
        pay(canvas.fill(path.get(), place, colour.get()));
      }
    }
    if (object.attribute("Stroke").orElse("true").equals("true")) {
      Optional<Color> colour = ink.colour("StrokeColor", Optional.of(Color.BLACK));
      BasicStroke pen = ink.stroke();
      if (colour.isPresent() && pen.getLineWidth() > 0) {
        pay(canvas.fill(pen.createStrokedShape(path.get()), place, colour.get()));
      }
    }
  }

  private void image(XmlElement object, AffineTransform place) throws Finding, Unreadable {
    if (++images > MOST_IMAGES) {
      lacks.add(PictureLack.BUDGET);
      return;
    }
    Optional<RasterPicture> picture =
        resources.image(object.attribute("ResourceID").orElse("")).flatMap(RasterPicture::decode);
    if (picture.isEmpty() || object.attribute("ImageMask").isPresent()) {
      lacks.add(PictureLack.IMAGE);
      return;
    }
    pay(canvas.draw(picture.get().image(), place, PictureInk.alpha(object)));
  }

  private void pay(boolean drawn) {
    if (!drawn) {
      lacks.add(PictureLack.BUDGET);
    }
  }
}
