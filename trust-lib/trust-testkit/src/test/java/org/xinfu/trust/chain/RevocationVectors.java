package org.xinfu.trust.chain;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Makes {@code specs/vectors/chain/revocation.json}: evidence that names a certificate and is not
 * believed for sure, or is heard although it vouches for nobody (RFC 5280 §5.2, §6.3.3 f; RFC 6960
 * §4.2.2.2, §4.4).
 */
final class RevocationVectors {
  private static final Map<String, String> FLAGS =
      Map.of(
          "NotUnderstood", "a list or answer with a critical extension that nobody knows",
          "Disowned", "an answer by a responder whose certificate was revoked, or perhaps was",
          "NotVouching", "a list by an authority that may not make lists (no cRLSign)",
          "Twice", "a list that names one serial twice");

  private static final Instant NOW = TestPki.NOW;
  private static final Instant SIGNED = NOW.minusSeconds(7200);
  private static final Instant BEFORE = SIGNED.minusSeconds(1);
  private static final Instant AFTER = SIGNED.plusSeconds(1);
  private static final Instant MADE = NOW.minusSeconds(60);
  private static final Instant NEXT = NOW.plusSeconds(3600);
  private static final long LEAF = 77;
  private static final long RESPONDER = 78;
  private static final String ROOT_NAME = "CN=样例吊销向量根,C=CN";
  private static final String CA_NAME = "CN=样例吊销向量CA,C=CN";
  private static final ASN1ObjectIdentifier ODD = new ASN1ObjectIdentifier("1.2.3.4");

  private final SoftKeyVault vault = SoftKeyVault.seeded("revocation vectors");
  private final Signer rootKey = key("root");
  private final Signer caKey = key("ca");
  private final Signer leafKey = key("leaf");
  private final Signer answeringKey = key("responder");
  private final Certificate root = CertificateForge.root(ROOT_NAME, rootKey).serial(1).ca().make();
  private final Certificate issuer =
      new CertificateForge(CA_NAME, caKey, rootKey, ROOT_NAME).serial(2).ca().make();
  private final Certificate leaf = leafUnder(CA_NAME);
  private final Signer ca = caKey.withChain(List.of(issuer));
  private final Signer responder = answeringKey.withChain(List.of(responder()));
  private final Bytes silent = list(MADE);
  private final Vectors vectors;

  private RevocationVectors() {
    CrlMaker.Issue lasting =
        new CrlMaker.Issue(MADE, NOW.plusSeconds(86_400L * 2000), BigInteger.ONE);
    Bytes ofRoot = CrlMaker.issue(rootKey.withChain(List.of(root)), List.of(), lasting);
    TrustPolicy trust =
        TrustPolicy.interop(List.of(root), List.of(), NOW).withCrls(List.of(ofRoot));
    vectors = new Vectors("revocation", "X509", trust, FLAGS);
  }

  /** The file's text; the same at every call. */
  static String write() {
    RevocationVectors all = new RevocationVectors();
    all.lists();
    all.holds();
    all.claims();
    all.answers();
    all.disowned();
    all.notVouching();
    all.twice();
    all.proven();
    return all.vectors.write();
  }

  private void lists() {
    Bytes naming = odd(0, MADE, superseded(BEFORE));
    doubt("NotUnderstood", "a list names the certificate", of(naming));
    doubt("NotUnderstood", "the same beside a later list that is silent", of(naming, silent));
    Bytes delta = odd(1, MADE, superseded(BEFORE));
    doubt("NotUnderstood", "a delta list names it, beside a complete list", of(delta, silent));
    nothing("NotUnderstood", "a list that is silent vouches for nobody", of(odd(0, MADE)));
    good("NotUnderstood", "it takes nothing from another list", of(odd(0, MADE), silent));
    Bytes others = odd(0, MADE, entry(LEAF + 9, BEFORE, RevocationCause.SUPERSEDED));
    good("NotUnderstood", "it names another certificate", of(others, silent));
    Bytes later = odd(0, MADE, superseded(AFTER));
    good("NotUnderstood", "it names it since after the time-stamp", of(later, silent));
    Bytes revoking = list(MADE, superseded(BEFORE));
    revoked("NotUnderstood", "beside a list that revokes", of(naming, revoking));
    Bytes since = list(MADE, superseded(AFTER));
    doubt("NotUnderstood", "beside a list that revokes after the time-stamp", of(naming, since));
  }

  private void holds() {
    RevokedEntry hold = entry(LEAF, BEFORE, RevocationCause.CERTIFICATE_HOLD);
    Bytes old = odd(0, MADE.minusSeconds(60), hold);
    good("NotUnderstood", "a hold that a later list has released", of(old, silent));
    Bytes same = odd(0, MADE, hold);
    doubt("NotUnderstood", "a hold of the same second as a list that is silent", of(same, silent));
    Bytes held = list(MADE.minusSeconds(60), hold);
    revoked("NotUnderstood", "it releases no hold", of(held, odd(0, MADE)));
  }

  /** Where the time is only claimed, the cause decides, as it does of what is understood. */
  private void claims() {
    Map<String, Object> superseded = claimed(of(odd(0, MADE, superseded(AFTER)), silent));
    vectors.modes(
        test("NotUnderstood", "it names it since after the claimed time of a seal", superseded),
        ChainVectors.expected(VALID, null),
        ChainVectors.expected(INDETERMINATE, Reason.REVOCATION_UNKNOWN));
    Map<String, Object> etsi = new TreeMap<>(superseded);
    etsi.put("lenience", "ETSI");
    doubt("NotUnderstood", "since after the claimed time, by EN 319 102-1", etsi);
    RevokedEntry lost = entry(LEAF, AFTER, RevocationCause.KEY_COMPROMISE);
    Map<String, Object> stolen = claimed(of(odd(0, MADE, lost), silent));
    doubt("NotUnderstood", "the key was lost after the claimed time", stolen);
  }

  private void answers() {
    for (boolean whole : new boolean[] {false, true}) {
      String where = whole ? "an answer's extension: " : "one status' extension: ";
      Bytes naming = odd(answer(ca, Optional.of(superseded(BEFORE))), whole);
      doubt("NotUnderstood", where + "it revokes", answered(of(), naming));
      doubt("NotUnderstood", where + "it revokes, a list is silent", answered(of(silent), naming));
      Bytes good = odd(answer(ca, Optional.empty()), whole);
      nothing("NotUnderstood", where + "its good word means nothing", answered(of(), good));
      good("NotUnderstood", where + "nor does it harm", answered(of(silent), good));
      Bytes later = odd(answer(ca, Optional.of(superseded(AFTER))), whole);
      good("NotUnderstood", where + "after the time-stamp", answered(of(silent), later));
    }
  }

  private void disowned() {
    Bytes naming = answer(responder, Optional.of(superseded(BEFORE)));
    Bytes good = answer(responder, Optional.empty());
    RevokedEntry lost = lost(BEFORE);
    revoked("Disowned", "a responder in good standing revokes", answered(of(silent), naming));
    Bytes disowning = list(MADE, lost);
    good("Disowned", "it revokes, the issuer itself does not", answered(of(disowning), naming));
    Bytes older = list(MADE.minusSeconds(1), lost);
    doubt("Disowned", "it revokes, the issuer's list is older", answered(of(older), naming));
    CrlMaker.Issue ended = new CrlMaker.Issue(BEFORE.minusSeconds(9), BEFORE, BigInteger.ONE);
    Bytes past = CrlMaker.issue(ca, List.of(lost(BEFORE.minusSeconds(60))), ended);
    nothing("Disowned", "its good word means nothing", answered(of(past), good));
    Bytes odd = odd(0, MADE, lost);
    revoked("Disowned", "a list not understood names it: it is heard", answered(of(odd), naming));
    nothing("Disowned", "and its good word means nothing", answered(of(odd), good));
  }

  private void notVouching() {
    Certificate mute =
        new CertificateForge("CN=样例无吊销权CA,C=CN", caKey, rootKey, ROOT_NAME)
            .serial(3)
            .with(Extension.basicConstraints, true, new BasicConstraints(true))
            .usage(KeyUsage.keyCertSign)
            .make();
    Certificate below = leafUnder("CN=样例无吊销权CA,C=CN");
    Signer by = caKey.withChain(List.of(mute));
    CrlMaker.Issue issue = new CrlMaker.Issue(MADE, NEXT, BigInteger.ONE);
    Map<String, Object> path = ChainVectors.of(below, mute);
    Bytes says = CrlMaker.issue(by, List.of(superseded(BEFORE)), issue);
    revoked("NotVouching", "it revokes", ChainVectors.with(path, "crl0", says));
    Bytes nobody = CrlMaker.issue(by, List.of(), issue);
    nothing("NotVouching", "its silence means nothing", ChainVectors.with(path, "crl0", nobody));
  }

  private void twice() {
    Bytes late = list(MADE, superseded(NOW.plusSeconds(3600)), superseded(BEFORE));
    revoked("Twice", "first as of a moment to come, then as of one before", of(late));
    Bytes held =
        list(
            MADE.minusSeconds(60),
            entry(LEAF, BEFORE, RevocationCause.CERTIFICATE_HOLD),
            entry(LEAF, BEFORE, RevocationCause.KEY_COMPROMISE));
    revoked("Twice", "first on hold, then lost, and a later list is silent", of(held, silent));
  }

  /** Input {@code existedBy}: when list and answer are proven to have existed, by a time-stamp. */
  private void proven() {
    Instant lost = MADE.plusSeconds(30);
    CrlMaker.Issue ended = new CrlMaker.Issue(BEFORE.minusSeconds(9), BEFORE, BigInteger.ONE);
    Bytes disowning = CrlMaker.issue(ca, List.of(lost(lost)), ended);
    Bytes naming = answer(responder, Optional.of(superseded(BEFORE)));
    Map<String, Object> input = answered(of(disowning), naming);
    Map<String, Object> early = new TreeMap<>(input);
    early.put("existedBy", lost.minusSeconds(1).toString());
    revoked("Disowned", "it revokes, proven to be older than the loss of its key", early);
    Map<String, Object> late = new TreeMap<>(input);
    late.put("existedBy", lost.toString());
    doubt("Disowned", "it revokes, proven when its key was lost", late);
    doubt("Disowned", "it revokes, not proven before today", input);
  }

  private void doubt(String flag, String comment, Map<String, Object> input) {
    both(flag, comment, input, INDETERMINATE, Optional.of(Reason.REVOCATION_UNKNOWN));
  }

  private void revoked(String flag, String comment, Map<String, Object> input) {
    both(flag, comment, input, INVALID, Optional.of(Reason.CERTIFICATE_REVOKED));
  }

  private void good(String flag, String comment, Map<String, Object> input) {
    both(flag, comment, input, VALID, Optional.empty());
  }

  /** As if there were no evidence: interop goes on, strict insists. */
  private void nothing(String flag, String comment, Map<String, Object> input) {
    vectors.strictRefuses(test(flag, comment, input), INDETERMINATE, Reason.REVOCATION_UNKNOWN);
  }

  private void both(
      String flag,
      String comment,
      Map<String, Object> input,
      Conclusion verdict,
      Optional<Reason> reason) {
    vectors.both(test(flag, comment, input), verdict, reason);
  }

  private static Vectors.Case test(String flag, String comment, Map<String, Object> input) {
    return new Vectors.Case(comment, flag, input, NOW);
  }

  private Map<String, Object> of(Bytes... lists) {
    Map<String, Object> input = ChainVectors.of(leaf, issuer);
    for (int i = 0; i < lists.length; i++) {
      input.put("crl" + i, lists[i]);
    }
    return input;
  }

  private static Map<String, Object> answered(Map<String, Object> input, Bytes answer) {
    return ChainVectors.with(input, "ocsp", answer);
  }

  private static Map<String, Object> claimed(Map<String, Object> input) {
    return ChainVectors.timed(input, SIGNED, TimeSource.CLAIMED);
  }

  private static RevokedEntry superseded(Instant at) {
    return entry(LEAF, at, RevocationCause.SUPERSEDED);
  }

  private static RevokedEntry lost(Instant at) {
    return entry(RESPONDER, at, RevocationCause.KEY_COMPROMISE);
  }

  private static RevokedEntry entry(long serial, Instant at, RevocationCause cause) {
    return new RevokedEntry(BigInteger.valueOf(serial), at, cause, Optional.empty());
  }

  private Bytes list(Instant made, RevokedEntry... entries) {
    return CrlMaker.issue(ca, List.of(entries), new CrlMaker.Issue(made, NEXT, BigInteger.ONE));
  }

  /** A list, or where {@code base} is above zero a delta list, with an extension of ours. */
  private Bytes odd(int base, Instant made, RevokedEntry... entries) {
    try {
      X509v2CRLBuilder builder =
          new X509v2CRLBuilder(issuer.name(), Date.from(made))
              .setNextUpdate(Date.from(NEXT))
              .addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.TWO))
              .addExtension(ODD, true, DERNull.INSTANCE);
      if (base > 0) {
        builder.addExtension(Extension.deltaCRLIndicator, true, new ASN1Integer(base));
      }
      for (RevokedEntry entry : entries) {
        builder.addCRLEntry(entry.serial(), Date.from(entry.at()), entry.cause().number());
      }
      return Bytes.of(builder.build(new SignerContent(ca)).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bytes answer(Signer by, Optional<RevokedEntry> entry) {
    OcspMaker.Status status = new OcspMaker.Status(leaf, issuer, Hash.SHA256, entry);
    return OcspMaker.respond(
        by, List.of(status), new OcspMaker.Issue(MADE, Optional.of(NEXT), Optional.empty()));
  }

  /** The issuer's answer with a critical extension of the whole or of its one status. */
  private Bytes odd(Bytes usual, boolean whole) {
    try {
      BasicOCSPResponse basic =
          BasicOCSPResponse.getInstance(
              OCSPResponse.getInstance(usual.toArray())
                  .getResponseBytes()
                  .getResponse()
                  .getOctets());
      ResponseData told = basic.getTbsResponseData();
      Extensions odd = new Extensions(new Extension(ODD, true, new byte[] {5, 0}));
      SingleResponse one = SingleResponse.getInstance(told.getResponses().getObjectAt(0));
      SingleResponse single =
          new SingleResponse(
              one.getCertID(),
              one.getCertStatus(),
              one.getThisUpdate(),
              one.getNextUpdate(),
              whole ? null : odd);
      ResponseData content =
          new ResponseData(
              told.getResponderID(),
              told.getProducedAt(),
              new DERSequence(single),
              whole ? odd : null);
      SignerContent signer = new SignerContent(ca);
      signer.getOutputStream().write(content.getEncoded("DER"));
      BasicOCSPResponse made =
          new BasicOCSPResponse(
              content,
              signer.getAlgorithmIdentifier(),
              new DERBitString(signer.getSignature()),
              basic.getCerts());
      ResponseBytes bytes =
          new ResponseBytes(
              OCSPObjectIdentifiers.id_pkix_ocsp_basic, new DEROctetString(made.getEncoded("DER")));
      return Bytes.of(
          new OCSPResponse(OCSPResponse.getInstance(usual.toArray()).getResponseStatus(), bytes)
              .getEncoded("DER"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Certificate leafUnder(String issuerName) {
    return new CertificateForge("CN=样例持有者,O=样例单位,C=CN", leafKey, caKey, issuerName)
        .serial(LEAF)
        .usage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)
        .make();
  }

  private Certificate responder() {
    return new CertificateForge("CN=样例应答,C=CN", answeringKey, caKey, CA_NAME)
        .serial(RESPONDER)
        .usage(KeyUsage.digitalSignature)
        .with(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning))
        .with(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE)
        .make();
  }

  private Signer key(String label) {
    return vault.key(SignatureAlgorithm.SM2_SM3, label);
  }
}
