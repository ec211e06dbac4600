package org.xinfu.trust.pdf;

import static org.xinfu.trust.pdf.PdfForge.CADES;
import static org.xinfu.trust.pdf.PdfForge.CATALOG;
import static org.xinfu.trust.pdf.PdfForge.FORM;
import static org.xinfu.trust.pdf.PdfForge.SEAL;
import static org.xinfu.trust.pdf.PdfForge.changed;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;

/** Writes B-T, B-LT and B-LTA by hand (EN 319 142-1 §5.4), the same octets at every run. */
final class PdfLongTerm {
  static final String STAMP = "/Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161";
  static final int STORE = 50;
  static final int TIME = 40;
  private static final String AUTHORITY = "样例时间戳";
  private static final Instant STAMPED = PdfFixtures.SIGNED.plus(Duration.ofMinutes(5));
  private final TestPki pki = TestPki.seeded("pdf long term");
  private final Signer root;
  private final Signer issuer;
  private final Signer signer;
  private final Signer authority;
  private final Signer stranger = TestPki.seeded("pdf stranger").timestamper("他人时间戳");
  private final AtomicLong serial = new AtomicLong();

  /** Signed with SM2. */
  PdfLongTerm() {
    root = pki.signerRoot();
    issuer = pki.signerCa();
    signer = pki.sealSigner("样例专用章");
    authority = pki.timestamper(AUTHORITY);
  }

  private PdfLongTerm(SignatureAlgorithm algorithm) {
    root = pki.root("CN=样例国际根,O=样例,C=CN", algorithm);
    issuer = pki.issue(spec("样例国际子级", Purpose.SUB_CA, algorithm), root);
    signer = pki.issue(spec("样例单位", Purpose.DOCUMENT_SIGNER, algorithm), issuer);
    authority = pki.timestamper(AUTHORITY);
  }

  /** The same shape with P-256 alone, for judges that know no SM2. */
  static PdfLongTerm international() {
    return new PdfLongTerm(SignatureAlgorithm.ECDSA_P256_SHA256);
  }

  private TestPki.Spec spec(String name, Purpose purpose, SignatureAlgorithm algorithm) {
    return pki.spec("CN=" + name + ",O=样例,C=CN", purpose, TestPki.END).with(algorithm);
  }

  /** The anchors, and no revocation evidence but what documents bring. */
  TrustPolicy policy() {
    List<Certificate> signers =
        Stream.of(root, issuer, pki.documentRoot()).map(who -> who.chain().get(0)).toList();
    return pki.policy().withSigners(signers).withCrls(List.of());
  }

  /** Of the signer's root, its issuer, one that concerns nobody, and the authority's issuer. */
  List<Bytes> crls() {
    boolean national = issuer.equals(pki.signerCa());
    Signer third = national ? pki.makerRoot() : root;
    return Stream.of(root, issuer, third, pki.documentRoot()).map(pki::crl).toList();
  }

  /** The signer's issuer says that the signer was revoked before it signed. */
  Bytes revoking() {
    RevokedEntry entry =
        new RevokedEntry(
            signer.chain().get(0).serial(),
            PdfFixtures.SIGNED.minus(Duration.ofDays(1)),
            RevocationCause.KEY_COMPROMISE,
            Optional.empty());
    return pki.crl(issuer, entry);
  }

  /** The list of the signer's issuer as somebody else signed it. */
  Bytes forgedList() {
    TestPki other = TestPki.seeded("pdf other lists");
    return other.crl(other.signerCa());
  }

  Bytes token(Bytes covered) {
    return token(covered, authority);
  }

  Bytes strangersToken(Bytes covered) {
    return token(covered, stranger);
  }

  private Bytes token(Bytes covered, Signer by) {
    TimestampMaker maker =
        new TimestampMaker(by, "1.2.3.4", () -> BigInteger.valueOf(serial.incrementAndGet()));
    return maker.token(
        new TimestampMaker.Order(
            ContentDigest.SHA256, ContentDigest.SHA256.of(covered), Optional.empty()),
        STAMPED);
  }

  /** A signature value, not timestamped. */
  Bytes cms(Bytes covered) {
    return CmsSigner.pades(ContentDigest.of(signer.algorithm()).of(covered), signer);
  }

  /** The same with a signature time-stamp over what the function makes of the value. */
  Bytes timed(Bytes covered, Function<Bytes, Bytes> imprinted) {
    return CadesExtender.timestamp(
            cms(covered),
            (digest, imprint) -> {
              TimestampMaker maker =
                  new TimestampMaker(
                      authority, "1.2.3.4", () -> BigInteger.valueOf(serial.incrementAndGet()));
              return new Verdict.Valid<>(
                  maker.token(
                      new TimestampMaker.Order(digest, imprinted.apply(imprint), Optional.empty()),
                      STAMPED),
                  new Report(List.of()));
            })
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  // Documents of each level.

  Bytes basic() {
    return sign(this::cms);
  }

  Bytes timed() {
    return sign(covered -> timed(covered, imprint -> imprint));
  }

  Bytes sign(Function<Bytes, Bytes> value) {
    return PdfForge.sign(
        PdfUpdate.of(PdfForge.plain()).with(SEAL, PdfForge.field("Seal", "[0 0 0 0]", "/V 20 0 R")),
        20,
        CADES + "/M(D:20261101013000Z)",
        value);
  }

  /** With a store of all lists and the issuing certificate. */
  Bytes withStore(Bytes pdf) {
    return withStore(pdf, crls(), "");
  }

  /** With a store of these lists and more entries; a related entry may name object 51 on. */
  Bytes withStore(Bytes pdf, List<Bytes> lists, String more) {
    PdfUpdate update =
        PdfUpdate.of(pdf).with(CATALOG, changed(CATALOG, "/Type", "/DSS 50 0 R/Type"));
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < lists.size(); i++) {
      update.with(STORE + 1 + i, octets(lists.get(i)));
      names.append(STORE + 1 + i).append(" 0 R ");
    }
    return update
        .with(STORE, "<</Type/DSS/Certs[70 0 R]" + "/CRLs[" + names + "]" + more + ">>")
        .with(70, octets(issuer.chain().get(0).der()))
        .append();
  }

  static String octets(Bytes octets) {
    return PdfForms.stream(PdfEdit.text(octets));
  }

  /** The key of a signature's related information, §12.8.4.4. */
  static String key(Bytes pdf) {
    return ContentDigest.SHA1.of(PdfEdit.contents(pdf)).toHex().toUpperCase(Locale.ROOT);
  }

  Bytes archived(Bytes pdf) {
    return stamped(pdf, TIME, STAMP, this::token);
  }

  /** A document timestamp in a new field, with any dictionary and value. */
  static Bytes stamped(Bytes pdf, int field, String entries, Function<Bytes, Bytes> value) {
    String form = PdfEdit.body(pdf, FORM);
    return PdfForge.sign(
        PdfUpdate.of(pdf)
            .with(FORM, form.replace("]/SigFlags", " " + field + " 0 R]/SigFlags"))
            .with(
                field, PdfForge.field("Time" + field, "[0 0 0 0]", "/V " + (field + 100) + " 0 R")),
        field + 100,
        entries,
        value);
  }
}
