package org.xinfu.licence.layout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.xinfu.kit.font.FontChain;
import org.xinfu.trust.Bytes;

/**
 * Writes a page as a PDF 1.7 (ISO 32000-1): embedded font subsets with extractable text, the
 * metadata in the information dictionary and in XMP. No clock, no random number: the file's ID and
 * dates come from the sheet.
 */
final class PdfFile {
  private final FontChain fonts;

  PdfFile(FontChain fonts) {
    this.fonts = fonts;
  }

  Bytes write(Page page, Sheet sheet) {
    try (PDDocument document = new PDDocument()) {
      document.setVersion(1.7f);
      document.setDocumentId(Long.parseUnsignedLong(sheet.documentId().substring(0, 16), 16));
      PDRectangle paper =
          new PDRectangle(
              (float) PdfPage.points(page.width()), (float) PdfPage.points(page.height()));
      PDPage paperPage = new PDPage(paper);
      document.addPage(paperPage);
      Map<Integer, PDFont> embedded = embed(document, page);
      try (PDPageContentStream stream = new PDPageContentStream(document, paperPage)) {
        new PdfPage(stream, embedded, fonts).draw(page);
      }
      describe(document, sheet);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out, CompressParameters.NO_COMPRESSION);
      return Bytes.of(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<Integer, PDFont> embed(PDDocument document, Page page) throws IOException {
    SortedMap<Integer, NavigableSet<Integer>> used = OfdFile.used(page);
    Map<Integer, PDFont> embedded = new TreeMap<>();
    for (Map.Entry<Integer, NavigableSet<Integer>> font : used.entrySet()) {
      boolean rare = font.getValue().stream().anyMatch(c -> !Character.isBmpCodePoint(c));
      // A subset's cmap ends at U+FFFF; with a rarer character PDFBox subsets the whole font.
      Bytes file = rare ? fonts.file(font.getKey()) : fonts.subset(font.getKey(), font.getValue());
      embedded.put(font.getKey(), PDType0Font.load(document, file.stream(), true));
    }
    return embedded;
  }

  private static void describe(PDDocument document, Sheet sheet) throws IOException {
    PDDocumentInformation information = document.getDocumentInformation();
    Calendar madeAt = GregorianCalendar.from(sheet.madeAt().atZone(ZoneOffset.UTC));
    information.setTitle(sheet.title());
    information.setAuthor(sheet.author());
    information.setCreator("Xinfu licence-vault");
    information.setCreationDate(madeAt);
    information.setModificationDate(madeAt);
    sheet.metadata().forEach(information::setCustomMetadataValue);
    document.getDocumentCatalog().setLanguage("zh-CN");
    PDViewerPreferences preferences =
        new PDViewerPreferences(new org.apache.pdfbox.cos.COSDictionary());
    preferences.setDisplayDocTitle(true);
    document.getDocumentCatalog().setViewerPreferences(preferences);
    byte[] xmp = xmp(sheet).getBytes(StandardCharsets.UTF_8);
    document
        .getDocumentCatalog()
        .setMetadata(new PDMetadata(document, new ByteArrayInputStream(xmp)));
  }

  /** ISO 16684-1; the licence's items in a namespace of their own. */
  private static String xmp(Sheet sheet) {
    StringBuilder xml =
        new StringBuilder("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n");
    xml.append("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n")
        .append("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n")
        .append("<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"")
        .append(" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"")
        .append(" xmlns:licence=\"urn:xinfu:licence:gbt36903\">\n")
        .append("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">")
        .append(Xml.escaped(sheet.title()))
        .append("</rdf:li></rdf:Alt></dc:title>\n<xmp:CreateDate>")
        .append(sheet.madeAt())
        .append("</xmp:CreateDate>\n");
    sheet
        .metadata()
        .forEach(
            (name, value) ->
                xml.append(
                    "<licence:%s>%s</licence:%s>\n".formatted(name, Xml.escaped(value), name)));
    return xml.append("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>").toString();
  }
}
