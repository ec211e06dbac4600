package org.xinfu.testkit;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/**
 * Who keeps one signature for decades: its signer's certificate ends with 2028, those of two
 * time-stamping authorities with 2035 and 2045. Lists are good for 30 days.
 */
public final class LongTermPki {
  /** Everything is in force; archived then. */
  public static final Instant Y2028 = Instant.parse("2028-11-01T02:00:00Z");

  /** The signer's certificate has ended. */
  public static final Instant Y2030 = Instant.parse("2030-11-01T02:00:00Z");

  /** Both authorities are in force; renewed then. */
  public static final Instant Y2035 = Instant.parse("2035-11-01T02:00:00Z");

  /** The first authority's certificate has ended. */
  public static final Instant Y2040 = Instant.parse("2040-11-01T02:00:00Z");

  private final TestPki pki;
  private final Signer signer;
  private final Signer other;
  private final Signer first;
  private final Signer second;
  private final Signer stranger;

  /** With keys of its own. */
  public LongTermPki(String seed) {
    pki = TestPki.seeded(seed);
    signer = pki.sealSigner("样例长期");
    other = pki.sealSigner("样例另一人");
    first = authority("样例时间戳一", "2026-01-01", "2036-01-01");
    second = authority("样例时间戳二", "2034-01-01", "2046-01-01");
    stranger = TestPki.seeded(seed + " stranger").timestamper("样例他人时间戳");
  }

  private Signer authority(String name, String begin, String end) {
    return pki.issue(
        new TestPki.Spec(
            "CN=" + name + ",O=样例,C=CN",
            Purpose.TIMESTAMPER,
            Instant.parse(begin + "T00:00:00Z"),
            Instant.parse(end + "T00:00:00Z"),
            SignatureAlgorithm.SM2_SM3),
        pki.documentRoot());
  }

  /** Who signs, with SM2. */
  public Signer signer() {
    return signer;
  }

  /** Another one, certified like it. */
  public Signer other() {
    return other;
  }

  /** The authority until 2035. */
  public Signer first() {
    return first;
  }

  /** The authority from 2034 on. */
  public Signer second() {
    return second;
  }

  /** An authority that nobody knows. */
  public Signer stranger() {
    return stranger;
  }

  /** The roots, and lists for the last authority alone: all else is what documents bring. */
  public TrustPolicy policy() {
    List<Certificate> signers = List.of(pki.signerRoot().chain().get(0));
    List<Bytes> lists = List.of(crl(pki.documentRoot(), Y2030), crl(pki.documentRoot(), Y2040));
    return pki.policy().withSigners(signers).withCrls(lists);
  }

  /** The sub CA and the lists for the signer and the first authority, made in 2028. */
  public Evidence ofSigner(RevokedEntry... revoked) {
    return new Evidence(
        List.of(pki.signerCa().chain().get(0)),
        List.of(
            crl(pki.signerRoot(), Y2028),
            crl(pki.signerCa(), Y2028, revoked),
            crl(pki.documentRoot(), Y2028)),
        List.of());
  }

  /** The list for an authority. */
  public Evidence ofAuthority(Instant now) {
    return new Evidence(List.of(), List.of(crl(pki.documentRoot(), now)), List.of());
  }

  /** The signer's key was lost before it signed. */
  public RevokedEntry lost() {
    return new RevokedEntry(
        signer.chain().get(0).serial(),
        TestPki.NOW.minus(Duration.ofDays(1)),
        RevocationCause.KEY_COMPROMISE,
        Optional.empty());
  }

  private static Bytes crl(Signer issuer, Instant now, RevokedEntry... entries) {
    Instant made = now.minus(Duration.ofHours(1));
    return CrlMaker.issue(
        issuer,
        List.of(entries),
        new CrlMaker.Issue(
            made, made.plus(Duration.ofDays(30)), BigInteger.valueOf(made.getEpochSecond())));
  }

  /** An authority whose clock stands at {@code at}. */
  public static TimestampSource stamping(Signer authority, Instant at) {
    TimestampMaker maker =
        new TimestampMaker(authority, "1.2.3", () -> BigInteger.valueOf(at.getEpochSecond()));
    return (digest, imprint) ->
        new Report.Builder()
            .pass("stamp", "RFC 3161 2.4", "")
            .verdict(maker.token(new TimestampMaker.Order(digest, imprint, Optional.empty()), at));
  }
}
