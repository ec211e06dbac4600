package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy.Budgets;

/** Everything that a reader shows is found, by whatever way it is named, GB/T 33190 §7. */
class OfdGraphTest {
  private static final String BODY =
      "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>";

  @Test
  void everyKindOfReferenceOfTheSampleIsFollowed() throws Finding {
    assertThat(graph(Sample.plain()).content()).isEqualTo(Sample.plain().keySet());
  }

  /** The text or attribute of one element of Document.xml names the file. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<CommonData><PublicRes>%s</PublicRes></CommonData>",
        "<CommonData><DocumentRes>%s</DocumentRes></CommonData>",
        "<CommonData><TemplatePage ID='1' BaseLoc='%s'/></CommonData>",
        "<Pages><Page ID='1' BaseLoc='%s'/></Pages>",
        "<Annotations>%s</Annotations>",
        "<Attachments>%s</Attachments>",
        "<CustomTags>%s</CustomTags>",
        "<Extensions>%s</Extensions>",
        "<Extensions><Extension><ExtendData>%s</ExtendData></Extension></Extensions>",
        "<VPreferences/><Any><BaseLoc BaseLoc='%s'/></Any>",
        "<Any><FontFile>%s</FontFile></Any>",
        "<Any><MediaFile>%s</MediaFile></Any>",
        "<Any><SchemaLoc>%s</SchemaLoc></Any>",
        "<Any><Cover>%s</Cover></Any>",
        "<Any><Thumbnail>%s</Thumbnail></Any>",
        "<Any><ImageLoc>%s</ImageLoc></Any>",
        "<Any><ColorSpace Profile='%s'/></Any>"
      })
  void aFileNamedInTheDocumentIsContent(String xml) throws Finding {
    for (String location :
        new String[] {"Some/x.xml", "/Doc_0/Some/x.xml", "./Some/x.xml", "Some/y/../x.xml"}) {
      Map<String, Bytes> files = document(xml.formatted(location));
      put(files, "Doc_0/Some/x.xml", "<x/>");
      assertThat(graph(files).content()).as(location).contains("Doc_0/Some/x.xml");
    }
  }

  @Test
  void resourcesOfPagesAndTheirBaseAreFollowed() throws Finding {
    Map<String, Bytes> files =
        document("<Pages><Page ID='1' BaseLoc='Pages/P/Content.xml'/></Pages>");
    put(files, "Doc_0/Pages/P/Content.xml", "<Page><PageRes>PageRes.xml</PageRes></Page>");
    put(
        files,
        "Doc_0/Pages/P/PageRes.xml",
        "<Res BaseLoc='Res'><Fonts><Font><FontFile>f.ttf</FontFile></Font></Fonts>"
            + "<ColorSpaces><ColorSpace Profile='p.icc'/></ColorSpaces></Res>");
    files.put("Doc_0/Pages/P/Res/f.ttf", Bytes.hex("00010000"));
    files.put("Doc_0/Pages/P/Res/p.icc", Bytes.hex("00"));
    assertThat(graph(files).content())
        .contains("Doc_0/Pages/P/Res/f.ttf", "Doc_0/Pages/P/Res/p.icc");
  }

  /** Readers differ in what a location inside resources is relative to; all readings count. */
  @Test
  void everyReadingOfALocationCounts() throws Finding {
    Map<String, Bytes> files = document("<CommonData><PublicRes>R.xml</PublicRes></CommonData>");
    put(files, "Doc_0/R.xml", "<Res BaseLoc='Res'><MediaFile>m.png</MediaFile></Res>");
    for (String place : new String[] {"Doc_0/Res/m.png", "Doc_0/m.png", "m.png"}) {
      files.put(place, Bytes.hex("89"));
    }
    assertThat(graph(files).content()).contains("Doc_0/Res/m.png", "Doc_0/m.png", "m.png");
  }

  @Test
  void versionsAndTheirFilesAreContent() throws Finding {
    Map<String, Bytes> files = document("");
    put(
        files,
        "OFD.xml",
        "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot><Versions>"
            + "<Version ID='1' Index='1' Current='true' BaseLoc='Doc_0/V.xml'/>"
            + "</Versions></DocBody></OFD>");
    put(
        files,
        "Doc_0/V.xml",
        "<DocVersion><FileList><File ID='1'>Old/D.xml</File></FileList>"
            + "<DocRoot>New/D.xml</DocRoot></DocVersion>");
    put(files, "Doc_0/Old/D.xml", "<Document/>");
    put(files, "Doc_0/New/D.xml", "<Document><PublicRes>r.xml</PublicRes></Document>");
    put(files, "Doc_0/New/r.xml", "<Res/>");
    assertThat(graph(files).content())
        .contains("Doc_0/V.xml", "Doc_0/Old/D.xml", "Doc_0/New/D.xml", "Doc_0/New/r.xml");
  }

  @Test
  void coverOfDocInfoIsContent() throws Finding {
    Map<String, Bytes> files = document("");
    put(
        files,
        "OFD.xml",
        "<OFD><DocBody><DocInfo><Cover>Doc_0/c.png</Cover></DocInfo>"
            + "<DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>");
    files.put("Doc_0/c.png", Bytes.hex("89"));
    assertThat(graph(files).content()).contains("Doc_0/c.png");
  }

  /** An attached XML is shown as a file, not read as part of the document. */
  @Test
  void attachmentsAreNotFollowedFurther() throws Finding {
    Map<String, Bytes> files = document("<Attachments>A.xml</Attachments>");
    put(
        files,
        "Doc_0/A.xml",
        "<Attachments><Attachment><FileLoc>inner.xml</FileLoc></Attachment></Attachments>");
    put(files, "Doc_0/inner.xml", "<!DOCTYPE x><x><FileLoc>nowhere</FileLoc></x>");
    OfdGraph graph = graph(files);
    assertThat(graph.content()).contains("Doc_0/inner.xml");
    assertThat(graph.documents().get(0).reachable().findings()).isEmpty();
    assertThat(graph.documents().get(0).reachable().dangling()).isEmpty();
  }

  @Test
  void xmlIsFollowedWhateverItsName() throws Finding {
    Map<String, Bytes> files = document("<Extensions>e.bin</Extensions>");
    files.put("Doc_0/e.bin", Bytes.utf8("\ufeff \n<e><ExtendData>deep.dat</ExtendData></e>"));
    files.put("Doc_0/deep.dat", Bytes.hex("00ff"));
    assertThat(graph(files).content()).contains("Doc_0/deep.dat");
  }

  @Test
  void aTextSplitByAChildIsStillALocation() throws Finding {
    Map<String, Bytes> files = document("<PublicRes>r<x/>.xml</PublicRes>");
    put(files, "Doc_0/r.xml", "<Res/>");
    assertThat(graph(files).content()).contains("Doc_0/r.xml");
    put(files, "OFD.xml", BODY.replace("Doc_0/Doc", "Doc_0/<x/>Doc"));
    assertThat(graph(files).content()).contains("Doc_0/Document.xml", "Doc_0/r.xml");
  }

  @Test
  void circlesEnd() throws Finding {
    Map<String, Bytes> files = document("<Extensions>e.xml</Extensions>");
    put(
        files,
        "Doc_0/e.xml",
        "<e><ExtendData>Document.xml</ExtendData><ExtendData>e.xml</ExtendData>"
            + "<ExtendData>/OFD.xml</ExtendData></e>");
    assertThat(graph(files).content())
        .containsExactlyInAnyOrder("OFD.xml", "Doc_0/Document.xml", "Doc_0/e.xml");
  }

  @Test
  void aMissingFileIsNotedAndNoFinding() throws Finding {
    OfdDocument document =
        graph(document("<PublicRes>gone.xml</PublicRes><Any><FontFile>f</FontFile></Any>"))
            .documents()
            .get(0);
    assertThat(document.reachable().dangling()).containsExactlyInAnyOrder("gone.xml", "f");
    assertThat(document.reachable().findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../x.xml", "a//b.xml", "C:\\x.xml", "http://host/x.xml", "/"})
  void aStructureOutsideThePackageIsAFinding(String location) throws Finding {
    OfdDocument document =
        graph(document("<PublicRes>" + location + "</PublicRes>")).documents().get(0);
    assertThat(document.reachable().findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.PATH_ILLEGAL);
  }

  @Test
  void anUnreadableStructureIsAFindingOfItsDocument() throws Finding {
    Map<String, Bytes> files = document("<PublicRes>r.xml</PublicRes>");
    for (String broken : new String[] {"<a>", "<!DOCTYPE a><a/>", "<a>" + "<b>".repeat(70)}) {
      put(files, "Doc_0/r.xml", broken);
      assertThat(graph(files).documents().get(0).reachable().findings()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<x/>|MALFORMED",
        "<OFD/>|MALFORMED",
        "<OFD><DocBody/></OFD>|MALFORMED",
        "<OFD><DocBody><DocRoot>a.xml</DocRoot><DocRoot>b.xml</DocRoot></DocBody></OFD>"
            + "|XML_FORBIDDEN",
        "<OFD><DocBody><DocRoot>../a.xml</DocRoot></DocBody></OFD>|PATH_ILLEGAL",
        "<OFD><DocBody><DocRoot></DocRoot></DocBody></OFD>|PATH_ILLEGAL",
        "<OFD><DocBody><DocRoot>gone.xml</DocRoot></DocBody></OFD>|REFERENCED_FILE_MISSING",
        "<OFD><DocBody><DocRoot>OFD.xml</DocRoot></DocBody></OFD>|MALFORMED",
        "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot>"
            + "<Signatures>/../s.xml</Signatures></DocBody></OFD>|PATH_ILLEGAL",
        "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot>"
            + "<Signatures>a.xml</Signatures><Signatures>b.xml</Signatures></DocBody></OFD>"
            + "|XML_FORBIDDEN",
        "<!DOCTYPE OFD><OFD/>|XML_FORBIDDEN"
      })
  void withoutARootThereIsNoGraph(String root, Reason reason) {
    Map<String, Bytes> files = document("");
    put(files, "OFD.xml", root);
    assertThatThrownBy(() -> graph(files))
        .isInstanceOfSatisfying(Finding.class, f -> assertThat(f.reason()).isEqualTo(reason));
  }

  @Test
  void withoutAnOfdXmlThereIsNoGraph() {
    Map<String, Bytes> files = document("");
    files.remove("OFD.xml");
    files.put("ofd2.xml", Bytes.utf8(BODY));
    assertThatThrownBy(() -> graph(files))
        .isInstanceOfSatisfying(
            Finding.class, f -> assertThat(f.reason()).isEqualTo(Reason.REFERENCED_FILE_MISSING));
  }

  /** Each document is walked for itself, and a body is fifty octets. */
  @ParameterizedTest
  @CsvSource({"100, true", "101, false", "20000, false"})
  void thereAreNotAnyNumberOfDocuments(int bodies, boolean read) throws Finding {
    String body = "<DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody>";
    Map<String, Bytes> files = document("");
    put(files, "OFD.xml", "<OFD>" + body.repeat(bodies) + "</OFD>");
    if (read) {
      assertThat(graph(files).documents()).hasSize(bodies);
    } else {
      assertThatThrownBy(() -> graph(files))
          .isInstanceOfSatisfying(
              Finding.class, f -> assertThat(f.reason()).isEqualTo(Reason.BUDGET_EXCEEDED));
    }
  }

  /** Two readers of one text, of one list, of one box. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<PublicRes>r<x/>.xml</PublicRes>",
        "<Any><MediaFile>a.png<x/></MediaFile></Any>",
        "<CommonData/><CommonData/>",
        "<Pages/><Pages/>",
        "<Annotations>a</Annotations><Annotations>a</Annotations>",
        "<Attachments>a</Attachments><Attachments>a</Attachments>",
        "<CustomTags>a</CustomTags><CustomTags>a</CustomTags>",
        "<Extensions>a</Extensions><Extensions>a</Extensions>",
        "<CommonData><PageArea/><PageArea/></CommonData>",
        "<CommonData><PageArea><PhysicalBox/><PhysicalBox/></PageArea></CommonData>"
      })
  void whatMayStandOnceStandsOnce(String xml) throws Finding {
    assertThat(graph(document(xml)).documents().get(0).reachable().findings())
        .extracting(Finding::reason)
        .containsExactly(Reason.XML_FORBIDDEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<Content/><Content/>",
        "<Area/><Area/>",
        "<Area><PhysicalBox/><PhysicalBox/></Area>"
      })
  void soItDoesInAPage(String xml) throws Finding {
    Map<String, Bytes> files = document("<Pages><Page ID='1' BaseLoc='p.xml'/></Pages>");
    put(files, "Doc_0/p.xml", "<Page>" + xml + "</Page>");
    assertThat(graph(files).documents().get(0).reachable().findings()).hasSize(1);
    put(files, "Doc_0/p.xml", "<Page><Template/><Template/><PageRes/><PageRes/></Page>");
    assertThat(graph(files).documents().get(0).reachable().findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DocInfo", "Versions"})
  void soItDoesInABody(String name) {
    Map<String, Bytes> files = document("");
    put(files, "OFD.xml", BODY.replace("<DocRoot>", "<%1$s/><%1$s/><DocRoot>".formatted(name)));
    assertThatThrownBy(() -> graph(files))
        .isInstanceOfSatisfying(
            Finding.class, f -> assertThat(f.reason()).isEqualTo(Reason.XML_FORBIDDEN));
  }

  /** What is shown as a picture at one place may be read as part of the document at another. */
  @Test
  void aFileThatIsNamedAsAPictureFirstIsFollowed() throws Finding {
    Map<String, Bytes> files =
        document("<Any><Thumbnail>r.xml</Thumbnail></Any><PublicRes>r.xml</PublicRes>");
    put(files, "Doc_0/r.xml", "<Res><MediaFile>deep.png</MediaFile></Res>");
    files.put("Doc_0/deep.png", Bytes.hex("89"));
    assertThat(graph(files).content()).contains("Doc_0/deep.png");
  }

  @Test
  void xmlBehindManyBlanksIsFollowed() throws Finding {
    Map<String, Bytes> files = document("<Any><ExtendData>e.bin</ExtendData></Any>");
    put(files, "Doc_0/e.bin", " ".repeat(64) + "<e><ExtendData>deep.dat</ExtendData></e>");
    files.put("Doc_0/deep.dat", Bytes.hex("00ff"));
    assertThat(graph(files).content()).contains("Doc_0/deep.dat");
    // Of another encoding, so that nobody can say what is in it.
    files.put("Doc_0/e.bin", Bytes.hex("fffe3c0065002f003e00"));
    assertThat(graph(files).documents().get(0).reachable().findings()).hasSize(1);
    files.put("Doc_0/e.bin", Bytes.hex("2020"));
    assertThat(graph(files).documents().get(0).reachable().findings()).isEmpty();
  }

  /** A structure is XML, whatever it looks like. */
  @Test
  void aStructureThatIsNoXmlIsAFinding() throws Finding {
    Map<String, Bytes> files = document("<PublicRes>r.bin</PublicRes>");
    files.put("Doc_0/r.bin", Bytes.hex("89504e47"));
    assertThat(graph(files).documents().get(0).reachable().findings()).hasSize(1);
  }

  // Locations that lead elsewhere.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/x.png",
        "file:///tmp/x.png",
        "C:/x.png",
        "C:\\x.png",
        "../../x.png",
        "..\\..\\x.png",
        "/../x.png",
        "//host/x.png"
      })
  void aPictureOutsideOfThePackageIsTold(String location) throws Finding {
    for (String xml :
        new String[] {
          "<Any><MediaFile>%s</MediaFile></Any>", "<Any><ColorSpace Profile='%s'/></Any>"
        }) {
      Reachable reachable = graph(document(xml.formatted(location))).documents().get(0).reachable();
      assertThat(reachable.outside()).as(location).hasSize(1);
      assertThat(reachable.dangling()).isEmpty();
    }
  }

  /** Relative to the base of the resources, whatever else a reader may make of it. */
  @ParameterizedTest
  @CsvSource({"../..,x.png", "../../..,x.png", "Res,../../../x.png", "http://example.org,x.png"})
  void aBaseOutsideOfThePackageIsTold(String base, String location) throws Finding {
    Map<String, Bytes> files = document("<CommonData><PublicRes>R.xml</PublicRes></CommonData>");
    put(
        files,
        "Doc_0/R.xml",
        "<Res BaseLoc='%s'><MediaFile>%s</MediaFile></Res>".formatted(base, location));
    files.put("Doc_0/x.png", Bytes.hex("89"));
    assertThat(graph(files).documents().get(0).reachable().outside()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "Res,x.png",
    "Res/,x.png",
    "./Res,x.png",
    "/Doc_0/Res,x.png",
    "Res,/Doc_0/Res/x.png",
    "Res\\,x.png",
    ".,Res\\x.png"
  })
  void aBaseMayBeWrittenInManyWays(String base, String location) throws Finding {
    Map<String, Bytes> files = document("<CommonData><PublicRes>R.xml</PublicRes></CommonData>");
    put(
        files,
        "Doc_0/R.xml",
        "<Res BaseLoc='%s'><MediaFile>%s</MediaFile></Res>".formatted(base, location));
    files.put("Doc_0/Res/x.png", Bytes.hex("89"));
    OfdGraph graph = graph(files);
    assertThat(graph.content()).contains("Doc_0/Res/x.png");
    assertThat(graph.documents().get(0).reachable().outside()).isEmpty();
    assertThat(graph.files().respelled()).hasSize((base + location).contains("\\") ? 1 : 0);
  }

  @Test
  void aSchemaMayHaveAnAddressAndNothingMayBeEmpty() throws Finding {
    String xml =
        "<Any><SchemaLoc>http://example.org/x.xsd</SchemaLoc><ColorSpace Profile=''/>"
            + "<MediaFile/></Any>";
    assertThat(graph(document(xml)).documents().get(0).reachable().outside()).isEmpty();
  }

  @Test
  void signaturesAreNoContent() throws Finding {
    Map<String, Bytes> files = Sample.files(Sample.sealed(OfdSealRequest.Protection.WHOLE));
    OfdGraph graph = graph(files);
    assertThat(graph.content()).isEqualTo(Sample.plain().keySet());
    assertThat(graph.documents().get(0).signatures()).contains("Doc_0/Signs/Signatures.xml");
  }

  // Pages.

  @Test
  void aPageHasItsOwnBoxOrTheDocuments() throws Finding {
    Map<String, Bytes> files =
        document(
            "<CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea></CommonData>"
                + "<Pages><Page ID='1' BaseLoc='own.xml'/><Page ID='2' BaseLoc='none.xml'/>"
                + "<Page ID='3' BaseLoc='gone.xml'/><Page BaseLoc='bad.xml'/></Pages>");
    put(files, "Doc_0/own.xml", "<Page><Area><PhysicalBox>0 0 100 50</PhysicalBox></Area></Page>");
    put(files, "Doc_0/none.xml", "<Page/>");
    put(files, "Doc_0/bad.xml", "<Page><Area><PhysicalBox>0 0 x 1</PhysicalBox></Area></Page>");
    OfdGraph graph = graph(files);
    Rectangle common = new Rectangle(0, 0, 210, 297);
    assertThat(graph.documents().get(0).pages(graph.files()))
        .extracting(OfdDocument.Page::id, p -> p.file().orElse(""), p -> p.box().orElseThrow())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("1", "Doc_0/own.xml", new Rectangle(0, 0, 100, 50)),
            org.assertj.core.groups.Tuple.tuple("2", "Doc_0/none.xml", common),
            org.assertj.core.groups.Tuple.tuple("3", "", common),
            org.assertj.core.groups.Tuple.tuple("", "Doc_0/bad.xml", common));
  }

  @Test
  void withoutAnyBoxAPageHasNone() throws Finding {
    Map<String, Bytes> files = document("<Pages><Page ID='1' BaseLoc='p.xml'/></Pages>");
    put(files, "Doc_0/p.xml", "<Page");
    OfdGraph graph = graph(files);
    assertThat(graph.documents().get(0).pages(graph.files()).get(0).box()).isEmpty();
  }

  private static Map<String, Bytes> document(String xml) {
    Map<String, Bytes> files = new LinkedHashMap<>();
    put(files, "OFD.xml", BODY);
    put(files, "Doc_0/Document.xml", "<Document>" + xml + "</Document>");
    return files;
  }

  private static void put(Map<String, Bytes> files, String path, String xml) {
    files.put(path, Bytes.utf8(xml));
  }

  private static OfdGraph graph(Map<String, Bytes> files) throws Finding {
    Budgets budgets = Budgets.standard();
    OfdPackage content = OfdPackage.open(DocumentSource.of(Sample.zip(files)), budgets);
    return OfdGraph.of(new OfdFiles(content, budgets.depth()));
  }
}
