package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.OtherSeals;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.seal.SealSpec;
import org.xinfu.trust.seal.SealedContent;

/** What other producers write, each freedom alone: never refused, and told where it is odd. */
class StrangersFilesTest {
  private static final TrustPolicy STRICT = Sample.policy().withMode(TrustPolicy.Mode.STRICT);
  private static final String DOCUMENT = "Doc_0/Document.xml";
  private static final String TAG = StrangersPackage.TAG;

  @TestFactory
  Stream<DynamicTest> genuineFilesAreValidUnderInterop() {
    Map<String, Consumer<StrangersPackage>> freedoms = new LinkedHashMap<>();
    freedoms.put("as it comes", p -> {});
    freedoms.put("no seal file", p -> p.sealFile = false);
    freedoms.put("SignValue.dat", p -> p.valueName = "SignValue.dat");
    freedoms.put("no leading slash", p -> p.slash = "");
    freedoms.put("digest by number", p -> p.checkMethod = "1.2.156.10197.1.401");
    freedoms.put("digest by the keyed number", p -> p.checkMethod = "1.2.156.10197.1.401.2");
    freedoms.put("digest in small letters", p -> p.checkMethod = "sm3");
    for (String time :
        List.of("20261101100000.123Z", "20261101100000Z", "2026-11-01 10:00:00", "")) {
      freedoms.put("date " + time, p -> p.dateTime = time);
    }
    for (String id : List.of("s001", "001", "01")) {
      freedoms.put("ID " + id, p -> p.id = id);
    }
    freedoms.put("no MaxSignId", p -> p.maxSignId = "");
    freedoms.put("MaxSignId twice", p -> p.maxSignId = p.maxSignId + p.maxSignId);
    freedoms.put("no type", p -> p.type = "");
    freedoms.put(
        "provider as children",
        p -> p.provider = "<ofd:Provider><ofd:ProviderName>v</ofd:ProviderName></ofd:Provider>");
    freedoms.put("no provider", p -> p.provider = "");
    freedoms.put(
        "default namespace",
        p -> {
          p.prefix = "";
          p.namespace = "xmlns=\"http://www.ofdspec.org/2016\"";
        });
    freedoms.put("another namespace", p -> p.namespace = "xmlns:ofd=\"http://www.ofdspec.org\"");
    freedoms.put(
        "no namespace",
        p -> {
          p.prefix = "";
          p.namespace = "";
        });
    freedoms.put("no stamp", p -> p.stamp = "");
    freedoms.put("method without an arc", p -> p.method = "1.2.156.10197.501");
    freedoms.put("stored", p -> p.zipMethod = ZipEntry.STORED);
    freedoms.put("folders listed", p -> p.folders = true);
    freedoms.put(
        "a name in GBK",
        p -> {
          p.names = Charset.forName("GBK");
          p.files.put("Doc_0/Attachs/\u5370\u7ae0\u56fe\u7247.bin", Bytes.hex("00"));
        });
    freedoms.put(
        "a seal of 2014",
        p -> {
          Bytes seal = OtherSeals.seal2014(spec(), 1, Sample.MAKER);
          p.sealFile = false;
          p.value =
              (xml, path) ->
                  OtherSeals.signature2014(content(seal, xml, path), TIME, Sample.SIGNER);
        });
    freedoms.put(
        "a seal of 2025",
        p -> {
          Bytes seal = OtherSeals.seal2025(spec(), Sample.MAKER);
          p.sealFile = false;
          p.value =
              (xml, path) -> OtherSeals.signature2025(content(seal, xml, path), Sample.SIGNER);
        });
    return freedoms.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> assertGenuine(e.getValue())));
  }

  private static final Bytes TIME = Bytes.utf8("2026-11-01T02:00:00Z");

  private static SealSpec spec() {
    return TestSeals.spec(Sample.SIGNER);
  }

  private static SealedContent content(Bytes seal, Bytes xml, String path) {
    return new SealedContent(seal, Digests.sm3(xml), path, TestPki.NOW);
  }

  private static void assertGenuine(Consumer<StrangersPackage> freedom) {
    StrangersPackage made = new StrangersPackage();
    freedom.accept(made);
    Bytes zip = made.zip();
    DocumentReport report = Sample.verify(zip);
    assertThat(report.signatures()).as(report.toString()).hasSize(1);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    // Whatever it is, a change of what is shown is not.
    made.files.put(
        "Doc_0/Pages/Page_0/Content.xml", Bytes.utf8("<Page" + Sample.DEFAULT_NS + "/>"));
    StrangersPackage other = new StrangersPackage();
    freedom.accept(other);
    Bytes signature =
        other.value.apply(Bytes.utf8("<other/>"), "/" + other.folder + "Signature.xml");
    made.value = (xml, path) -> signature;
    assertThat(Sample.verify(made.zip()).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  /** The tax invoices: templates that the document names and nothing protects. */
  @Test
  void templatesThatNothingProtectsLeaveTheVerdictOpen() {
    for (String open : List.of("Doc_0/Tpls/", "OFD.xml")) {
      StrangersPackage invoice = new StrangersPackage();
      invoice.sealFile = false;
      invoice.protects = path -> !path.startsWith(open) && !path.contains("Signs/");
      DocumentReport report = Sample.verify(invoice.zip());
      assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
      assertThat(report.uncovered()).hasSize(1);
      assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    }
    StrangersPackage rootless = new StrangersPackage();
    rootless.protects = path -> path.startsWith("Doc_0/Pages/");
    DocumentReport report = Sample.verify(rootless.zip());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
  }

  /**
   * Tags of the tax invoices of 2020: an element without a name before its colon, a prefix that is
   * nobody's. No reader shows what they hold.
   */
  @Test
  void tagsInNoWellFormedXmlAreTold() {
    DocumentReport report = Sample.verify(tagged(p -> {}));
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.document().check("tags").orElseThrow().outcome()).isEqualTo(Outcome.WARN);
    DocumentReport strict = Sample.verify(tagged(p -> {}), STRICT);
    assertThat(strict.reason()).contains(Reason.ENCODING_NOT_STANDARD);
  }

  @Test
  void whatIsReachedOtherwiseThanAsTagsIsReadAsItIs() {
    DocumentReport open = Sample.verify(tagged(p -> p.protects = path -> !path.equals(TAG)));
    assertThat(open.conclusion()).isNotEqualTo(Conclusion.VALID);
    for (String other :
        List.of(
            "<ofd:Extensions>Tags/Tag_0.xml</ofd:Extensions>",
            "<ofd:Other BaseLoc=\"Tags/Tag_0.xml\"/>")) {
      for (boolean first : List.of(true, false)) {
        Bytes zip =
            tagged(p -> p.files.computeIfPresent(DOCUMENT, (n, o) -> also(o, other, first)));
        assertThat(Sample.verify(zip).reason()).as(other).contains(Reason.MALFORMED);
      }
    }
    Bytes bomb = Bytes.utf8("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>");
    DocumentReport entity = Sample.verify(tagged(p -> p.files.put(TAG, bomb)));
    assertThat(entity.reason()).contains(Reason.XML_FORBIDDEN);
  }

  private static Bytes also(Bytes document, String other, boolean first) {
    String tags = "<ofd:CustomTags>";
    int at = document.toUtf8().indexOf(first ? tags : "</ofd:Document>");
    return Bytes.utf8(new StringBuilder(document.toUtf8()).insert(at, other).toString());
  }

  private static Bytes tagged(Consumer<StrangersPackage> change) {
    StrangersPackage invoice = new StrangersPackage();
    invoice.tagged();
    change.accept(invoice);
    return invoice.zip();
  }

  @Test
  void anUnknownFileBesideTheSignatureLeavesTheVerdictOpen() {
    StrangersPackage made = new StrangersPackage();
    made.protects = path -> !path.contains("Signs/");
    made.files.put("Doc_0/Signs/Sign_0/vendor.dat", Bytes.utf8("x"));
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.FILE_NOT_EXPECTED);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
  }

  @Test
  void anArchiveCommentLeavesTheVerdictOpen() {
    StrangersPackage made = new StrangersPackage();
    made.comment = "vendor";
    assertThat(Sample.verify(made.zip()).conclusion()).isEqualTo(Conclusion.INDETERMINATE);
  }

  @Test
  void filesAreFoundInUpperAndLowerCase() {
    StrangersPackage made = new StrangersPackage();
    Bytes page = made.files.remove("Doc_0/Pages/Page_0/Content.xml");
    made.files.put("Doc_0/Pages/Page_0/content.XML", page);
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).as(report.toString()).isEqualTo(Conclusion.VALID);
    assertThat(report.document().check("file-names").orElseThrow().detail())
        .contains("content.XML");
    assertThat(Sample.verify(made.zip(), STRICT).conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void aCopyThatIsProtectedInPlaceOfWhatIsShownIsRefused() {
    StrangersPackage made = new StrangersPackage();
    Map<String, Bytes> genuine = Sample.plain();
    genuine.forEach((path, octets) -> made.files.put("old/" + path, octets));
    made.files.put(
        "Doc_0/Pages/Page_0/Content.xml", Bytes.utf8("<Page" + Sample.DEFAULT_NS + "/>"));
    made.protects = path -> path.startsWith("old/") || path.endsWith("logo.png");
    DocumentReport report = Sample.verify(made.zip());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(report.reason()).contains(Reason.CONTENT_NOT_COVERED);
  }
}
