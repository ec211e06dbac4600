package org.xinfu.trust.cli;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xinfu.testkit.FuzzRun.Target;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.ReportJson;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.OcspMaker;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.facts.Facts;
import org.xinfu.trust.id.CitizenIdNumber;
import org.xinfu.trust.id.LicenceIdentifier;
import org.xinfu.trust.id.UnifiedSocialCreditCode;
import org.xinfu.trust.jose.JwsSigner;
import org.xinfu.trust.jose.JwsVerifier;
import org.xinfu.trust.jose.SdJwtIssuer;
import org.xinfu.trust.jose.SdJwtVerifier;
import org.xinfu.trust.jose.SdObject;
import org.xinfu.trust.jose.StatusList;
import org.xinfu.trust.jose.StatusListToken;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.list.AnchorPurpose;
import org.xinfu.trust.list.ListedAnchor;
import org.xinfu.trust.list.RootKeys;
import org.xinfu.trust.list.TrustList;
import org.xinfu.trust.list.TrustListMaker;
import org.xinfu.trust.list.TrustListState;
import org.xinfu.trust.list.TrustListVerifier;
import org.xinfu.trust.time.TimestampExchange;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampVerifier;
import org.xinfu.trust.xml.XmlSignRequest;
import org.xinfu.trust.xml.XmlSigner;
import org.xinfu.trust.xml.XmlVerifier;

/** Parsers of what comes beside documents: tokens, answers of authorities, lists, saved facts. */
final class WireTargets {
  private static final TrustPolicy POLICY = Scene.PKI.policy();
  private static final Signer KEY = Scene.SIGNER;
  private static final Signer AUTHORITY = Scene.PKI.timestamper("cli-tsa");
  private static final TimestampMaker MAKER =
      new TimestampMaker(AUTHORITY, "1.2.3.4", () -> BigInteger.TEN);

  private WireTargets() {}

  static List<Target> all() {
    return List.of(
        new Target("jws", tokens(), WireTargets::jose),
        new Target("jwk", List.of(text(jwk())), WireTargets::jwk),
        new Target("facts", List.of(facts()), WireTargets::facts),
        new Target("trust-list", List.of(list()), WireTargets::list),
        new Target("timestamp", List.of(token()), WireTargets::timestamp),
        new Target("timestamp-request", List.of(exchange().request()), WireTargets::respond),
        new Target(
            "timestamp-response",
            List.of(respond(exchange().request())),
            in -> exchange().token(in)),
        new Target("ocsp", List.of(ocsp()), WireTargets::ocsp),
        new Target("xml-detached", List.of(detached()), WireTargets::detached),
        new Target("inspect", List.of(Scene.OFD, token()), BinaryView::view),
        new Target("identifiers", List.of(Bytes.utf8("91510000MA6A1B2C3D")), WireTargets::read));
  }

  private static List<Bytes> tokens() {
    SdJwtIssuer issuer = SdJwtIssuer.with(KEY, "licence+sd-jwt", new SecureRandom());
    String sdJwt =
        issuer.issue(
            SdObject.empty()
                .with("iss", "https://样例")
                .withHidden("name", "林清越")
                .withHidden("级别", 1L),
            Optional.of(KEY.publicKey()));
    StatusListToken.Issue issue =
        new StatusListToken.Issue(
            "https://localhost/s", TestPki.NOW, TestPki.END, Duration.ofHours(1));
    String statuses = StatusListToken.issue(StatusList.of(2, 1000).with(7, 1), issue, KEY);
    return List.of(
        text(JwsSigner.with(KEY).compact(Samples.CONTENT)),
        text(JwsSigner.with(KEY).flattened(Samples.CONTENT)),
        text(JwsSigner.general(Samples.CONTENT, List.of(JwsSigner.with(KEY)))),
        text(sdJwt),
        text(statuses));
  }

  private static void jose(Bytes in) {
    String token = in.toUtf8();
    JwsVerifier known = JwsVerifier.knowing(KEY.publicKey(), POLICY);
    known.verify(token);
    known.withContent(Samples.CONTENT).verify(token);
    StatusListToken.verify(token, known);
    SdJwtVerifier.knowing(KEY.publicKey(), POLICY).verify(token);
    SdJwtVerifier.trusting(POLICY).verify(token);
  }

  private static String jwk() {
    return CanonicalJson.write(JwsSigner.jwk(KEY.publicKey()));
  }

  private static void jwk(Bytes in) {
    try {
      JwsVerifier.key(Json.parseObject(in.toUtf8()));
    } catch (JsonException refused) {
      // That is the reader's answer.
    }
  }

  private static Bytes facts() {
    DocumentSource document = DocumentSource.of(Scene.OFD);
    Facts.Subject subject = new Facts.Subject("a.ofd", document, Optional.empty());
    return Facts.record(subject, POLICY).facts().orElseThrow().write();
  }

  private static void facts(Bytes in) {
    Facts.read(in)
        .fold(
            read -> ReportJson.write(read.file(), read.judge(POLICY)),
            (reason, report) -> reason.code(),
            (reason, report) -> reason.code());
  }

  private static TrustListState pinned() {
    return TrustListState.pinned("样例", new RootKeys(List.of(KEY.publicKey()), 1));
  }

  private static Bytes list() {
    Certificate root = Scene.PKI.signerRoot().chain().get(0);
    Instant issued = TestPki.NOW.minusSeconds(60);
    TrustList list =
        new TrustList(
            "样例",
            1,
            issued,
            issued.plusSeconds(86_400),
            pinned().roots(),
            List.of(new ListedAnchor(root, AnchorPurpose.SIGNER, TestPki.BEGIN)),
            List.of());
    return TrustListMaker.sign(list, List.of(KEY));
  }

  private static void list(Bytes in) {
    TrustListVerifier.accept(in, pinned(), TestPki.NOW);
  }

  private static TimestampExchange exchange() {
    Bytes imprint = ContentDigest.SHA256.of(Samples.CONTENT);
    return new TimestampExchange(
        ContentDigest.SHA256, imprint, BigInteger.valueOf(99), Optional.empty());
  }

  private static Bytes token() {
    return MAKER.token(
        new TimestampMaker.Order(
            ContentDigest.SHA256, ContentDigest.SHA256.of(Samples.CONTENT), Optional.empty()),
        TestPki.NOW);
  }

  private static Bytes respond(Bytes request) {
    return MAKER.respond(request, TestPki.NOW);
  }

  private static void timestamp(Bytes in) {
    TimestampVerifier.claimedTime(in);
    TimestampVerifier.verify(in, d -> d.of(Samples.CONTENT), POLICY, Evidence.none());
  }

  private static Bytes ocsp() {
    Signer ca = Scene.PKI.signerCa();
    Signer responder =
        Scene.PKI.issue(Scene.PKI.spec("CN=应答,C=CN", Purpose.OCSP_RESPONDER, TestPki.END), ca);
    OcspMaker.Status status =
        new OcspMaker.Status(KEY.chain().get(0), ca.chain().get(0), Hash.SHA1, Optional.empty());
    OcspMaker.Issue issue =
        new OcspMaker.Issue(
            TestPki.NOW.minusSeconds(60), Optional.of(TestPki.END), Optional.empty());
    return OcspMaker.respond(responder, List.of(status), issue);
  }

  private static void ocsp(Bytes in) {
    Samples.verify(Scene.SEAL, POLICY.withOcsps(List.of(in)));
    Samples.verify(Samples.signedXml(), POLICY.withCrls(List.of()).withOcsps(List.of(in)));
  }

  private static Bytes detached() {
    Map<String, Bytes> contents = Map.of("a.xml", Samples.CONTENT);
    return XmlSigner.sign(XmlSignRequest.detached(contents, TestSeals.SIGNED), KEY)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  private static void detached(Bytes in) {
    Map<String, Bytes> contents = Map.of("a.xml", Samples.CONTENT);
    new XmlVerifier(contents).verify(DocumentSource.of(in), POLICY);
  }

  private static void read(Bytes in) {
    String text = in.toUtf8();
    LicenceIdentifier.parse(text);
    UnifiedSocialCreditCode.parse(text);
    CitizenIdNumber.parse(text);
  }

  private static Bytes text(String text) {
    return Bytes.utf8(text);
  }
}
