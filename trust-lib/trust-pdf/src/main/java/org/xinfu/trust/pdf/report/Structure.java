package org.xinfu.trust.pdf.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDNumberTreeNode;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkInfo;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkedContentReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDParentTreeValue;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.apache.pdfbox.pdmodel.documentinterchange.taggedpdf.PDTableAttributeObject;

/**
 * The logical structure of the report, for readers that speak (tagged PDF, ISO 32000-2 §14.7 and
 * §14.8): which of what is drawn is a heading, a name, a cell, and in which order it is read.
 */
final class Structure {
  private static final COSName ARTIFACT = COSName.getPDFName("Artifact");

  private final PDStructureTreeRoot root = new PDStructureTreeRoot();

  /** Of each page, the elements of its pieces by number. */
  private final List<COSArray> pages = new ArrayList<>();

  private PDStructureElement current = new PDStructureElement("Document", root);
  private boolean decorating;

  Structure(PDDocument document) {
    root.appendKid(current);
    document.getDocumentCatalog().setStructureTreeRoot(root);
    PDMarkInfo marked = new PDMarkInfo();
    marked.setMarked(true);
    document.getDocumentCatalog().setMarkInfo(marked);
  }

  /** What draws. */
  interface Part {
    void draw() throws IOException;
  }

  /** A page that is drawn on from now on. */
  void begin(PDPage page) {
    page.setStructParents(pages.size());
    page.getCOSObject().setName(COSName.getPDFName("Tabs"), "S");
    pages.add(new COSArray());
  }

  /** Whatever {@code part} draws belongs to a new element of this standard type. */
  void within(String type, Part part) throws IOException {
    if (decorating) {
      part.draw();
      return;
    }
    PDStructureElement outer = current;
    PDStructureElement inner = new PDStructureElement(type, outer);
    if (type.equals("TH")) {
      PDTableAttributeObject scope = new PDTableAttributeObject();
      scope.setScope(PDTableAttributeObject.SCOPE_COLUMN);
      inner.addAttribute(scope);
    }
    outer.appendKid(inner);
    current = inner;
    part.draw();
    current = outer;
  }

  /** The same with words for whoever does not see it. */
  void within(String type, String alternative, Part part) throws IOException {
    within(
        type,
        () -> {
          current.setAlternateDescription(alternative);
          part.draw();
        });
  }

  /** Whatever {@code part} draws says nothing new, and is not read out. */
  void decoration(Part part) throws IOException {
    boolean before = decorating;
    decorating = true;
    part.draw();
    decorating = before;
  }

  /** Draws a piece of the current element on the last page, or a decoration. */
  void piece(PDPage page, PDPageContentStream stream, Part part) throws IOException {
    if (decorating) {
      stream.beginMarkedContent(ARTIFACT);
    } else {
      stream.beginMarkedContent(COSName.getPDFName(current.getStructureType()), number(page));
    }
    part.draw();
    stream.endMarkedContent();
  }

  private int number(PDPage page) {
    COSArray pieces = pages.get(page.getStructParents());
    int number = pieces.size();
    pieces.add(current.getCOSObject());
    if (current.getPage() == null) {
      current.setPage(page);
    }
    if (current.getPage().getCOSObject() == page.getCOSObject()) {
      current.appendKid(number);
    } else {
      // An element that goes on behind the end of its page.
      PDMarkedContentReference piece = new PDMarkedContentReference();
      piece.setPage(page);
      piece.setMCID(number);
      current.appendKid(piece);
    }
    return number;
  }

  /** Writes which piece belongs to which element; the last thing done. */
  void finish() {
    Map<Integer, COSArray> numbers = new TreeMap<>();
    for (int i = 0; i < pages.size(); i++) {
      numbers.put(i, pages.get(i));
    }
    PDNumberTreeNode parents = new PDNumberTreeNode(PDParentTreeValue.class);
    parents.setNumbers(numbers);
    root.setParentTree(parents);
    root.setParentTreeNextKey(pages.size());
  }
}
