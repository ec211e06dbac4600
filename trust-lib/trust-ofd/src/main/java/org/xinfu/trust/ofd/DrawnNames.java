package org.xinfu.trust.ofd;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names of GB/T 33190-2016 for what a page shows and for what makes it up. Readers that go by local
 * names (ofdrw) find them in any namespace, others in the standard's alone; what bears other names
 * is an extension of some producer, which neither finds.
 */
final class DrawnNames {
  /** Elements: the document and its pages (§7), resources, graphics, text, annotations (§8-15). */
  static final Set<String> ELEMENTS =
      words(
          """
          CommonData PageArea PhysicalBox ApplicationBox ContentBox BleedBox PublicRes DocumentRes
          PageRes DefaultCS Pages Page TemplatePage Template Area Content Layer PageBlock
          ColorSpaces ColorSpace Palette CV DrawParams DrawParam Fonts Font FontFile
          MultiMedias MultiMedia MediaFile CompositeGraphicUnits CompositeGraphicUnit
          Thumbnail Substitution PathObject TextObject ImageObject CompositeObject
          AbbreviatedData FillColor StrokeColor Clips Clip Path Text Pattern CellContent
          AxialShd RadialShd GouraudShd LaGouraudShd LaGourandShd Segment Color Point BackColor
          Border BorderColor TextCode CGTransform Glyphs
          Annotations FileLoc PageAnnot Annot Appearance
          """);

  /** Attributes that are numbers or lists of them. */
  static final Set<String> NUMBERS =
      words(
          """
          X Y DeltaX DeltaY Size HScale Weight CTM Alpha Value LineWidth MiterLimit DashOffset
          DashPattern ReadDirection CharDirection CodePosition CodeCount GlyphCount MapUnit Angle
          Eccentricity EllipseSize StartPoint EndPoint StartRadius EndRadius EdgeFlag
          VerticesPerRow Width Height XStep YStep BitsPerComponent HorizonalCornerRadius
          VerticalCornerRadius Index Position
          """);

  private static final String OBJECT =
      " ID Boundary Visible CTM DrawParam LineWidth Cap Join MiterLimit DashOffset DashPattern Alpha";

  private static final String TEXT =
      OBJECT + " Font Size Stroke Fill HScale ReadDirection CharDirection Weight Italic";

  private static final String PATH = OBJECT + " Stroke Fill Rule";
  private static final String IMAGE = OBJECT + " ResourceID Substitution ImageMask";
  private static final String COLOUR = " ID Value Index ColorSpace Alpha";
  private static final String SHADING = " ID MapType MapUnit Extend StartPoint EndPoint";
  private static final String LINE = " ID LineWidth DashOffset DashPattern";
  private static final String GOURAUD = " ID Extend VerticesPerRow";

  /**
   * What the standard has of these elements and what ofdrw (2.3.1) asks of them; of other elements
   * it asks for their ID.
   */
  private static final Map<String, Set<String>> ATTRIBUTES =
      attributes(
          "TextObject Text" + ":" + TEXT,
          "PathObject Path" + ":" + PATH,
          "ImageObject" + ":" + IMAGE,
          "CompositeObject" + ":" + OBJECT + " ResourceID",
          "Layer PageBlock: ID Type DrawParam Boundary",
          "TextCode: ID X Y DeltaX DeltaY",
          "CGTransform: ID CodePosition CodeCount GlyphCount",
          "FillColor StrokeColor BorderColor BackColor Color" + ":" + COLOUR,
          "Pattern: ID Width Height XStep YStep ReflectMethod RelativeTo CTM",
          "AxialShd" + ":" + SHADING,
          "RadialShd" + ":" + SHADING + " Eccentricity Angle StartRadius EndRadius",
          "GouraudShd LaGouraudShd LaGourandShd" + ":" + GOURAUD,
          "Segment: ID Position",
          "Point: ID X Y EdgeFlag",
          "Border" + ":" + LINE + " HorizonalCornerRadius VerticalCornerRadius",
          "Area: ID CTM DrawParam",
          "Clips: ID TransFlag",
          "Page: ID BaseLoc PageID",
          "Template: ID TemplateID ZOrder",
          "TemplatePage: ID ZOrder BaseLoc",
          "ColorSpace: ID Type BitsPerComponent Profile DefaultCS",
          "DrawParam" + ":" + LINE + " Relative Join Cap MiterLimit",
          "Font: ID FontName FamilyName Charset Italic Bold Serif FixedWidth",
          "MultiMedia: ID Type Format",
          "CompositeGraphicUnit: ID Width Height",
          "Annot: ID Type Subtype Visible Print NoZoom NoRotate",
          "Appearance: ID Boundary");

  private DrawnNames() {}

  /** Whether a reader that goes by local names finds this attribute of an element of this name. */
  static boolean attribute(String element, String name) {
    return name.equals("ID") || ATTRIBUTES.getOrDefault(element, Set.of()).contains(name);
  }

  private static Map<String, Set<String>> attributes(String... lines) {
    Map<String, Set<String>> all = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      Set<String> names = words(line.substring(colon + 1));
      words(line.substring(0, colon)).forEach(element -> all.put(element, names));
    }
    return Map.copyOf(all);
  }

  private static Set<String> words(String text) {
    return Set.copyOf(new HashSet<>(List.of(text.strip().split("\\s+"))));
  }
}
