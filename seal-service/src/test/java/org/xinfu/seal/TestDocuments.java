package org.xinfu.seal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** One-page documents to put a seal on. */
final class TestDocuments {
  private static final String OFD = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";

  private TestDocuments() {}

  static byte[] ofd(String title) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "OFD.xml",
        "<ofd:OFD %s Version=\"1.1\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo><ofd:DocID>4a1f8d2b6c3e4f5a9b7c8d0e1f2a3b4c</ofd:DocID><ofd:Title>%s</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            .formatted(OFD, title));
    files.put(
        "Doc_0/Document.xml",
        "<ofd:Document %s><ofd:CommonData><ofd:MaxUnitID>3</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>"
            .formatted(OFD));
    files.put(
        "Doc_0/Pages/Page_0/Content.xml",
        "<ofd:Page %s><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID=\"2\"><ofd:PathObject ID=\"3\" Boundary=\"20 20 170 257\" LineWidth=\"0.5\"><ofd:AbbreviatedData>M 0 0 L 170 0 L 170 257 L 0 257 C</ofd:AbbreviatedData></ofd:PathObject></ofd:Layer></ofd:Content></ofd:Page>"
            .formatted(OFD));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + file.getValue())
                .getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  static byte[] pdf() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage(PDRectangle.A4));
      document.save(out);
    }
    return out.toByteArray();
  }
}
