package org.xinfu.trust.ofd;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.ofd.PathCommands.Unreadable;

/**
 * With what an object is drawn: its own attributes before those of its draw parameter, of that
 * one's relatives, and of the layer (GB/T 33190 §8.2, §8.3).
 */
final class PictureInk {
  private static final int MOST_RELATIVES = 8;
  private static final String DEFAULT_WIDTH = "0.353";
  private final PictureResources resources;
  private final List<XmlElement> sources = new ArrayList<>();
  private final Set<PictureLack> lacks;

  PictureInk(PictureResources resources, XmlElement object, String layer, Set<PictureLack> lacks) {
    this.resources = resources;
    this.lacks = lacks;
    sources.add(object);
    Optional<XmlElement> next = resources.parameter(object.attribute("DrawParam").orElse(layer));
    while (next.isPresent() && sources.size() < MOST_RELATIVES) {
      sources.add(next.get());
      next = next.get().attribute("Relative").flatMap(resources::parameter);
    }
  }

  private String attribute(String name, String otherwise) {
    for (XmlElement source : sources) {
      Optional<String> found = source.attribute(name);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return otherwise;
  }

  /** The pen; a dashed line is drawn whole, since dashes can be without number. */
  BasicStroke stroke() throws Unreadable {
    if (!attribute("DashPattern", "").isEmpty()) {
      lacks.add(PictureLack.DASHES);
    }
    double width = PathCommands.number(attribute("LineWidth", DEFAULT_WIDTH));
    double limit = PathCommands.number(attribute("MiterLimit", "4.234"));
    int cap =
        switch (attribute("Cap", "Butt")) {
          case "Round" -> BasicStroke.CAP_ROUND;
          case "Square" -> BasicStroke.CAP_SQUARE;
          default -> BasicStroke.CAP_BUTT;
        };
    int join =
        switch (attribute("Join", "Miter")) {
          case "Round" -> BasicStroke.JOIN_ROUND;
          case "Bevel" -> BasicStroke.JOIN_BEVEL;
          default -> BasicStroke.JOIN_MITER;
        };
    return new BasicStroke((float) Math.abs(width), cap, join, (float) Math.max(1, limit));
  }

  /**
   * The colour of an element {@code FillColor} or {@code StrokeColor}.
   *
   * @param otherwise when nobody states one; empty for transparent
   * @return empty when there is nothing to be seen, or nothing that can be drawn
   */
  Optional<Color> colour(String element, Optional<Color> otherwise) throws Unreadable {
    for (XmlElement source : sources) {
      Optional<XmlElement> stated = source.children(element).stream().findFirst();
      if (stated.isPresent()) {
        return colour(stated.get());
      }
    }
    return otherwise;
  }

  private Optional<Color> colour(XmlElement stated) throws Unreadable {
    if (!stated.children().isEmpty()) {
      lacks.add(PictureLack.SHADING);
      return Optional.empty();
    }
    Optional<XmlElement> space = stated.attribute("ColorSpace").flatMap(resources::space);
    String[] words = stated.attribute("Value").orElse("").split("\\s+", -1);
    String type = space.flatMap(s -> s.attribute("Type")).orElse("RGB").toUpperCase(Locale.ROOT);
    boolean plain = space.flatMap(s -> s.attribute("BitsPerComponent")).orElse("8").equals("8");
    int count = type.equals("GRAY") ? 1 : type.equals("CMYK") ? 4 : 3;
    boolean palette = stated.attribute("Index").isPresent() || !plain;
    if (palette || (words.length != count && !(count == 3 && words[0].isEmpty()))) {
      lacks.add(PictureLack.COLOUR);
      return Optional.empty();
    }
    double[] v = new double[words.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = words[i].isEmpty() ? 0 : component(words[i]);
    }
    int alpha = (int) Math.round(255 * alpha(stated) * alpha(sources.get(0)));
    Color colour =
        switch (count) {
          case 1 -> rgb(v[0], v[0], v[0], alpha);
          case 4 -> rgb(ink(v[0], v[3]), ink(v[1], v[3]), ink(v[2], v[3]), alpha);
          default -> v.length == 3 ? rgb(v[0], v[1], v[2], alpha) : rgb(0, 0, 0, alpha);
        };
    return Optional.of(colour);
  }

  private static double ink(double colour, double black) {
    return (1 - colour) * (1 - black);
  }

  private static Color rgb(double red, double green, double blue, int alpha) {
    return new Color(round(red), round(green), round(blue), alpha);
  }

  private static int round(double part) {
    return (int) Math.round(part * 255);
  }

  /** A number to 255, or the same in hexadecimal behind a number sign; from 0 to 1. */
  private static double component(String word) throws Unreadable {
    double value =
        word.matches("#[0-9A-Fa-f]{1,2}")
            ? Integer.parseInt(word.substring(1), 16)
            : PathCommands.number(word);
    return Math.max(0, Math.min(255, value)) / 255;
  }

  /** How opaque an element says that it is, from 0 to 1. */
  static double alpha(XmlElement element) throws Unreadable {
    return component(element.attribute("Alpha").orElse("255"));
  }
}
