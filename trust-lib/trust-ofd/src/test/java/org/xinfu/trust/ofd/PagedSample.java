package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;
import org.xinfu.trust.seal.RidingSeam;

/** Documents of any number of pages of any sizes, sealed over their edges. */
final class PagedSample {
  private static final String NS = " xmlns:ofd=\"http://www.ofdspec.org/2016\"";

  private PagedSample() {}

  /** Width and height in millimetres, as a PhysicalBox has them. */
  static Bytes document(List<String> sizes) {
    Map<String, Bytes> files = new LinkedHashMap<>();
    StringBuilder pages = new StringBuilder();
    files.put("OFD.xml", Sample.small().get("OFD.xml"));
    files.put("Doc_0/Document.xml", Bytes.empty());
    for (int i = 0; i < sizes.size(); i++) {
      String file = "Pages/Page_" + i + "/Content.xml";
      pages.append("<ofd:Page ID=\"").append(i + 1).append("\" BaseLoc=\"").append(file);
      pages.append("\"/>");
      files.put(
          "Doc_0/" + file,
          Bytes.utf8(
              "<ofd:Page"
                  + NS
                  + "><ofd:Area><ofd:PhysicalBox>0 0 "
                  + sizes.get(i)
                  + "</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID=\""
                  + (1000 + i)
                  + "\"/></ofd:Content></ofd:Page>"));
    }
    files.put(
        "Doc_0/Document.xml",
        Bytes.utf8(
            "<ofd:Document"
                + NS
                + "><ofd:CommonData><ofd:MaxUnitID>5000</ofd:MaxUnitID><ofd:PageArea>"
                + "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
                + "<ofd:Pages>"
                + pages
                + "</ofd:Pages></ofd:Document>"));
    return Sample.zip(files);
  }

  static Bytes document(int pages) {
    List<String> sizes = new ArrayList<>();
    for (int i = 0; i < pages; i++) {
      sizes.add("210 297");
    }
    return document(sizes);
  }

  static Verdict<Bytes> seal(Bytes document, List<RidingSeam> seams) {
    OfdSealRequest request =
        new OfdSealRequest(Sample.SEAL, List.of(), Protection.WHOLE, TestPki.NOW, "xinfu")
            .withSeams(seams);
    return OfdSealer.seal(DocumentSource.of(document), request, Sample.SIGNER);
  }

  static Bytes sealed(Bytes document, RidingSeam... seams) {
    return seal(document, List.of(seams))
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  /** The stamps as the last signature says them. */
  static List<SignatureFile.Stamp> stamps(Bytes sealed) {
    Map<String, Bytes> files = Sample.files(sealed);
    String path =
        files.keySet().stream().filter(p -> p.endsWith("/Signature.xml")).sorted().toList().get(0);
    try {
      OfdPackage content =
          OfdPackage.read(DocumentSource.of(sealed), org.xinfu.trust.TrustPolicy.Budgets.standard())
              .orThrow(reason -> new IllegalStateException(reason.code()));
      return new OfdFiles(content, 64).signature(path).stamps();
    } catch (Finding f) {
      throw new IllegalStateException(f);
    }
  }
}
