package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.X509ObjectIdentifiers;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.EvidenceServer;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.client.fetch.HttpFetcher;
import org.xinfu.trust.fetch.FetchLimits;
import org.xinfu.trust.fetch.Fetcher;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Evidence by real HTTP: asked where the certificates say, believed like any other, and told. */
class OnlineRevocationTest {
  private static final Instant NOW = TestPki.NOW;
  private static final String ROOT = "CN=样例在线根,C=CN";
  private static final String SUB = "CN=样例在线CA,C=CN";
  private static final String LEAF = "CN=样例在线签章者,C=CN";

  private final SoftKeyVault vault = SoftKeyVault.seeded("online");
  private final Signer rootKey = vault.key(SignatureAlgorithm.SM2_SM3, "root");
  private final Signer subKey = vault.key(SignatureAlgorithm.SM2_SM3, "sub");
  private final Signer leafKey = vault.key(SignatureAlgorithm.SM2_SM3, "leaf");
  private final Signer strange = vault.key(SignatureAlgorithm.SM2_SM3, "strange");
  private final EvidenceServer server = new EvidenceServer();
  private final Certificate root = CertificateForge.root(ROOT, rootKey).ca().make();
  private final Certificate sub = sub();
  private final Certificate leaf = leaf("/ocsp", "/sub.crl");
  private final Signer subCa = subKey.withChain(List.of(sub, root));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void theListsThatTheCertificatesNameAreFetchedOnceAndTold() {
    server.put("/root.crl", crl(rootKey.withChain(List.of(root))));
    server.put("/sub.crl", crl(subCa));
    TrustPolicy policy = strict();
    Report report = judge(leaf, List.of(sub), policy);
    assertThat(report.conclusion()).describedAs("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(fetched(report, Outcome.PASS))
        .hasSize(2)
        .allMatch(c -> c.detail().matches("http://.*\\.crl: .* sha256 [0-9a-f]{64} at " + NOW));
    assertThat(fetched(report, Outcome.NOT_DONE))
        .allMatch(c -> c.detail().contains("status-not-ok, status 404"));
    judge(leaf, List.of(sub), policy);
    assertThat(server.requests()).filteredOn(r -> r.endsWith("crl")).hasSize(2);
  }

  @Test
  void aListThatNamesTheCertificateRevokesIt() {
    server.put("/root.crl", crl(rootKey.withChain(List.of(root))));
    server.put("/sub.crl", crl(subCa, revoked()));
    Report report = judge(leaf, List.of(sub), interop());
    assertThat(report.reason()).contains(Reason.CERTIFICATE_REVOKED);
  }

  @Test
  void aResponderIsAskedWithANonceAndItsAnswerCounts() {
    server.put("/root.crl", crl(rootKey.withChain(List.of(root))));
    server.responder("/ocsp", request -> answer(request, subCa, Optional.empty()));
    Report good = judge(leaf, List.of(sub), strict());
    assertThat(good.conclusion()).describedAs("%s", good).isEqualTo(Conclusion.VALID);
    assertThat(server.requests()).contains("POST /ocsp").doesNotContain("GET /sub.crl");
    server.responder("/ocsp", request -> answer(request, subCa, Optional.of(revoked())));
    assertThat(judge(leaf, List.of(sub), interop()).reason()).contains(Reason.CERTIFICATE_REVOKED);
  }

  @Test
  void aResponderThatTakesNoPostIsAskedByGet() {
    server.put("/root.crl", crl(rootKey.withChain(List.of(root))));
    server.responder("/ocsp", request -> answer(request, subCa, Optional.empty())).onlyGet();
    assertThat(judge(leaf, List.of(sub), strict()).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(server.requests()).contains("POST /ocsp", "GET /ocsp");
  }

  @Test
  void anAnswerToAnotherRequestIsPassedOver() {
    server.put("/root.crl", crl(rootKey.withChain(List.of(root))));
    Bytes replayed =
        OcspMaker.respond(subCa, List.of(good()), issue(Optional.of(Bytes.utf8("other nonce"))));
    server.responder("/ocsp", request -> replayed);
    server.put("/sub.crl", crl(subCa, revoked()));
    Report report = judge(leaf, List.of(sub), interop());
    assertThat(fetched(report, Outcome.NOT_DONE)).anyMatch(c -> c.detail().contains("the nonce"));
    // The replayed "good" did not hide what the list says.
    assertThat(report.reason()).contains(Reason.CERTIFICATE_REVOKED);
  }

  @Test
  void anAnswerWithoutANonceServesInteropAlone() {
    server.put("/root.crl", crl(rootKey.withChain(List.of(root))));
    server.responder(
        "/ocsp", request -> OcspMaker.respond(subCa, List.of(good()), issue(Optional.empty())));
    assertThat(revocation(judge(leaf, List.of(sub), interop()))).containsOnly(Outcome.PASS);
    assertThat(judge(leaf, List.of(sub), strict()).reason()).contains(Reason.REVOCATION_UNKNOWN);
  }

  @Test
  void aForgedAnswerDoesNotKeepUsFromTheList() {
    server.put("/root.crl", crl(rootKey.withChain(List.of(root))));
    Certificate namesake = CertificateForge.root(SUB, strange).ca().make();
    Signer forger = strange.withChain(List.of(namesake));
    server.responder("/ocsp", request -> answer(request, forger, Optional.empty()));
    server.put("/sub.crl", crl(subCa, revoked()));
    assertThat(judge(leaf, List.of(sub), interop()).reason()).contains(Reason.CERTIFICATE_REVOKED);
  }

  @Test
  void missingIssuersAreFetchedAndNotBelieved() {
    server.put("/root.crl", crl(rootKey.withChain(List.of(root))));
    server.put("/sub.crl", crl(subCa));
    server.put("/sub.cer", sub.der());
    Report report = judge(leaf, List.of(), strict());
    assertThat(report.conclusion()).describedAs("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(fetched(report, Outcome.PASS)).anyMatch(c -> c.detail().contains("/sub.cer: "));
    // One of the right name and another key leads nowhere.
    server.put("/sub.cer", CertificateForge.root(SUB, strange).ca().make().der());
    assertThat(judge(leaf, List.of(), strict()).reason()).contains(Reason.NO_TRUST_ANCHOR);
    server.put("/sub.cer", Bytes.utf8("<html>"));
    assertThat(judge(leaf, List.of(), strict()).reason()).contains(Reason.NO_TRUST_ANCHOR);
  }

  @Test
  void whatCannotBeFetchedIsAsMissingAsOfflineAndSaid() {
    for (Fetcher fetcher : List.of(Fetcher.refusing(), http(FetchLimits.anyPublic()), inside())) {
      Report interop = judge(leaf, List.of(sub), policy(fetcher, TrustPolicy.Mode.INTEROP));
      assertThat(interop.conclusion()).isEqualTo(Conclusion.VALID);
      assertThat(revocation(interop)).containsOnly(Outcome.WARN);
      assertThat(fetched(interop, Outcome.PASS)).isEmpty();
      assertThat(fetched(interop, Outcome.NOT_DONE))
          .isNotEmpty()
          .allMatch(
              c ->
                  c.detail()
                      .matches("http:.*: (network-refused|host-not-allowed|status-not-ok),.*"));
      Report strict = judge(leaf, List.of(sub), policy(fetcher, TrustPolicy.Mode.STRICT));
      assertThat(strict.reason()).contains(Reason.REVOCATION_UNKNOWN);
    }
  }

  @Test
  void nobodyIsAskedUnlessThePolicySaysSo() {
    TrustPolicy offline = interop().withRevocation(TrustPolicy.Revocation.OFFLINE);
    TrustPolicy none = interop().withRevocation(TrustPolicy.Revocation.NONE);
    assertThat(fetched(judge(leaf, List.of(), offline), Outcome.NOT_DONE)).isEmpty();
    assertThat(fetched(judge(leaf, List.of(sub), none), Outcome.NOT_DONE)).isEmpty();
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void whatIsForgedIsNotAskedAbout() {
    Certificate forged =
        new CertificateForge(LEAF, leafKey, strange, SUB)
            .usage(KeyUsage.digitalSignature)
            .with(Extension.cRLDistributionPoints, false, points("/forged.crl"))
            .make();
    judge(forged, List.of(sub), interop());
    assertThat(server.requests()).isEmpty();
  }

  /** RFC 5280 §5.2: what is not understood keeps us from nobody, and what it names is kept. */
  @Test
  void aListThatIsNotUnderstoodDoesNotKeepUsFromAnother() throws IOException {
    server.put("/root.crl", crl(rootKey.withChain(List.of(root))));
    Certificate two = leaf("/ocsp", "/odd.crl", "/sub.crl");
    server.put("/odd.crl", odd());
    server.put("/sub.crl", crl(subCa));
    Report good = judge(two, List.of(sub), strict());
    assertThat(good.conclusion()).describedAs("%s", good).isEqualTo(Conclusion.VALID);
    assertThat(fetched(good, Outcome.NOT_DONE))
        .anyMatch(c -> c.detail().contains("critical extension"));
    server.put("/odd.crl", odd(revoked()));
    assertThat(judge(two, List.of(sub), interop()).reason()).contains(Reason.REVOCATION_UNKNOWN);
    server.put("/sub.crl", crl(subCa, revoked()));
    assertThat(judge(two, List.of(sub), interop()).reason()).contains(Reason.CERTIFICATE_REVOKED);
  }

  /** Nor does an answer: the list is asked for, as where nobody answered. */
  @Test
  void anAnswerThatIsNotUnderstoodDoesNotKeepUsFromTheList() throws IOException {
    server.put("/root.crl", crl(rootKey.withChain(List.of(root))));
    server.put("/sub.crl", crl(subCa));
    Bytes odd = oddAnswer(new OcspMaker.Status(leaf, sub, Hash.SHA1, Optional.of(revoked())));
    server.responder("/ocsp", request -> odd);
    assertThat(judge(leaf, List.of(sub), interop()).reason()).contains(Reason.REVOCATION_UNKNOWN);
    server.put("/sub.crl", crl(subCa, revoked()));
    assertThat(judge(leaf, List.of(sub), interop()).reason()).contains(Reason.CERTIFICATE_REVOKED);
  }

  private Bytes oddAnswer(OcspMaker.Status status) throws IOException {
    Bytes made = OcspMaker.respond(subCa, List.of(status), issue(Optional.empty()));
    Bytes basic =
        Bytes.of(
            OCSPResponse.getInstance(made.toArray()).getResponseBytes().getResponse().getOctets());
    ResponseData old = BasicOCSPResponse.getInstance(basic.toArray()).getTbsResponseData();
    Extension odd = new Extension(new ASN1ObjectIdentifier("1.2.3.4"), true, new byte[] {5, 0});
    ResponseData content =
        new ResponseData(
            old.getResponderID(), old.getProducedAt(), old.getResponses(), new Extensions(odd));
    SignerContent signer = new SignerContent(subCa);
    signer.getOutputStream().write(content.getEncoded("DER"));
    DERBitString value = new DERBitString(signer.getSignature());
    return Bytes.of(
        new BasicOCSPResponse(content, signer.getAlgorithmIdentifier(), value, null)
            .getEncoded("DER"));
  }

  private Bytes odd(RevokedEntry... entries) throws IOException {
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(sub.name(), Date.from(NOW.plusSeconds(2)))
            .setNextUpdate(Date.from(NOW.plusSeconds(86_400)))
            .addExtension(new ASN1ObjectIdentifier("1.2.3.4"), true, DERNull.INSTANCE);
    for (RevokedEntry entry : entries) {
      builder.addCRLEntry(entry.serial(), Date.from(entry.at()), entry.cause().number());
    }
    return Bytes.of(builder.build(new SignerContent(subCa)).getEncoded());
  }

  @Test
  void aMomentLongAgoIsNotJudgedByTodaysEvidence() {
    server.put("/root.crl", crl(rootKey.withChain(List.of(root))));
    server.put("/sub.crl", crl(subCa, revoked()));
    TrustPolicy before = interop().withAt(NOW.minus(Duration.ofDays(40)));
    Report report = judge(leaf, List.of(sub), before);
    assertThat(revocation(report)).containsOnly(Outcome.WARN);
  }

  private Report judge(Certificate certificate, List<Certificate> between, TrustPolicy policy) {
    ChainQuery query =
        new ChainQuery(
            policy,
            ChainQuery.Role.SIGNER,
            policy.at().minusSeconds(60),
            TimeSource.CLAIMED,
            ChainQuery.Lenience.SEAL);
    return ChainValidator.validate(certificate, between, query).report();
  }

  private static List<Check> fetched(Report report, Outcome outcome) {
    return report.checks().stream()
        .filter(c -> c.id().equals("revocation-fetch") && c.outcome() == outcome)
        .toList();
  }

  private static List<Outcome> revocation(Report report) {
    return report.checks().stream()
        .filter(c -> c.id().equals("certificate-revocation"))
        .map(Check::outcome)
        .toList();
  }

  private TrustPolicy strict() {
    return policy(inside(), TrustPolicy.Mode.STRICT);
  }

  private TrustPolicy interop() {
    return policy(inside(), TrustPolicy.Mode.INTEROP);
  }

  private TrustPolicy policy(Fetcher fetcher, TrustPolicy.Mode mode) {
    return TrustPolicy.interop(List.of(root), List.of(), NOW)
        .withMode(mode)
        .online(new OnlineRevocation(fetcher, mode));
  }

  private Fetcher inside() {
    return http(FetchLimits.only(List.of()).withInside(List.of(server.host())));
  }

  private static Fetcher http(FetchLimits limits) {
    return HttpFetcher.create(limits, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private OcspMaker.Status good() {
    return new OcspMaker.Status(leaf, sub, Hash.SHA1, Optional.empty());
  }

  /** A little later than the moment of validation, as a responder's clock is. */
  private static OcspMaker.Issue issue(Optional<Bytes> nonce) {
    return new OcspMaker.Issue(NOW.plusSeconds(2), Optional.of(NOW.plusSeconds(3600)), nonce);
  }

  private Bytes answer(Bytes request, Signer responder, Optional<RevokedEntry> revoked) {
    byte[] nonce =
        OCSPRequest.getInstance(request.toArray())
            .getTbsRequest()
            .getRequestExtensions()
            .getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
            .getExtnValue()
            .getOctets();
    Bytes inner = Bytes.of(ASN1OctetString.getInstance(nonce).getOctets());
    return OcspMaker.respond(
        responder,
        List.of(new OcspMaker.Status(leaf, sub, Hash.SHA1, revoked)),
        issue(Optional.of(inner)));
  }

  private RevokedEntry revoked() {
    return new RevokedEntry(
        leaf.serial(),
        NOW.minus(Duration.ofDays(2)),
        RevocationCause.KEY_COMPROMISE,
        Optional.empty());
  }

  private static Bytes crl(Signer issuer, RevokedEntry... entries) {
    return CrlMaker.issue(
        issuer,
        List.of(entries),
        new CrlMaker.Issue(NOW.plusSeconds(2), NOW.plusSeconds(86_400), BigInteger.TEN));
  }

  private Certificate sub() {
    return new CertificateForge(SUB, subKey, rootKey, ROOT)
        .ca()
        .with(Extension.cRLDistributionPoints, false, points("/root.crl"))
        .make();
  }

  private Certificate leaf(String responder, String... list) {
    ASN1EncodableVector access = new ASN1EncodableVector();
    access.add(new AccessDescription(X509ObjectIdentifiers.id_ad_ocsp, url(server.url(responder))));
    access.add(
        new AccessDescription(X509ObjectIdentifiers.id_ad_caIssuers, url(server.url("/sub.cer"))));
    return new CertificateForge(LEAF, leafKey, subKey, SUB)
        .usage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)
        .with(Extension.cRLDistributionPoints, false, points(list))
        .with(Extension.authorityInfoAccess, false, new DERSequence(access))
        .make();
  }

  /** One point, at each of these. */
  private CRLDistPoint points(String... paths) {
    GeneralName[] all = Stream.of(paths).map(p -> url(server.url(p))).toArray(GeneralName[]::new);
    DistributionPointName name = new DistributionPointName(new GeneralNames(all));
    return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, null, null)});
  }

  private static GeneralName url(String text) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, text);
  }
}
