package org.xinfu.trust.ofd;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.SealMaker;
import org.xinfu.trust.seal.SealPicture;
import org.xinfu.trust.seal.SealSpec;

/** A two-page OFD written by hand, a seal, and their sealed forms; all repeatable. */
final class Sample {
  static final TestPki PKI = TestPki.create();
  static final Signer SIGNER = PKI.sealSigner("ofd-sealer");
  static final Signer MAKER = PKI.maker("ofd-maker");

  /** Certified here, so that the serial number is the same whatever test comes first. */
  static final Signer OUTSIDER = PKI.sealSigner("样例外人");

  /** Three authorities after each other, see {@link LongLife}. */
  static final List<Signer> AUTHORITIES =
      List.of(
          authority("样例时间戳一", "2026-01-01", "2036-01-01"),
          authority("样例时间戳二", "2034-01-01", "2046-01-01"),
          authority("样例时间戳三", "2044-01-01", "2058-01-01"));

  /** Its key is stolen in some tests. */
  static final Signer STOLEN = PKI.sealSigner("样例失窃");

  static final Bytes SEAL = seal("51010000000001");

  /** As an attribute of elements without a prefix. */
  static final String DEFAULT_NS = " xmlns=\"http://www.ofdspec.org/2016\"";

  private static final String NS = " xmlns:ofd=\"http://www.ofdspec.org/2016\"";
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  private Sample() {}

  private static Signer authority(String name, String begin, String end) {
    return PKI.issue(
        new TestPki.Spec(
            "CN=" + name + ",O=样例,C=CN",
            Purpose.TIMESTAMPER,
            Instant.parse(begin + "T00:00:00Z"),
            Instant.parse(end + "T00:00:00Z"),
            SignatureAlgorithm.SM2_SM3),
        PKI.documentRoot());
  }

  static Bytes seal(String esId) {
    return SealMaker.make(
        new SealSpec(
            esId,
            "xinfu",
            1,
            "\u6837\u4f8b\u5370\u7ae0",
            List.of(SIGNER.chain().get(0)),
            false,
            TestPki.BEGIN,
            TestPki.BEGIN,
            TestPki.END,
            new SealPicture("PNG", Bytes.hex("89504e470d0a1a0a0000"), 40, 40)),
        MAKER);
  }

  /** The plain document: page, template, resource with a picture, annotation, attachment, tag. */
  static Map<String, Bytes> plain() {
    Map<String, Bytes> files = new LinkedHashMap<>();
    put(
        files,
        "OFD.xml",
        "<ofd:OFD"
            + NS
            + " Version=\"1.1\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo>"
            + "<ofd:DocID>00000000000000000000000000000001</ofd:DocID><ofd:CustomDatas>"
            + "<ofd:CustomData Name=\"licence\">1.2.156.3005.2</ofd:CustomData>"
            + "</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            + "</ofd:DocBody></ofd:OFD>");
    put(
        files,
        "Doc_0/Document.xml",
        "<ofd:Document"
            + NS
            + "><ofd:CommonData><ofd:MaxUnitID>20</ofd:MaxUnitID><ofd:PageArea>"
            + "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
            + "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
            + "<ofd:TemplatePage ID=\"10\" BaseLoc=\"Tpls/Tpl_0/Content.xml\"/></ofd:CommonData>"
            + "<ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/>"
            + "<ofd:Page ID=\"2\" BaseLoc=\"Pages/Page_1/Content.xml\"/></ofd:Pages>"
            + "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
            + "<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>"
            + "<ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags></ofd:Document>");
    put(
        files,
        "Doc_0/PublicRes.xml",
        "<ofd:Res"
            + NS
            + " BaseLoc=\"Res\"><ofd:MultiMedias><ofd:MultiMedia ID=\"5\" Type=\"Image\""
            + " Format=\"PNG\">"
            + "<ofd:MediaFile>logo.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>");
    files.put("Doc_0/Res/logo.png", Bytes.hex("89504e470d0a1a0a"));
    put(files, "Doc_0/Tpls/Tpl_0/Content.xml", page(11, "Q 1 1"));
    put(files, "Doc_0/Pages/Page_0/Content.xml", page(3, "M 0 0 L 9 9"));
    put(files, "Doc_0/Pages/Page_1/Content.xml", page(6, "M 0 0 L 8 8"));
    put(
        files,
        "Doc_0/Annots/Annotations.xml",
        "<ofd:Annotations"
            + NS
            + "><ofd:Page PageID=\"1\"><ofd:FileLoc>Page_0/Annot.xml"
            + "</ofd:FileLoc></ofd:Page></ofd:Annotations>");
    put(files, "Doc_0/Annots/Page_0/Annot.xml", "<ofd:PageAnnot" + NS + "/>");
    put(
        files,
        "Doc_0/Attachs/Attachments.xml",
        "<ofd:Attachments"
            + NS
            + "><ofd:Attachment ID=\"a1\" Name=\"data\"><ofd:FileLoc>data.xml"
            + "</ofd:FileLoc></ofd:Attachment></ofd:Attachments>");
    files.put("Doc_0/Attachs/data.xml", Bytes.utf8("<!DOCTYPE any><any/>"));
    put(
        files,
        "Doc_0/Tags/CustomTags.xml",
        "<ofd:CustomTags"
            + NS
            + "><ofd:CustomTag NameSpace=\"urn:x\"><ofd:FileLoc>Tag_0.xml"
            + "</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>");
    files.put("Doc_0/Tags/Tag_0.xml", Bytes.utf8("<t/>"));
    return files;
  }

  /** The same without template, resources, annotations, attachments and tags. */
  static Map<String, Bytes> small() {
    Map<String, Bytes> files = plain();
    String document = files.get("Doc_0/Document.xml").toUtf8();
    files.put(
        "Doc_0/Document.xml",
        Bytes.utf8(
            document.replaceAll(
                "<ofd:(PublicRes|Annotations|Attachments|CustomTags)>[^<]*</ofd:\\1>"
                    + "|<ofd:TemplatePage[^>]*>",
                "")));
    files
        .keySet()
        .removeIf(
            path ->
                !path.endsWith("OFD.xml")
                    && !path.endsWith("Document.xml")
                    && !path.contains("Pages/"));
    return files;
  }

  private static String page(int layer, String path) {
    return "<ofd:Page"
        + NS
        + "><ofd:Content><ofd:Layer ID=\""
        + layer
        + "\"><ofd:PathObject ID=\""
        + (layer + 1)
        + "\""
        + " Boundary=\"10 10 20 20\"><ofd:AbbreviatedData>"
        + path
        + "</ofd:AbbreviatedData></ofd:PathObject></ofd:Layer></ofd:Content></ofd:Page>";
  }

  private static void put(Map<String, Bytes> files, String path, String xml) {
    files.put(path, Bytes.utf8(HEAD + xml));
  }

  static OfdSealRequest request(OfdSealRequest.Protection protection) {
    return new OfdSealRequest(
        SEAL,
        List.of(new OfdSealRequest.Stamp(1, 120.5, 200), new OfdSealRequest.Stamp(2, 190, 100)),
        protection,
        TestPki.NOW,
        "xinfu");
  }

  static Bytes sealed(OfdSealRequest.Protection protection) {
    return sealed(zip(plain()), protection);
  }

  static Bytes sealed(Bytes ofd, OfdSealRequest.Protection protection) {
    return OfdSealer.seal(DocumentSource.of(ofd), request(protection), SIGNER)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  /** Signed without a seal. */
  static Bytes signed(Bytes ofd, OfdSealRequest.Protection protection) {
    return OfdSigner.sign(
            DocumentSource.of(ofd), new OfdSignRequest(protection, TestPki.NOW, "xinfu"), SIGNER)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  /** Any map as a canonical package, also one that the writer would refuse. */
  static Bytes zip(Map<String, Bytes> files) {
    return Bytes.of(encode(files));
  }

  static byte[] encode(Map<String, Bytes> files) {
    ZipLayout layout = new ZipLayout();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.forEach(
        (path, content) -> {
          out.writeBytes(layout.entry(path, PackageFile.of(content).crc(), content.length()));
          out.writeBytes(content.toArray());
        });
    out.writeBytes(layout.end());
    return out.toByteArray();
  }

  static Map<String, Bytes> files(Bytes ofd) {
    return files(
        OfdPackage.read(DocumentSource.of(ofd), TrustPolicy.Budgets.standard())
            .orThrow(reason -> new IllegalStateException(reason.code())));
  }

  static Map<String, Bytes> files(OfdPackage ofd) {
    Map<String, Bytes> files = new LinkedHashMap<>();
    ofd.paths().forEach(path -> files.put(path, ofd.file(path).orElseThrow()));
    return files;
  }

  /** The package with one file changed. */
  static Bytes with(Bytes ofd, String path, UnaryOperator<String> change) {
    Map<String, Bytes> files = files(ofd);
    files.put(path, Bytes.utf8(change.apply(files.get(path).toUtf8())));
    return zip(files);
  }

  /** Interop, trusting the sub CA that issued the signer: an SES_Signature carries no path. */
  static TrustPolicy policy() {
    TrustPolicy p = PKI.policy();
    return new TrustPolicy(
        p.name(),
        List.of(PKI.signerCa().chain().get(0)),
        p.makers(),
        p.timestampers(),
        p.crls(),
        p.algorithms(),
        p.revocation(),
        p.at(),
        p.budgets());
  }

  static DocumentReport verify(Bytes ofd) {
    return verify(ofd, policy());
  }

  static DocumentReport verify(Bytes ofd, TrustPolicy policy) {
    return new OfdVerifier().verify(DocumentSource.of(ofd), policy);
  }
}
