package org.xinfu.trust.time;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.der.Decoding;

/**
 * TSTInfo of RFC 3161 §2.4.2, read.
 *
 * @param canonical as DER has it
 * @param timeForm genTime as RFC 3161 writes it
 * @param bareDigest the imprint names its algorithm without the SEQUENCE of AlgorithmIdentifier, as
 *     a national CA's servers did in 2018; it says the same
 */
record TokenContent(
    TSTInfo asn1,
    Instant genTime,
    Duration accuracy,
    boolean canonical,
    boolean timeForm,
    boolean bareDigest) {
  /** id-ct-TSTInfo. */
  static final String TYPE = "1.2.840.113549.1.9.16.1.4";

  /** Empty when it is not TSTInfo. */
  static Optional<TokenContent> parse(Bytes content) {
    return Decoding.maybe(
        () -> {
          ASN1Sequence sent = ASN1Sequence.getInstance(content.toArray());
          Optional<ASN1Sequence> wrapped = wrapped(sent);
          ASN1Sequence standard = wrapped.orElse(sent);
          TSTInfo info = TSTInfo.getInstance(standard);
          boolean form = info.getGenTime().getTimeString().matches("\\d{14}(\\.\\d*[1-9])?Z");
          return Optional.of(
              new TokenContent(
                  info,
                  info.getGenTime().getDate().toInstant(),
                  accuracy(info.getAccuracy()),
                  der(sent).equals(content) && der(info).equals(der(standard)),
                  form,
                  wrapped.isPresent()));
        });
  }

  /** With the imprint's algorithm in its SEQUENCE; empty where it is in one. */
  private static Optional<ASN1Sequence> wrapped(ASN1Sequence sent) {
    if (sent.size() < 3
        || !(sent.getObjectAt(2) instanceof ASN1Sequence imprint)
        || imprint.size() != 2
        || !(imprint.getObjectAt(0) instanceof ASN1ObjectIdentifier algorithm)) {
      return Optional.empty();
    }
    ASN1Encodable[] fields = sent.toArray();
    ASN1Encodable[] standard = {new AlgorithmIdentifier(algorithm), imprint.getObjectAt(1)};
    fields[2] = new DERSequence(standard);
    return Optional.of(new DERSequence(fields));
  }

  private static Bytes der(ASN1Object value) throws IOException {
    return Bytes.of(value.getEncoded("DER"));
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

  /** A moment is never surely earlier than it says; a number that is none is damage. */
  private static int number(@Nullable ASN1Integer value) {
    int number = value == null ? 0 : value.intValueExact();
    if (number < 0) {
      throw new ArithmeticException("an accuracy below zero");
    }
    return number;
  }
}
