package org.xinfu.trust.ofd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/**
 * Thirty years of one package: sealed in 2026 by a certificate that ends in 2029, renewed in 2028,
 * 2035 and 2045 by three authorities after each other, judged in 2056 by who trusts the roots
 * alone.
 */
final class LongLife {
  static final Instant Y2028 = Instant.parse("2028-11-01T02:00:00Z");
  static final Instant Y2035 = Instant.parse("2035-11-01T02:00:00Z");
  static final Instant Y2045 = Instant.parse("2045-11-01T02:00:00Z");
  static final Instant Y2056 = Instant.parse("2056-11-01T02:00:00Z");

  static final Signer FIRST = Sample.AUTHORITIES.get(0);
  static final Signer SECOND = Sample.AUTHORITIES.get(1);
  static final Signer THIRD = Sample.AUTHORITIES.get(2);

  private LongLife() {}

  /** An authority whose clock stands at {@code now}. */
  static TimestampSource stamping(Signer authority, Instant now) {
    TimestampMaker maker =
        new TimestampMaker(
            authority, "1.2.156.10197.6.9", () -> BigInteger.valueOf(now.getEpochSecond()));
    return (digest, imprint) ->
        new Report.Builder()
            .pass("stamp", "RFC 3161 2.4", "")
            .verdict(maker.token(new TimestampMaker.Order(digest, imprint, Optional.empty()), now));
  }

  /** A list made an hour before {@code now}, good for 30 days. */
  static Bytes crl(Signer issuer, Instant now, RevokedEntry... entries) {
    Instant made = now.minus(Duration.ofHours(1));
    return CrlMaker.issue(
        issuer,
        List.of(entries),
        new CrlMaker.Issue(
            made, made.plus(Duration.ofDays(30)), BigInteger.valueOf(made.getEpochSecond())));
  }

  /** What a sealer collects: the sub CA, and the lists of every issuer. */
  static Evidence ofSigners(Instant now) {
    TestPki pki = Sample.PKI;
    return new Evidence(
        List.of(pki.signerCa().chain().get(0)),
        List.of(
            crl(pki.signerRoot(), now),
            crl(pki.signerCa(), now),
            crl(pki.makerRoot(), now),
            crl(pki.documentRoot(), now)),
        List.of());
  }

  /** What is needed for the authority of the last time-stamp. */
  static Evidence ofAuthorities(Instant now, RevokedEntry... revoked) {
    return new Evidence(
        List.of(), List.of(crl(Sample.PKI.documentRoot(), now, revoked)), List.of());
  }

  /** Sealed in 2026 with a time-stamp of the first authority. */
  static Bytes sealed(OfdSealRequest.Protection protection) {
    return sealed(Sample.zip(Sample.plain()), protection);
  }

  static Bytes sealed(Bytes ofd, OfdSealRequest.Protection protection) {
    return OfdSealer.seal(DocumentSource.of(ofd), Sample.request(protection), Sample.SIGNER, then())
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  /** Signed without a seal, then. */
  static Bytes signed(Bytes ofd, OfdSealRequest.Protection protection) {
    return OfdSigner.sign(
            DocumentSource.of(ofd),
            new OfdSignRequest(protection, TestPki.NOW, "xinfu"),
            Sample.SIGNER,
            then())
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  private static TimestampSource then() {
    return stamping(FIRST, TestPki.NOW);
  }

  /** The token on the value of the first signature. */
  static Bytes token(Bytes ofd) {
    ASN1Sequence value = value(ofd);
    ASN1TaggedObject field = ASN1TaggedObject.getInstance(value.getObjectAt(4));
    return Bytes.of(ASN1BitString.getInstance(field.getExplicitBaseObject()).getOctets());
  }

  /** The token with one octet of a carried list altered, in place. */
  static Bytes withAlteredList(Bytes ofd, Bytes list) {
    byte[] token = token(ofd).toArray();
    int at = token(ofd).toHex().indexOf(list.toHex()) / 2;
    token[at + list.length() - 1] ^= 1;
    return withToken(ofd, Bytes.of(token));
  }

  static Bytes withToken(Bytes ofd, Bytes token) {
    return valued(ofd, new DERTaggedObject(true, 0, new DERBitString(token.toArray())));
  }

  static Bytes withoutToken(Bytes ofd) {
    return valued(ofd);
  }

  private static Bytes valued(Bytes ofd, ASN1Encodable... more) {
    ASN1EncodableVector parts = new ASN1EncodableVector();
    for (int i = 0; i < 4; i++) {
      parts.add(value(ofd).getObjectAt(i));
    }
    parts.addAll(more);
    Map<String, Bytes> files = Sample.files(ofd);
    try {
      files.put(Forgery.VALUE, Bytes.of(new DERSequence(parts).getEncoded("DER")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Sample.zip(files);
  }

  private static ASN1Sequence value(Bytes ofd) {
    return ASN1Sequence.getInstance(Sample.files(ofd).get(Forgery.VALUE).toArray());
  }

  static Bytes renewed(Bytes ofd, Evidence evidence, TimestampSource authority) {
    return OfdRenewal.renew(DocumentSource.of(ofd), evidence, authority)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  /** All three renewals. */
  static Bytes kept(Bytes sealed) {
    return third(second(first(sealed)));
  }

  static Bytes first(Bytes sealed) {
    return renewed(sealed, ofSigners(Y2028), stamping(FIRST, Y2028));
  }

  static Bytes second(Bytes once) {
    return renewed(once, ofAuthorities(Y2035), stamping(SECOND, Y2035));
  }

  static Bytes third(Bytes twice) {
    return renewed(twice, ofAuthorities(Y2045), stamping(THIRD, Y2045));
  }

  /** Trusts the roots alone and holds one list, that for the last authority. */
  static TrustPolicy policy(Instant now, TrustPolicy.Mode mode) {
    List<Certificate> signers = List.of(Sample.PKI.signerRoot().chain().get(0));
    return Sample.policy()
        .withMode(mode)
        .withSigners(signers)
        .withTimestampers(List.of(Sample.PKI.documentRoot().chain().get(0)))
        .withCrls(List.of(crl(Sample.PKI.documentRoot(), now)))
        .withAt(now);
  }
}
