package org.xinfu.trust.ofd;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;

/**
 * What real producers write although GB/T 33190 or GB/T 38540 has it otherwise, one package each:
 * VALID under interop and told there, refused by strict. Makes {@code
 * specs/vectors/ofd/deviations.json}. Those of a seal by itself are in {@code seal/}.
 */
final class OfdDeviations {
  private static final String SIGN = StrangersPackage.SIGNS + "Sign_0/";

  /**
   * One deviation.
   *
   * @param check that tells of it under interop
   * @param reason for which strict refuses it
   */
  record Deviation(String name, String check, Reason reason, Bytes document) {}

  private OfdDeviations() {}

  static List<Deviation> all() {
    return List.of(
        xml(
            "Provider with children instead of attributes",
            "provider",
            p ->
                p.provider = "<ofd:Provider><ofd:ProviderName>v</ofd:ProviderName></ofd:Provider>"),
        xml("no Provider", "provider", p -> p.provider = ""),
        // Table 66 has it once; nothing reads it but who signs next.
        xml("MaxSignId twice", "signature-list", p -> p.maxSignId = p.maxSignId + p.maxSignId),
        xml("SM3 in small letters", "check-method", p -> p.checkMethod = "sm3"),
        // The identifier of SM3 with a key (GM/T 0006).
        xml(
            "SM3 by its keyed number",
            "check-method",
            p -> p.checkMethod = "1.2.156.10197.1.401.2"),
        xml("SM2 by a short number", "signature-method", p -> p.method = "1.2.156.10197.501"),
        xml("no SignatureMethod", "signature-method", p -> p.method = ""),
        xml(
            "China's time marked as UTC",
            "signature-date-time",
            p -> p.dateTime = "20261101100000Z"),
        other(
            "another namespace",
            "namespace",
            Reason.XML_FORBIDDEN,
            p -> p.namespace = "xmlns:ofd=\"http://www.ofdspec.org\""),
        xml("r and s side by side", "signature-encoding", p -> p.value = OfdDeviations::raw),
        xml("a file's name in other letters", "file-names", OfdDeviations::spelled),
        made(
            "OFD.xml in small letters",
            "file-names",
            Mutators.rename(zip(p -> {}), "OFD.xml", "ofd.xml")),
        made(
            "a vendor's octets before the package",
            "package-form",
            Bytes.utf8("vendor 1.0\n").concat(zip(p -> {}))),
        xml("folders as entries", "package-form", p -> p.folders = true),
        xml("a name in GB 18030", "package-form", OfdDeviations::chinese),
        xml("tags in no well-formed XML", "tags", StrangersPackage::tagged),
        other(
            "signFilePaths.dat beside the value",
            "smuggled-file",
            Reason.FILE_NOT_EXPECTED,
            p -> {
              p.protects = path -> !path.contains("Signs/");
              p.files.put(SIGN + "signFilePaths.dat", Bytes.utf8("/OFD.xml\n"));
            }),
        other(
            "the seal's file is named and not there",
            "seal-file",
            Reason.REFERENCED_FILE_MISSING,
            p -> {
              p.sealFile = false;
              p.forge =
                  xml ->
                      xml.replace(
                          "</ofd:SignedInfo>",
                          "<ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal>"
                              + "</ofd:SignedInfo>");
            }));
  }

  static String write() {
    Vectors vectors =
        new Vectors(
            "deviations",
            "OFD",
            Sample.policy(),
            Map.of(
                "Deviation", "what real producers write although the standard has it otherwise"));
    for (Deviation each : all()) {
      vectors.strictRefuses(
          new Vectors.Case(
              each.name(), "Deviation", Map.of("document", each.document()), TestPki.NOW),
          Conclusion.INVALID,
          each.reason());
    }
    return vectors.write();
  }

  private static Deviation xml(String name, String check, Consumer<StrangersPackage> change) {
    return other(name, check, Reason.ENCODING_NOT_STANDARD, change);
  }

  private static Deviation made(String name, String check, Bytes document) {
    return new Deviation(name, check, Reason.ENCODING_NOT_STANDARD, document);
  }

  private static Deviation other(
      String name, String check, Reason reason, Consumer<StrangersPackage> change) {
    return new Deviation(name, check, reason, zip(change));
  }

  /** Stored, since a deflater's output depends on the machine. */
  private static Bytes zip(Consumer<StrangersPackage> change) {
    StrangersPackage made = new StrangersPackage();
    made.zipMethod = ZipEntry.STORED;
    change.accept(made);
    return made.zip();
  }

  private static Bytes raw(Bytes xml, String path) {
    return SesForge.valued(
        Forgery.value(xml, path), Sample.SIGNER, m -> SesForge.raw(Sample.SIGNER.sign(m)));
  }

  private static void spelled(StrangersPackage made) {
    Bytes page = made.files.remove("Doc_0/Pages/Page_0/Content.xml");
    made.files.put("Doc_0/Pages/Page_0/content.XML", page);
  }

  private static void chinese(StrangersPackage made) {
    made.names = Charset.forName("GBK");
    made.files.put("Doc_0/Attachs/印章图片.bin", Bytes.hex("00"));
  }
}
