package org.xinfu.trust.time;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Signer;

/**
 * Makes {@code specs/vectors/cms/accuracy.json}: CAdES by two signers whose certificates are
 * revoked, stamped by an authority that says how exact it is (RFC 3161 §2.4.2).
 */
final class AccuracyVectors {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Apart", "the revocation is surely later, or not later than genTime",
          "Within", "the revocation is after genTime and within the accuracy",
          "Numbers", "what is no accuracy");

  private static final Instant REVOKED = TestPki.NOW.minus(Duration.ofDays(1));
  private static final Bytes CONTENT = Bytes.utf8("what was there");

  private final TestPki pki = TestPki.seeded("accuracy vectors");
  private final Signer authority = pki.timestamper("样例时间戳");
  private final Signer signer = pki.documentSigner("样例签名者");
  private final Signer lost = pki.documentSigner("样例失窃者");
  private final Vectors vectors;

  private AccuracyVectors() {
    Bytes list =
        pki.crl(
            pki.documentRoot(),
            entry(signer, RevocationCause.SUPERSEDED),
            entry(lost, RevocationCause.KEY_COMPROMISE));
    vectors = new Vectors("accuracy", "CMS", pki.policy().withCrls(List.of(list)), FLAGS);
  }

  /** The file's text; the same at every call. */
  static String write() {
    AccuracyVectors all = new AccuracyVectors();
    for (boolean stolen : new boolean[] {false, true}) {
      all.whole(stolen);
      all.parts(stolen);
      all.numbers(stolen);
    }
    return all.vectors.write();
  }

  private void whole(boolean stolen) {
    Accuracy five = seconds(BigInteger.valueOf(5));
    good(stolen, "six seconds before, exact to five", 6, five);
    within(stolen, "five seconds before, exact to five", 5, five);
    within(stolen, "a second before, exact to five", 1, five);
    late(stolen, "at the same time, exact to five", 0, five);
    late(stolen, "a second after, exact to five", -1, five);
    within(stolen, "a month before, exact to a lifetime", 2_592_000, seconds(LIFETIME));
  }

  private void parts(boolean stolen) {
    good(stolen, "a second before, no accuracy", 1, null);
    Accuracy part = new Accuracy(null, new ASN1Integer(999), new ASN1Integer(999));
    good(stolen, "a second before, exact to 999 milliseconds and 999 microseconds", 1, part);
    Accuracy more = new Accuracy(new ASN1Integer(1), null, new ASN1Integer(1));
    within(stolen, "a second before, exact to a second and a microsecond", 1, more);
  }

  private void numbers(boolean stolen) {
    for (BigInteger odd : List.of(BigInteger.valueOf(-9), BigInteger.ONE.shiftLeft(200))) {
      both(
          test(
              stolen,
              "Numbers",
              "a second before, " + odd.bitLength() + " bits",
              stamped(stolen, 1, seconds(odd))),
          INVALID,
          Reason.TIMESTAMP_WRONG);
    }
  }

  private static final BigInteger LIFETIME = BigInteger.valueOf(2_000_000_000);

  private static Accuracy seconds(BigInteger number) {
    return new Accuracy(new ASN1Integer(number), null, null);
  }

  private void good(boolean stolen, String comment, long before, @Nullable Accuracy accuracy) {
    Vectors.Case test = test(stolen, "Apart", comment, stamped(stolen, before, accuracy));
    vectors.both(test, VALID, Optional.empty());
  }

  /** As if the time were claimed: whoever has a stolen key claims any. */
  private void within(boolean stolen, String comment, long before, Accuracy accuracy) {
    Vectors.Case test = test(stolen, "Within", comment, stamped(stolen, before, accuracy));
    if (stolen) {
      both(test, INVALID, Reason.CERTIFICATE_REVOKED);
    } else {
      both(test, INDETERMINATE, Reason.NO_PROOF_OF_EXISTENCE);
    }
  }

  private void late(boolean stolen, String comment, long before, Accuracy accuracy) {
    Vectors.Case test = test(stolen, "Apart", comment, stamped(stolen, before, accuracy));
    both(test, INVALID, Reason.CERTIFICATE_REVOKED);
  }

  private void both(Vectors.Case test, Conclusion verdict, Reason reason) {
    vectors.both(test, verdict, Optional.of(reason));
  }

  private static Vectors.Case test(boolean stolen, String flag, String comment, Bytes message) {
    String whole = (stolen ? "key lost: " : "superseded: ") + comment;
    return new Vectors.Case(whole, flag, Map.of("file", message), TestPki.NOW);
  }

  private Bytes stamped(boolean stolen, long before, @Nullable Accuracy accuracy) {
    Instant at = REVOKED.minusSeconds(before);
    Bytes basic = CmsSigner.cadesAttached(CONTENT, stolen ? lost : signer, at);
    return CadesExtender.timestamp(
            basic, (digest, imprint) -> token(authority, info(digest, imprint, at, accuracy)))
        .orThrow(r -> new IllegalStateException(r.code()));
  }

  /** A token as no maker of ours writes it. */
  static Verdict<Bytes> token(Signer authority, TSTInfo info) {
    return new Report.Builder().verdict(CmsSigner.timestamp(Der.encode(info), authority));
  }

  static TSTInfo info(
      ContentDigest digest, Bytes imprint, Instant at, @Nullable Accuracy accuracy) {
    return new TSTInfo(
        new ASN1ObjectIdentifier("1.2.3"),
        new MessageImprint(new AlgorithmIdentifier(digest.hash().oid()), imprint.toArray()),
        new ASN1Integer(1),
        new ASN1GeneralizedTime(Date.from(at)),
        accuracy,
        null,
        null,
        null,
        null);
  }

  private static RevokedEntry entry(Signer signer, RevocationCause cause) {
    return new RevokedEntry(signer.chain().get(0).serial(), REVOKED, cause, Optional.empty());
  }
}
