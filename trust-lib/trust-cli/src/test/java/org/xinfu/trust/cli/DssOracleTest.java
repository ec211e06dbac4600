package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.OutsideDss;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Report;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevocationSource;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.pdf.PdfBoxSigningEngine;
import org.xinfu.trust.pdf.PdfExtender;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.PdfSigner;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;
import org.xinfu.trust.xml.XadesExtender;
import org.xinfu.trust.xml.XmlSignRequest;
import org.xinfu.trust.xml.XmlSigner;

/** EU DSS and we judge each other's PAdES, XAdES and CAdES, level by level. */
class DssOracleTest {
  private static final TestPki PKI = TestPki.seeded("dss");
  private static final Instant SIGNED = TestPki.NOW.minus(Duration.ofMinutes(30));
  private static final Instant LATER = TestPki.NOW.plus(Duration.ofHours(1));
  private static final Signer AUTHORITY = PKI.timestamper("样例时间戳");
  private static final Signer OFFICE = PKI.documentSigner("office");
  private static final Signer PSS =
      PKI.issue(
          PKI.spec("CN=rsa office,O=样例,C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END)
              .with(SignatureAlgorithm.RSA_PSS_SHA256),
          PKI.documentRoot());
  private static final Signer EXPIRED =
      PKI.issue(
          PKI.spec("CN=expired,O=样例,C=CN", Purpose.DOCUMENT_SIGNER, LATER.minusSeconds(600))
              .with(SignatureAlgorithm.ECDSA_P256_SHA256),
          PKI.documentRoot());
  private static final Signer REVOKED = PKI.documentSigner("revoked since");
  private static final Signer GONE = PKI.documentSigner("revoked before");
  private static final Bytes CRL =
      PKI.crl(
          PKI.documentRoot(),
          revoked(REVOKED, LATER.minusSeconds(1200)),
          revoked(GONE, SIGNED.minusSeconds(60)));
  private static final Evidence EVIDENCE = new Evidence(AUTHORITY.chain(), List.of(CRL), List.of());
  private static final Bytes TEXT = Bytes.utf8("signed by one, judged by the other");
  private static final Bytes OTHER = Bytes.utf8("signed by one, forged by the other");

  /** Where DSS and we disagree, ours first; divergences.md says why. */
  private static final Map<String, String> EXPLAINED =
      Map.ofEntries(
          // A time-stamp over something else is passed over there, and breaks the signature here.
          Map.entry("altered-stamp.p7s", "INVALID, TOTAL_PASSED"),
          Map.entry("altered-stamp.pdf", "INVALID, TOTAL_PASSED"),
          Map.entry("altered-stamp.xml", "INVALID, TOTAL_PASSED"),
          // Nobody signed what follows the end of the file.
          Map.entry("added-octets.pdf", "INVALID, TOTAL_PASSED"),
          // Signed when it was revoked already, by its own claim or by a time-stamp.
          Map.entry("gone.p7s", "INVALID, INDETERMINATE"),
          Map.entry("gone.pdf", "INVALID, INDETERMINATE"),
          Map.entry("gone.xml", "INVALID, INDETERMINATE"),
          Map.entry("gone-stamped.p7s", "INVALID, INDETERMINATE"),
          // It knows no SM2.
          Map.entry("sm2-B.p7s", "VALID, INDETERMINATE"),
          Map.entry("sm2-B.pdf", "VALID, INDETERMINATE"),
          Map.entry("sm2-B.xml", "VALID, REFUSED"));

  @TempDir static Path folder;
  private static final Map<String, DocumentReport> OURS = new TreeMap<>();
  private static OutsideDss dss;
  private static OutsideDss.Answers answers;

  @BeforeAll
  static void ask() {
    dss = new OutsideDss(folder, PKI, CRL, LATER);
    Map.of("ecdsa", OFFICE, "pss", PSS)
        .forEach(
            (name, signer) -> {
              pades(name, signer);
              cades(name, signer);
              xades(name, signer);
            });
    altered();
    trust();
    Signer seal = PKI.sealSigner("样例章");
    put("sm2-B.pdf", sign(seal));
    put("sm2-B.p7s", CmsSigner.cadesAttached(TEXT, seal, SIGNED));
    put("sm2-B.xml", ok(XmlSigner.sign(XmlSignRequest.enveloped(Samples.CONTENT, SIGNED), seal)));
    dss.signing(
        PKI,
        OFFICE,
        AUTHORITY,
        Map.of("plain.pdf", Scene.plainPdf(), "plain.xml", Samples.CONTENT, "plain.txt", TEXT));
    answers = dss.run();
  }

  @Test
  void everyVerdictAgreesOrIsExplained() {
    Map<String, String> disagreements = new TreeMap<>();
    OURS.forEach(
        (name, report) -> {
          String theirs = answers.byName().getOrDefault(name, "NO ANSWER").split(" ")[0];
          if (!theirs.equals(indication(report))) {
            disagreements.put(name, report.conclusion() + ", " + theirs);
          }
        });
    assertThat(disagreements).as(answers.output()).isEqualTo(EXPLAINED);
  }

  /** The name of each genuine file ends in its level. */
  @Test
  void everyLevelAgrees() {
    List<String> genuine =
        OURS.keySet().stream().filter(n -> n.startsWith("ecdsa") || n.startsWith("pss")).toList();
    assertThat(genuine).hasSize(38);
    for (String name : genuine) {
      String level = name.replaceAll(".*-|\\..*", "");
      assertThat(OURS.get(name).signatures().get(0).level()).as(name).isEqualTo("B-" + level);
      assertThat(answers.byName().get(name)).endsWith("AdES-BASELINE-" + level + " INTACT");
    }
  }

  @Test
  void whatDssSignsIsValidAtItsLevel() {
    Map<String, Bytes> signed = dss.signed();
    assertThat(signed).hasSize(20);
    signed.forEach(
        (name, file) -> {
          DocumentReport report = name.contains("detached") ? ours(file, TEXT) : ours(file);
          assertThat(report.conclusion()).as("%s %s", name, report).isEqualTo(Conclusion.VALID);
          assertThat(report.signatures().get(0).level())
              .as(name)
              .isEqualTo("B-" + name.replaceAll(".*-|\\..*", ""));
          DocumentReport altered =
              name.contains("detached")
                  ? ours(file, OTHER)
                  : ours(Mutators.flip(file, middle(name, file), 1));
          assertThat(altered.conclusion()).as(name).isEqualTo(Conclusion.INVALID);
        });
  }

  /** An octet that nobody may change: of what is signed, in XML of the signature value. */
  private static int middle(String name, Bytes file) {
    String text = new String(file.toArray(), StandardCharsets.ISO_8859_1);
    if (name.endsWith(".xml")) {
      return text.indexOf('>', text.indexOf(":SignatureValue")) + 20;
    }
    String mark = name.endsWith(".pdf") ? "%PDF-1." : "signed by";
    return text.indexOf(mark) + mark.length();
  }

  private static String indication(DocumentReport report) {
    return switch (report.conclusion()) {
      case VALID -> "TOTAL_PASSED";
      case INVALID -> "TOTAL_FAILED";
      case INDETERMINATE -> "INDETERMINATE";
      case NO_SIGNATURE -> "NO_SIGNATURE";
    };
  }

  private static DocumentReport ours(Bytes file) {
    return Trust.verify(DocumentSource.of(file), policy());
  }

  private static DocumentReport ours(Bytes file, Bytes content) {
    return Trust.verify(DocumentSource.of(file), DocumentSource.of(content), policy());
  }

  private static TrustPolicy policy() {
    return PKI.policy()
        .withAt(LATER)
        .withCrls(List.of(CRL, PKI.crl(PKI.signerCa()), PKI.crl(PKI.signerRoot())));
  }

  private static void put(String name, Bytes file) {
    OURS.put(name, ours(file));
    dss.with(name, file);
  }

  private static void put(String name, Bytes file, Bytes content) {
    OURS.put(name, ours(file, content));
    dss.with(name, file, content);
  }

  private static RevokedEntry revoked(Signer who, Instant at) {
    return new RevokedEntry(
        who.chain().get(0).serial(), at, RevocationCause.SUPERSEDED, Optional.empty());
  }

  private static void pades(String name, Signer signer) {
    put(name + "-B.pdf", sign(signer));
    Bytes stamped = ok(PdfSigner.signTimestamped(job(), signer, source()));
    put(name + "-T.pdf", stamped);
    PdfExtender extender = new PdfExtender(job().engine(), policy(), RevocationSource.none());
    Bytes valued = octets(extender.values(DocumentSource.of(stamped)));
    put(name + "-LT.pdf", valued);
    put(name + "-LTA.pdf", octets(extender.archive(DocumentSource.of(valued), source())));
    put(name + "-places-B.pdf", places(signer));
  }

  /** Two seals, each at two places: stamps beside the first, further fields for the second. */
  private static Bytes places(Signer signer) {
    PdfSealRequest.Seal seal = new PdfSealRequest.Seal(TestSeals.PNG, 40, 40);
    Bytes pdf = Scene.plainPdf();
    for (int i = 1; i <= 2; i++) {
      PdfSealRequest request =
          PdfSealRequest.seal(
                  seal, new PdfSealRequest.Position(1, 10, 60.0 * i), "Seal" + i, SIGNED)
              .alsoAt(new PdfSealRequest.Position(1, 80, 60.0 * i));
      pdf = PdfSigner.sign(DocumentSource.of(pdf), request, signer, job().engine());
    }
    return pdf;
  }

  private static Bytes octets(Verdict<DocumentSource> verdict) {
    return verdict.orThrow(reason -> new IllegalStateException(reason.code())).readAll(1 << 22);
  }

  private static Bytes sign(Signer signer) {
    return PdfSigner.sign(job().pdf(), job().request(), signer, job().engine());
  }

  private static PdfSigner.Job job() {
    return new PdfSigner.Job(
        DocumentSource.of(Scene.plainPdf()),
        PdfSealRequest.invisible("Seal1", SIGNED),
        new PdfBoxSigningEngine());
  }

  private static void cades(String name, Signer signer) {
    Bytes basic = CmsSigner.cadesAttached(TEXT, signer, SIGNED);
    put(name + "-B.p7s", basic);
    Bytes stamped = ok(CadesExtender.timestamp(basic, source()));
    put(name + "-T.p7s", stamped);
    Bytes valued = CadesExtender.values(stamped, EVIDENCE);
    put(name + "-LT.p7s", valued);
    put(name + "-LTA.p7s", ok(CadesExtender.archive(valued, SignedContent.of(TEXT), source())));
    Bytes detached = detached(signer);
    put(name + "-detached-B.p7s", detached, TEXT);
    Bytes longer = CadesExtender.values(ok(CadesExtender.timestamp(detached, source())), EVIDENCE);
    Bytes archived = ok(CadesExtender.archive(longer, SignedContent.of(TEXT), source()));
    put(name + "-detached-LTA.p7s", archived, TEXT);
  }

  private static Bytes detached(Signer signer) {
    return CmsSigner.cades(ContentDigest.of(signer.algorithm()).of(TEXT), signer, SIGNED);
  }

  private static void xades(String name, Signer signer) {
    Map<String, XmlSignRequest> forms =
        Map.of(
            "enveloped", XmlSignRequest.enveloped(Samples.CONTENT, SIGNED),
            "enveloping", XmlSignRequest.enveloping(Samples.CONTENT, SIGNED));
    forms.forEach(
        (form, request) -> {
          String as = name + "-" + form + "-";
          Bytes basic = ok(XmlSigner.sign(request, signer));
          put(as + "B.xml", basic);
          Bytes stamped = ok(XadesExtender.timestamp(basic, id(basic), source()));
          put(as + "T.xml", stamped);
          Bytes valued = ok(XadesExtender.values(stamped, id(basic), EVIDENCE));
          put(as + "LT.xml", valued);
          put(as + "LTA.xml", ok(XadesExtender.archive(valued, id(basic), Map.of(), source())));
        });
  }

  private static void altered() {
    put("altered-content.p7s", detached(OFFICE), OTHER);
    Bytes cms = CmsSigner.cadesAttached(TEXT, OFFICE, SIGNED);
    put("altered-value.p7s", Mutators.flip(cms, cms.length() - 1, 1));
    put("altered-inside.p7s", Mutators.flip(cms, middle("cms", cms), 1));
    put("altered-stamp.p7s", ok(CadesExtender.timestamp(cms, astray())));
    Bytes xml = ok(XmlSigner.sign(XmlSignRequest.enveloped(Samples.CONTENT, SIGNED), OFFICE));
    put("altered-content.xml", Bytes.utf8(xml.toUtf8().replace(">100<", ">900<")));
    put("altered-stamp.xml", ok(XadesExtender.timestamp(xml, id(xml), astray())));
    Bytes pdf = sign(OFFICE);
    put("altered-content.pdf", Mutators.flip(pdf, middle("pdf", pdf), 1));
    put("altered-stamp.pdf", ok(PdfSigner.signTimestamped(job(), OFFICE, astray())));
    put("added-octets.pdf", pdf.concat(Bytes.utf8("% more\n")));
  }

  private static void trust() {
    Signer stranger = TestPki.seeded("stranger").documentSigner("stranger");
    for (Map.Entry<String, Signer> each :
        Map.of("stranger", stranger, "expired", EXPIRED, "revoked", REVOKED, "gone", GONE)
            .entrySet()) {
      String name = each.getKey();
      Bytes cms = CmsSigner.cadesAttached(TEXT, each.getValue(), SIGNED);
      put(name + ".p7s", cms);
      put(name + "-stamped.p7s", ok(CadesExtender.timestamp(cms, source())));
      put(name + ".pdf", sign(each.getValue()));
      XmlSignRequest request = XmlSignRequest.enveloped(Samples.CONTENT, SIGNED);
      put(name + ".xml", ok(XmlSigner.sign(request, each.getValue())));
    }
  }

  private static String id(Bytes xml) {
    String text = xml.toUtf8();
    int at = text.indexOf("Id=\"sig-") + 4;
    return text.substring(at, text.indexOf('"', at));
  }

  /** Stamps at NOW. */
  private static TimestampSource source() {
    TimestampMaker maker = new TimestampMaker(AUTHORITY, "1.2.3.4", () -> BigInteger.TEN);
    return (digest, imprint) ->
        new Verdict.Valid<>(
            maker.token(new TimestampMaker.Order(digest, imprint, Optional.empty()), TestPki.NOW),
            new Report(List.of()));
  }

  /** Stamps something else. */
  private static TimestampSource astray() {
    return (digest, imprint) -> source().stamp(digest, digest.of(imprint));
  }

  private static Bytes ok(Verdict<Bytes> verdict) {
    return verdict.orThrow(reason -> new IllegalStateException(reason.code()));
  }
}
