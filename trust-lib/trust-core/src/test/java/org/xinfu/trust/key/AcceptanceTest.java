package org.xinfu.trust.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.key.Standing.Grade;

/** Which suites count, and until when. */
class AcceptanceTest {
  private static final Set<SignatureAlgorithm> ALL = EnumSet.allOf(SignatureAlgorithm.class);
  private static final Set<SignatureAlgorithm> CURRENT = SignatureAlgorithm.current();

  @Test
  void legacySuitesAreNotAmongTheCurrentOnes() {
    assertThat(CURRENT).hasSize(17).doesNotContain(SignatureAlgorithm.RSA_PKCS1_SHA1);
    assertThat(ALL).hasSize(27);
    assertThat(CURRENT).noneMatch(s -> s.name().endsWith("SHA1") || s.name().endsWith("SHA224"));
  }

  @ParameterizedTest
  @CsvSource({
    // bits, suite, moment, grade under the current suites, grade when legacy ones are named
    "3072, RSA_PKCS1_SHA256, 2026-11-01, GOOD, GOOD",
    "2048, RSA_PKCS1_SHA256, 2025-12-31, GOOD, GOOD",
    "2048, RSA_PSS_SHA512, 2026-01-01, WEAK, WEAK",
    "2047, RSA_PKCS1_SHA256, 2026-11-01, REFUSED, REFUSED",
    "1024, RSA_PKCS1_SHA256, 2010-12-31, REFUSED, GOOD",
    "1024, RSA_PKCS1_SHA256, 2012-01-01, REFUSED, WEAK",
    "1024, RSA_PKCS1_SHA256, 2014-01-01, REFUSED, REFUSED",
    "3072, RSA_PKCS1_SHA1, 2010-06-01, REFUSED, GOOD",
    "3072, RSA_PKCS1_SHA1, 2013-12-31, REFUSED, WEAK",
    "3072, RSA_PKCS1_SHA1, 2014-01-01, REFUSED, REFUSED",
    "3072, RSA_PKCS1_SHA224, 2026-01-01, REFUSED, REFUSED"
  })
  void aSuiteCountsUntilItsDate(
      int bits, SignatureAlgorithm suite, String day, Grade usual, Grade named) throws IOException {
    Instant at = Instant.parse(day + "T00:00:00Z");
    VerificationKey key = rsa(bits, 65_537, suite.scheme());
    assertThat(Acceptance.standard().of(key, CURRENT, at).grade()).isEqualTo(usual);
    assertThat(Acceptance.standard().of(key, ALL, at).grade()).isEqualTo(named);
  }

  /** To name what somebody else made takes less than to sign it: it is told and never refused. */
  @ParameterizedTest
  @CsvSource({
    "SHA1, 2010-12-31, GOOD",
    "SHA1, 2011-01-01, WEAK",
    "SHA1, 2026-11-01, WEAK",
    "SHA224, 2013-12-31, GOOD",
    "SHA224, 2026-11-01, WEAK",
    "SHA256, 2026-11-01, GOOD",
    "SM3, 2026-11-01, GOOD"
  })
  void aDigestThatNamesIsToldFromItsDateOn(Hash hash, String day, Grade grade) {
    Standing naming = Acceptance.standard().naming(hash, Instant.parse(day + "T00:00:00Z"));
    assertThat(naming.grade()).isEqualTo(grade);
    assertThat(naming.detail()).startsWith(hash.name());
  }

  @Test
  void whatThePolicyDoesNotNameIsRefusedAndNeverAFact() throws IOException {
    VerificationKey key = rsa(3072, 65_537, SignatureAlgorithm.RSA_PKCS1_SHA256.scheme());
    Standing standing =
        Acceptance.standard().of(key, Set.of(SignatureAlgorithm.SM2_SM3), Instant.EPOCH);
    assertThat(standing.counts()).isFalse();
    Report.Builder checks = new Report.Builder();
    standing.report(checks, "signature-algorithm", "");
    assertThat(checks.report().conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(checks.report().reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
  }

  @Test
  void anOddSaltOrASmallExponentIsReported() throws IOException {
    Instant at = Instant.parse("2026-11-01T00:00:00Z");
    SignatureScheme odd = new SignatureScheme(SignatureScheme.Kind.RSA_PSS, Hash.SHA256, 20);
    Standing salt = Acceptance.standard().of(rsa(3072, 65_537, odd), CURRENT, at);
    assertThat(salt.grade()).isEqualTo(Grade.WEAK);
    assertThat(salt.detail()).contains("salt of 20 octets");
    Standing small =
        Acceptance.standard()
            .of(rsa(3072, 3, SignatureAlgorithm.RSA_PKCS1_SHA256.scheme()), CURRENT, at);
    assertThat(small.grade()).isEqualTo(Grade.WEAK);
    assertThat(small.detail()).contains("65537");
    assertThat(small.counts()).isTrue();
  }

  private static VerificationKey rsa(int bits, int exponent, SignatureScheme scheme)
      throws IOException {
    AlgorithmIdentifier id =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    RSAPublicKey key = new RSAPublicKey(modulus, BigInteger.valueOf(exponent));
    Bytes spki = Bytes.of(new SubjectPublicKeyInfo(id, key).getEncoded());
    return VerificationKey.received(spki, scheme).orElseThrow();
  }
}
