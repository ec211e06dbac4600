package org.xinfu.trust.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.OcspMaker;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevocationSource;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/** What every engine must do for B-T, B-LT, B-LTA and their renewal, EN 319 142-1 §5.4 and §6. */
abstract class PdfLevelContract {
  private static final TestPki PKI = PdfFixtures.PKI;
  private static final int MOST = 1 << 22;

  /** The engine under test. */
  protected abstract PdfSigningEngine engine();

  static final Signer RSA =
      PKI.issue(
          PKI.spec("CN=RSA office,O=Sample,C=CN", Purpose.DOCUMENT_SIGNER, TestPki.END)
              .with(SignatureAlgorithm.RSA_PKCS1_SHA256),
          PKI.documentRoot());

  static List<Signer> signers() {
    return List.of(PdfFixtures.SM2, PdfFixtures.ECDSA, RSA);
  }

  private PdfExtender extender(TrustPolicy policy) {
    return new PdfExtender(engine(), policy, RevocationSource.none());
  }

  private DocumentSource sealed(Signer signer) {
    return DocumentSource.of(
        PdfSigner.sign(
            DocumentSource.of(PdfFixtures.plain()),
            PdfFixtures.request(1, "Seal1"),
            signer,
            engine()));
  }

  private static DocumentSource valid(Verdict<DocumentSource> verdict) {
    return verdict.orThrow(
        reason -> new IllegalStateException(reason.code() + " " + verdict.report()));
  }

  private static Bytes octets(DocumentSource pdf) {
    return pdf.readAll(MOST);
  }

  /** With the anchors and nothing else, and every deviation refused. */
  private static TrustPolicy alone(Instant at) {
    return PdfFixtures.POLICY.withCrls(List.of()).withMode(TrustPolicy.Mode.STRICT).withAt(at);
  }

  private static DocumentReport verify(DocumentSource pdf, TrustPolicy policy) {
    return new PdfVerifier().verify(pdf, policy);
  }

  private static void holds(DocumentSource pdf, TrustPolicy policy, String level) {
    DocumentReport report = verify(pdf, policy);
    assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(seal(report).level()).isEqualTo(level);
  }

  private static SignatureReport seal(DocumentReport report) {
    return PdfSigningEngineContract.signature(report, "Seal1");
  }

  @ParameterizedTest
  @MethodSource("signers")
  void aSignatureIsRaisedLevelByLevel(Signer signer) {
    PdfExtender extender = extender(PdfFixtures.POLICY);
    DocumentSource signed = sealed(signer);
    DocumentSource timed = valid(extender.timestamp(signed, PdfTimestampTest.TSA));
    holds(timed, PdfFixtures.POLICY, "B-T");
    DocumentSource kept = valid(extender.values(timed));
    holds(kept, alone(TestPki.NOW), "B-LT");
    DocumentSource archived = valid(extender.archive(kept, PdfTimestampTest.TSA));
    holds(archived, alone(TestPki.NOW), "B-LTA");
    Bytes all = octets(archived);
    for (DocumentSource earlier : List.of(signed, timed, kept)) {
      assertThat(all.slice(0, (int) earlier.length())).isEqualTo(octets(earlier));
    }
  }

  @Test
  void aSignatureOfAnyFormBecomesLongTermAtOnce() {
    for (Bytes pdf : List.of(PdfFixtures.plain(), PdfFixtures.compressed())) {
      Bytes signed =
          PdfSigner.sign(
              DocumentSource.of(pdf),
              PdfFixtures.request(1, "Seal1").certifying(PdfSealRequest.Certification.NO_CHANGES),
              PdfFixtures.SM2,
              engine());
      DocumentSource archived =
          valid(
              extender(PdfFixtures.POLICY)
                  .archive(DocumentSource.of(signed), PdfTimestampTest.TSA));
      holds(archived, PdfFixtures.POLICY, "B-LTA");
    }
  }

  @Test
  void whatIsThereIsNotStoredTwice() {
    PdfExtender extender = extender(PdfFixtures.POLICY);
    DocumentSource timed = valid(extender.timestamp(sealed(PdfFixtures.SM2), PdfTimestampTest.TSA));
    DocumentSource once = valid(extender.values(timed));
    assertThat(valid(extender.values(once)).length()).isEqualTo(once.length());
  }

  @Test
  void aSignatureWithoutProvenTimeHasNoLongTerm() {
    assertThat(reason(extender(PdfFixtures.POLICY).values(sealed(PdfFixtures.SM2))))
        .contains(Reason.TIME_NOT_PROVEN);
  }

  @Test
  void missingEvidenceIsSaidAndAskedFor() {
    TrustPolicy bare = PdfFixtures.POLICY.withCrls(List.of());
    DocumentSource timed =
        valid(
            extender(PdfFixtures.POLICY).timestamp(sealed(PdfFixtures.SM2), PdfTimestampTest.TSA));
    assertThat(reason(extender(bare).values(timed))).contains(Reason.REVOCATION_UNKNOWN);
    assertThat(reason(extender(bare).archive(timed, PdfTimestampTest.TSA)))
        .contains(Reason.REVOCATION_UNKNOWN);
    List<String> asked = new ArrayList<>();
    RevocationSource source =
        (certificate, issuer) -> {
          asked.add(certificate.subject());
          Evidence evidence = new Evidence(List.of(), lists(issuer), List.of());
          return new RevocationSource.Found(evidence, List.of());
        };
    holds(valid(new PdfExtender(engine(), bare, source).values(timed)), bare, "B-LT");
    assertThat(asked).hasSize(2).anyMatch(name -> name.contains("样例时间戳"));
  }

  private static List<Bytes> lists(Certificate issuer) {
    boolean signers = PKI.signerCa().chain().get(0).equals(issuer);
    return List.of(PKI.crl(signers ? PKI.signerCa() : PKI.documentRoot()));
  }

  /**
   * By a delegated responder, whose own certificate nobody has to vouch for (RFC 6960 §4.2.2.2).
   */
  @Test
  void ocspResponsesServeAsListsDo() {
    TrustPolicy bare = PdfFixtures.POLICY.withCrls(List.of());
    DocumentSource timed =
        valid(
            extender(PdfFixtures.POLICY)
                .timestamp(sealed(PdfFixtures.ECDSA), PdfTimestampTest.TSA));
    DocumentSource kept =
        valid(new PdfExtender(engine(), bare, responder(Optional.empty())).values(timed));
    assertThat(PdfEdit.text(octets(kept))).contains("/OCSPs").doesNotContain("/CRLs");
    holds(kept, alone(TestPki.NOW), "B-LT");
    Certificate signer = PdfFixtures.ECDSA.chain().get(0);
    RevokedEntry revoked =
        new RevokedEntry(
            signer.serial(),
            PdfFixtures.SIGNED.minus(Duration.ofDays(1)),
            RevocationCause.SUPERSEDED,
            Optional.empty());
    assertThat(
            reason(new PdfExtender(engine(), bare, responder(Optional.of(revoked))).values(timed)))
        .contains(Reason.CERTIFICATE_REVOKED);
  }

  private static RevocationSource responder(Optional<RevokedEntry> entry) {
    Signer responder =
        PKI.issue(
            PKI.spec("CN=样例应答,O=样例,C=CN", Purpose.OCSP_RESPONDER, TestPki.END)
                .with(SignatureAlgorithm.ECDSA_P256_SHA256),
            PKI.documentRoot());
    OcspMaker.Issue issue =
        new OcspMaker.Issue(NOW, Optional.of(NOW.plus(Duration.ofDays(1))), Optional.empty());
    return (certificate, issuer) -> {
      Optional<RevokedEntry> own = entry.filter(e -> e.serial().equals(certificate.serial()));
      List<Bytes> answers =
          certificate.equals(responder.chain().get(0))
              ? List.of()
              : List.of(
                  OcspMaker.respond(
                      responder,
                      List.of(new OcspMaker.Status(certificate, issuer, Hash.SHA1, own)),
                      issue));
      return new RevocationSource.Found(new Evidence(List.of(), List.of(), answers), List.of());
    };
  }

  @Test
  void nothingBrokenIsKept() {
    Bytes altered = PdfEdit.replace(octets(sealed(PdfFixtures.ECDSA)), "(Seal1)", "(Seal9)");
    PdfExtender extender = extender(PdfFixtures.POLICY);
    DocumentSource pdf = DocumentSource.of(altered);
    assertThat(extender.timestamp(pdf, PdfTimestampTest.TSA)).isInstanceOf(Verdict.Invalid.class);
    assertThat(extender.archive(pdf, PdfTimestampTest.TSA)).isInstanceOf(Verdict.Invalid.class);
    TimestampSource wrong =
        (digest, imprint) -> PdfTimestampTest.TSA.stamp(digest, digest.of(imprint));
    assertThat(reason(extender.timestamp(sealed(PdfFixtures.SM2), wrong)))
        .contains(Reason.TIMESTAMP_WRONG);
  }

  @Test
  void anAlteredStoreOrTimestampIsSeen() {
    DocumentSource archived =
        valid(extender(PdfFixtures.POLICY).archive(sealed(PdfFixtures.SM2), PdfTimestampTest.TSA));
    Bytes pdf = octets(archived);
    Bytes crl = PKI.crls().get(1);
    int at = PdfEdit.text(pdf).indexOf(PdfEdit.text(crl));
    assertThat(at).isPositive();
    DocumentReport store = verify(DocumentSource.of(PdfEdit.flip(pdf, at + 40, 1)), alone(NOW));
    assertThat(store.conclusion()).isEqualTo(Conclusion.INVALID);
    assertThat(store.reason()).contains(Reason.TIMESTAMP_WRONG);
    Bytes token = PdfEdit.contents(pdf);
    Bytes other = PdfEdit.withContents(pdf, PdfEdit.flip(token, token.length() / 4, 1));
    assertThat(verify(DocumentSource.of(other), alone(NOW)).conclusion())
        .isNotEqualTo(Conclusion.VALID);
    // A store that came after the last timestamp is covered by nothing: it counts no more.
    Bytes unstamped = pdf.slice(0, (int) sealed(PdfFixtures.SM2).length());
    assertThat(seal(verify(DocumentSource.of(unstamped), PdfFixtures.POLICY)).level())
        .isEqualTo("B-B");
  }

  private static final Instant NOW = TestPki.NOW;
  private static final Instant LATER = TestPki.END.minus(Duration.ofDays(20));
  private static final Instant MUCH_LATER = TestPki.END.plus(Duration.ofDays(800));

  /** Renewed before the first authority's certificate ends, and good when all of them ended. */
  @Test
  void aRenewedTimestampKeepsTheSignature() {
    DocumentSource archived =
        valid(extender(PdfFixtures.POLICY).archive(sealed(PdfFixtures.SM2), PdfTimestampTest.TSA));
    assertThat(verify(archived, alone(MUCH_LATER)).conclusion())
        .isEqualTo(Conclusion.INDETERMINATE);
    TrustPolicy later = PdfFixtures.POLICY.withAt(LATER).withCrls(listsAt(LATER));
    DocumentSource renewed = valid(extender(later).archive(archived, authority(LATER)));
    assertThat(octets(renewed).slice(0, (int) archived.length())).isEqualTo(octets(archived));
    TrustPolicy muchLater =
        alone(MUCH_LATER).withMode(TrustPolicy.Mode.INTEROP).withCrls(listsAt(MUCH_LATER));
    holds(renewed, muchLater, "B-LTA");
    assertThat(verify(renewed, muchLater).signatures()).hasSize(3);
  }

  private static List<Bytes> listsAt(Instant moment) {
    return List.of(PKI.signerRoot(), PKI.signerCa(), PKI.documentRoot()).stream()
        .map(
            issuer ->
                CrlMaker.issue(
                    issuer,
                    List.of(),
                    new CrlMaker.Issue(
                        moment.minus(Duration.ofHours(1)),
                        moment.plus(Duration.ofDays(30)),
                        BigInteger.valueOf(moment.getEpochSecond()))))
        .toList();
  }

  private static TimestampSource authority(Instant moment) {
    Signer signer =
        PKI.issue(
            new TestPki.Spec(
                "CN=样例时间戳二,O=样例,C=CN",
                Purpose.TIMESTAMPER,
                TestPki.BEGIN,
                TestPki.END.plus(Duration.ofDays(3000)),
                SignatureAlgorithm.ECDSA_P256_SHA256),
            PKI.documentRoot());
    TimestampMaker maker = new TimestampMaker(signer, "1.2.3.4", () -> BigInteger.TEN);
    return (digest, imprint) ->
        new Verdict.Valid<>(
            maker.token(new TimestampMaker.Order(digest, imprint, Optional.empty()), moment),
            new Report(List.of()));
  }

  /** What one engine signed another extends and signs again. */
  @Test
  void enginesContinueEachOther() {
    PdfSigningEngine box = new PdfBoxSigningEngine();
    for (List<PdfSigningEngine> pair : List.of(List.of(engine(), box), List.of(box, engine()))) {
      DocumentSource plain = DocumentSource.of(PdfFixtures.compressed());
      Bytes signed =
          PdfSigner.sign(plain, PdfFixtures.request(1, "Seal1"), PdfFixtures.SM2, pair.get(0));
      DocumentSource archived =
          valid(
              new PdfExtender(pair.get(1), PdfFixtures.POLICY, RevocationSource.none())
                  .archive(DocumentSource.of(signed), PdfTimestampTest.TSA));
      PdfSealRequest second =
          PdfFixtures.request(2, "Seal2").alsoAt(new PdfSealRequest.Position(1, 0, 0));
      Bytes twice = PdfSigner.sign(archived, second, PdfFixtures.ECDSA, pair.get(0));
      holds(DocumentSource.of(twice), PdfFixtures.POLICY, "B-LTA");
    }
  }

  /** Poppler's pdfsig is the outside judge of the bytes; it knows no SM2. */
  @Test
  void popplerAcceptsEveryLevel() throws Exception {
    for (Signer signer : List.of(PdfFixtures.ECDSA, RSA)) {
      PdfExtender extender = extender(PdfFixtures.POLICY);
      Bytes timed =
          PdfSigner.signTimestamped(
                  new PdfSigner.Job(
                      DocumentSource.of(PdfFixtures.plain()),
                      PdfFixtures.request(1, "Seal1"),
                      engine()),
                  signer,
                  PdfTimestampTest.TSA)
              .orThrow(reason -> new IllegalStateException(reason.code()));
      DocumentSource kept = valid(extender.values(DocumentSource.of(timed)));
      DocumentSource archived = valid(extender.archive(kept, PdfTimestampTest.TSA));
      for (DocumentSource pdf : List.of(DocumentSource.of(timed), kept, archived)) {
        String words = pdfsig(octets(pdf));
        assertThat(words).contains("Signature Field Name: Seal1");
        assertThat(words).contains("Signature Validation: Signature is Valid.");
        assertThat(words).doesNotContain("Invalid", "Mismatch", "Error");
      }
      // It lists a document timestamp and what it covers, and judges none.
      assertThat(pdfsig(octets(archived)))
          .contains("Signature Field Name: Timestamp1", "Total document signed");
    }
  }

  static String pdfsig(Bytes pdf) throws Exception {
    Path file = Files.createTempFile("sealed", ".pdf");
    try {
      Files.write(file, pdf.toArray());
      Process judge =
          new ProcessBuilder("pdfsig", file.toString()).redirectErrorStream(true).start();
      String words = new String(judge.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      judge.waitFor();
      return words;
    } finally {
      Files.delete(file);
    }
  }

  private static Optional<Reason> reason(Verdict<?> verdict) {
    return verdict.fold(
        valid -> Optional.empty(),
        (reason, report) -> Optional.of(reason),
        (reason, report) -> Optional.of(reason));
  }
}
