package org.xinfu.trust.time;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.der.Decoding;

/** TSTInfo of RFC 3161 §2.4.2, read. */
record TokenContent(
    TSTInfo asn1, Instant genTime, Duration accuracy, boolean canonical, boolean timeForm) {
  /** id-ct-TSTInfo. */
  static final String TYPE = "1.2.840.113549.1.9.16.1.4";

  /** Empty when it is not TSTInfo. */
  static Optional<TokenContent> parse(Bytes content) {
    return Decoding.maybe(
        () -> {
          TSTInfo info = TSTInfo.getInstance(content.toArray());
          boolean form = info.getGenTime().getTimeString().matches("\\d{14}(\\.\\d*[1-9])?Z");
          return Optional.of(
              new TokenContent(
                  info,
                  info.getGenTime().getDate().toInstant(),
                  accuracy(info.getAccuracy()),
                  Bytes.of(info.getEncoded("DER")).equals(content),
                  form));
        });
  }

  Optional<ContentDigest> digest() {
    ASN1ObjectIdentifier oid = asn1.getMessageImprint().getHashAlgorithm().getAlgorithm();
    return ContentDigest.ofOid(oid);
  }

  Bytes imprint() {
    return Bytes.of(asn1.getMessageImprint().getHashedMessage());
  }

  BigInteger serial() {
    return asn1.getSerialNumber().getValue();
  }

  Optional<BigInteger> nonce() {
    return Optional.ofNullable(asn1.getNonce()).map(ASN1Integer::getValue);
  }

  String policy() {
    return asn1.getPolicy().getId();
  }

  boolean ordered() {
    return asn1.getOrdering() != null && asn1.getOrdering().isTrue();
  }

  private static Duration accuracy(@Nullable Accuracy accuracy) {
    if (accuracy == null) {
      return Duration.ZERO;
    }
    return Duration.ofSeconds(number(accuracy.getSeconds()))
        .plusMillis(number(accuracy.getMillis()))
        .plusNanos(1000L * number(accuracy.getMicros()));
  }

  private static int number(@Nullable ASN1Integer value) {
    return value == null ? 0 : value.intValueExact();
  }
}
