package org.xinfu.licence.layout;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xinfu.kit.font.FontChain;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.ofd.OfdPackageWriter;

/**
 * Writes a page as an OFD package (GB/T 33190-2016): {@code OFD.xml} with the metadata as
 * CustomDatas (7.4), one document, embedded subsets of the fonts, one page.
 */
final class OfdFile {
  private static final String NAMESPACE = "http://www.ofdspec.org/2016";

  /** China Standard Time, in which the standard's dates are read. */
  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

  private static final int PAGE_ID = 1;
  private static final int FIRST_FONT_ID = 2;
  private final FontChain fonts;

  OfdFile(FontChain fonts) {
    this.fonts = fonts;
  }

  Bytes write(Page page, Sheet sheet) {
    SortedMap<Integer, NavigableSet<Integer>> used = used(page);
    OfdPage content = new OfdPage(fonts, used, FIRST_FONT_ID + fonts.size());
    String pageXml = content.write(page);
    SortedMap<String, Bytes> entries = new TreeMap<>();
    entries.put("OFD.xml", Bytes.utf8(root(sheet)));
    entries.put("Doc_0/Document.xml", Bytes.utf8(document(page, content.maxId())));
    entries.put("Doc_0/PublicRes.xml", Bytes.utf8(resources(used)));
    entries.put("Doc_0/Pages/Page_0/Content.xml", Bytes.utf8(pageXml));
    used.forEach(
        (font, characters) ->
            entries.put("Doc_0/Res/" + fileName(font), fonts.subset(font, characters)));
    return OfdPackageWriter.write(entries);
  }

  /** GB/T 33190 7.4, tables 3 and 4. */
  private static String root(Sheet sheet) {
    Xml xml = new Xml().open("ofd:OFD", "xmlns:ofd", NAMESPACE, "DocType", "OFD", "Version", "1.1");
    xml.open("ofd:DocBody").open("ofd:DocInfo");
    xml.element("ofd:DocID", sheet.documentId());
    xml.element("ofd:Title", sheet.title());
    xml.element("ofd:Author", sheet.author());
    xml.element("ofd:CreationDate", LocalDate.ofInstant(sheet.madeAt(), CHINA).toString());
    xml.element("ofd:Creator", "Xinfu licence-vault");
    xml.open("ofd:CustomDatas");
    for (Map.Entry<String, String> item : sheet.metadata().entrySet()) {
      xml.element("ofd:CustomData", item.getValue(), "Name", item.getKey());
    }
    xml.close("ofd:CustomDatas").close("ofd:DocInfo");
    xml.element("ofd:DocRoot", "Doc_0/Document.xml");
    return xml.close("ofd:DocBody").close("ofd:OFD").toString();
  }

  /** GB/T 33190 7.5, table 5. */
  private static String document(Page page, int maxId) {
    Xml xml = new Xml().open("ofd:Document", "xmlns:ofd", NAMESPACE);
    xml.open("ofd:CommonData").element("ofd:MaxUnitID", Integer.toString(maxId));
    xml.open("ofd:PageArea");
    xml.element("ofd:PhysicalBox", Millimetres.text(0, 0, page.width(), page.height()));
    xml.close("ofd:PageArea").element("ofd:PublicRes", "PublicRes.xml");
    xml.close("ofd:CommonData").open("ofd:Pages");
    xml.empty("ofd:Page", "ID", Integer.toString(PAGE_ID), "BaseLoc", "Pages/Page_0/Content.xml");
    return xml.close("ofd:Pages").close("ofd:Document").toString();
  }

  /** GB/T 33190 7.9, table 18, and 11.1, table 44. */
  private String resources(SortedMap<Integer, NavigableSet<Integer>> used) {
    Xml xml = new Xml().open("ofd:Res", "xmlns:ofd", NAMESPACE, "BaseLoc", "Res");
    xml.open("ofd:Fonts");
    for (int font : used.keySet()) {
      String name = "XinfuSubset" + font;
      String id = Integer.toString(FIRST_FONT_ID + font);
      xml.open("ofd:Font", "ID", id, "FontName", name, "FamilyName", name);
      xml.element("ofd:FontFile", fileName(font)).close("ofd:Font");
    }
    return xml.close("ofd:Fonts").close("ofd:Res").toString();
  }

  private static String fileName(int font) {
    return "font_" + font + ".ttf";
  }

  /** Which characters of which font the page draws. */
  static SortedMap<Integer, NavigableSet<Integer>> used(Page page) {
    SortedMap<Integer, NavigableSet<Integer>> used = new TreeMap<>();
    for (Page.Mark mark : page.marks()) {
      if (mark instanceof Page.Run run) {
        NavigableSet<Integer> characters = used.computeIfAbsent(run.font(), f -> new TreeSet<>());
        run.text().codePoints().forEach(characters::add);
      }
    }
    return used;
  }
}
