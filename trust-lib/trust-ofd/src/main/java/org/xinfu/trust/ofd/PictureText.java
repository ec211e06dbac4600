package org.xinfu.trust.ofd;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import org.xinfu.trust.ofd.PathCommands.Unreadable;

/** Draws text objects, GB/T 33190 §11, with a typeface that the caller brought. */
final class PictureText {
  private static final int MOST_CHARACTERS = 5_000;
  private final PictureCanvas canvas;
  private final PictureResources resources;
  private final Typeface typeface;
  private final Set<PictureLack> lacks;
  private int characters;

  PictureText(
      PictureCanvas canvas, PictureResources resources, Typeface typeface, Set<PictureLack> lacks) {
    this.canvas = canvas;
    this.resources = resources;
    this.typeface = typeface;
    this.lacks = lacks;
  }

  void draw(XmlElement object, AffineTransform place, PictureInk ink) throws Unreadable {
    if (!upright(object, "ReadDirection") || !upright(object, "CharDirection")) {
      lacks.add(PictureLack.DIRECTION);
      return;
    }
    boolean own =
        resources
            .font(object.attribute("Font").orElse(""))
            .filter(f -> !f.children("FontFile").isEmpty())
            .isPresent();
    if (own || !object.children("CGTransform").isEmpty()) {
      lacks.add(PictureLack.TYPEFACE);
    }
    boolean filled = !object.attribute("Fill").orElse("true").equals("false");
    Optional<Color> colour =
        filled
            ? ink.colour("FillColor", Optional.of(Color.BLACK))
            : ink.colour("StrokeColor", Optional.of(Color.BLACK));
    double size = PathCommands.number(object.attribute("Size").orElse(""));
    double width = size * PathCommands.number(object.attribute("HScale").orElse("1"));
    AffineTransform scaled = AffineTransform.getScaleInstance(width, -size);
    for (XmlElement code : object.children("TextCode")) {
      if (colour.isPresent()) {
        line(code, place, scaled, colour.get());
      }
    }
  }

  private static boolean upright(XmlElement object, String attribute) {
    return object.attribute(attribute).orElse("0").equals("0");
  }

  private void line(XmlElement code, AffineTransform place, AffineTransform scaled, Color colour)
      throws Unreadable {
    double x = PathCommands.number(code.attribute("X").orElse("0"));
    double y = PathCommands.number(code.attribute("Y").orElse("0"));
    List<Double> right = steps(code.attribute("DeltaX").orElse(""));
    List<Double> down = steps(code.attribute("DeltaY").orElse(""));
    PrimitiveIterator.OfInt letters = code.text().codePoints().iterator();
    for (int i = 0; letters.hasNext(); i++) {
      if (++characters > MOST_CHARACTERS) {
        lacks.add(PictureLack.BUDGET);
        return;
      }
      AffineTransform at = new AffineTransform(place);
      at.translate(x, y);
      at.concatenate(scaled);
      letter(letters.nextInt(), at, colour);
      x += i < right.size() ? right.get(i) : 0;
      y += i < down.size() ? down.get(i) : 0;
    }
  }

  private void letter(int codePoint, AffineTransform at, Color colour) {
    if (Character.isWhitespace(codePoint)) {
      return;
    }
    Optional<Shape> outline = typeface.outline(codePoint);
    if (outline.isEmpty()) {
      lacks.add(PictureLack.CHARACTER);
    } else if (!canvas.fill(outline.get(), at, colour)) {
      lacks.add(PictureLack.BUDGET);
    }
  }

  /** Distances, where {@code g n d} stands for n times d. */
  private static List<Double> steps(String text) throws Unreadable {
    List<Double> steps = new ArrayList<>();
    if (text.isEmpty()) {
      return steps;
    }
    String[] words = text.split("\\s+", -1);
    for (int i = 0; i < words.length && steps.size() < MOST_CHARACTERS; i++) {
      boolean repeated = words[i].equals("g");
      if (repeated && i + 2 >= words.length) {
        throw new Unreadable();
      }
      double times = repeated ? PathCommands.number(words[++i]) : 1;
      double step = PathCommands.number(repeated ? words[++i] : words[i]);
      for (int n = 0; n < times && steps.size() < MOST_CHARACTERS; n++) {
        steps.add(step);
      }
    }
    return steps;
  }
}
