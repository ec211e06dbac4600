package org.xinfu.licence.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xinfu.kit.font.FontChain;
import org.xinfu.licence.Samples;
import org.xinfu.licence.domain.LicenceFacts;
import org.xinfu.licence.types.Catalogue;
import org.xinfu.licence.types.SheetMaker;
import org.xinfu.licence.types.TypePackage;
import org.xinfu.trust.Bytes;

class LicenceLayoutTest {
  private static final FontChain FONTS = FontChain.standard();
  private static final Catalogue CATALOGUE = Catalogue.standard();
  private final LicenceLayout layout = new LicenceLayout(FONTS);
  private final SheetMaker maker = new SheetMaker("http://localhost:9200/verify");

  private LicenceLayout.Files lay(LicenceLayout by, LicenceFacts facts) {
    TypePackage type = CATALOGUE.find(facts.identifier().typeCode()).orElseThrow();
    return by.lay(type.template(), maker.sheet(type.type(), facts));
  }

  @Test
  void sameFactsGiveTheSameOctetsFromAnotherFontChain() {
    for (LicenceFacts facts : List.of(Samples.estate(), Samples.food(), Samples.business())) {
      LicenceLayout.Files first = lay(layout, facts);
      LicenceLayout.Files second = lay(new LicenceLayout(FontChain.standard()), facts);
      assertThat(second.ofd()).isEqualTo(first.ofd());
      assertThat(second.pdf()).isEqualTo(first.pdf());
    }
  }

  @Test
  void anyOtherFactGivesOtherOctets() {
    LicenceFacts facts = Samples.food();
    Map<String, String> items = new HashMap<>(facts.items());
    items.put("signatory", "周若山");
    LicenceFacts other =
        new LicenceFacts(
            facts.identifier(),
            facts.number(),
            facts.holders(),
            items,
            facts.issuer(),
            facts.validFrom(),
            facts.validTo(),
            facts.issuedAt());
    assertThat(lay(layout, other).ofd()).isNotEqualTo(lay(layout, facts).ofd());
    assertThat(lay(layout, other).pdf()).isNotEqualTo(lay(layout, facts).pdf());
  }

  @Test
  void theOfdIsWellFormedAndHoldsItsMetadata() throws Exception {
    Map<String, byte[]> entries = entries(lay(layout, Samples.estate()).ofd());
    assertThat(entries.keySet())
        .containsExactlyInAnyOrder(
            "OFD.xml",
            "Doc_0/Document.xml",
            "Doc_0/PublicRes.xml",
            "Doc_0/Pages/Page_0/Content.xml",
            "Doc_0/Res/font_0.ttf");
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      if (entry.getKey().endsWith(".xml")) {
        factory.newDocumentBuilder().parse(Bytes.of(entry.getValue()).stream());
      }
    }
    Document root = factory.newDocumentBuilder().parse(Bytes.of(entries.get("OFD.xml")).stream());
    NodeList items = root.getElementsByTagNameNS("http://www.ofdspec.org/2016", "CustomData");
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < items.getLength(); i++) {
      metadata.put(
          items.item(i).getAttributes().getNamedItem("Name").getNodeValue(),
          items.item(i).getTextContent());
    }
    assertThat(metadata)
        .containsEntry("ZZBS", Samples.estate().identifier().text())
        .containsEntry("ZZBFJGDM", Samples.REGISTRY.uscc())
        .containsEntry("ZZYXQJZRQ", "长期");
    assertThat(entries.get("Doc_0/Res/font_0.ttf").length).isLessThan(200_000);
  }

  @Test
  void thePdfGivesItsTextAndMetadataBack() throws IOException {
    Bytes pdf = lay(layout, Samples.food()).pdf();
    try (PDDocument document = Loader.loadPDF(pdf.toArray())) {
      String text = new PDFTextStripper().getText(document);
      assertThat(text.replaceAll("\\s", ""))
          .contains("食品经营许可证", "样例市清越餐饮有限公司", "JY25199040012345", "样例");
      assertThat(document.getDocumentInformation().getCustomMetadataValue("ZZBS"))
          .isEqualTo(Samples.food().identifier().text());
      try (InputStream xmp = document.getDocumentCatalog().getMetadata().exportXMPMetadata()) {
        assertThat(new String(xmp.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
            .contains("<licence:ZZBS>" + Samples.food().identifier().text());
      }
    }
  }

  @Test
  void aCharacterThatNoFontHasIsNamedAndNeverBlank() {
    LicenceFacts facts = Samples.food();
    Map<String, String> items = new HashMap<>(facts.items());
    String unassigned = new String(Character.toChars(0x3FFFE));
    items.put("signatory", "周" + unassigned);
    LicenceFacts rare =
        new LicenceFacts(
            facts.identifier(),
            facts.number(),
            facts.holders(),
            items,
            facts.issuer(),
            facts.validFrom(),
            facts.validTo(),
            facts.issuedAt());
    TypePackage type = CATALOGUE.find(Samples.FOOD).orElseThrow();
    Sheet sheet = maker.sheet(type.type(), rare);
    assertThat(layout.missing(type.template(), sheet)).isEqualTo(unassigned);
    assertThatThrownBy(() -> layout.lay(type.template(), sheet))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(layout.missing(type.template(), maker.sheet(type.type(), facts))).isEmpty();
  }

  @Test
  void filesAreLeftToLookAt() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "layout"));
    for (LicenceFacts facts : List.of(Samples.estate(), Samples.food(), Samples.business())) {
      LicenceLayout.Files files = lay(layout, facts);
      String name = facts.identifier().typeCode();
      Files.write(folder.resolve(name + ".pdf"), files.pdf().toArray());
      Files.write(folder.resolve(name + ".ofd"), files.ofd().toArray());
      assertThat(files.pdf().length()).isBetween(10_000, 400_000);
      assertThat(files.ofd().length()).isBetween(10_000, 400_000);
    }
  }

  private static Map<String, byte[]> entries(Bytes ofd) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(ofd.stream())) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        entries.put(e.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }
}
