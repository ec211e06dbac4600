package org.xinfu.trust.ofd;

import java.util.HashSet;
import java.util.List;
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

  private static final Set<String> OTHERS =
      words(
          """
          ID BaseLoc Boundary Visible Fill Stroke Font ResourceID DrawParam TemplateID ZOrder
          PageID Type Subtype Rule ImageMask Substitution Relative ColorSpace DefaultCS Cap Join
          Charset FontName FamilyName Bold Italic Serif FixedWidth Format Profile MapType Extend
          ReflectMethod RelativeTo TransFlag NoZoom NoRotate Print
          """);

  private DrawnNames() {}

  static boolean attribute(String name) {
    return NUMBERS.contains(name) || OTHERS.contains(name);
  }

  private static Set<String> words(String text) {
    return Set.copyOf(new HashSet<>(List.of(text.strip().split("\\s+"))));
  }
}
