package org.xinfu.trust.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;

/** One pair has one DER and one raw form, and nothing else is read as either. */
class EcSignatureRoundTripTest {
  @Property(tries = 300)
  void bothFormsReadBack(@ForAll("numbers") BigInteger r, @ForAll("numbers") BigInteger s) {
    EcSignature pair = new EcSignature(r, s);
    assertThat(EcSignature.parseDer(pair.der())).contains(pair);
    assertThat(pair.raw(32).length()).isEqualTo(64);
    assertThat(EcSignature.parseRaw(pair.raw(32), 32)).contains(pair);
    assertThat(EcSignature.parseRaw(pair.raw(48), 48)).contains(pair);
  }

  @Property(tries = 300)
  void anAlteredOctetIsAnotherPairOrNone(
      @ForAll("numbers") BigInteger r,
      @ForAll("numbers") BigInteger s,
      @ForAll @IntRange(max = 1000) int place,
      @ForAll @IntRange(min = 1, max = 255) int mask) {
    EcSignature pair = new EcSignature(r, s);
    byte[] octets = pair.der().toArray();
    octets[place % octets.length] ^= (byte) mask;
    assertThat(EcSignature.parseDer(Bytes.of(octets)))
        .satisfiesAnyOf(
            read -> assertThat(read).isEmpty(),
            read -> {
              assertThat(read).isPresent().isNotEqualTo(Optional.of(pair));
              assertThat(read.orElseThrow().der()).isEqualTo(Bytes.of(octets));
            });
  }

  @Property(tries = 300)
  void anythingThatIsReadIsWrittenTheSame(@ForAll byte[] octets) {
    Bytes encoded = Bytes.of(octets);
    EcSignature.parseDer(encoded).ifPresent(pair -> assertThat(pair.der()).isEqualTo(encoded));
  }

  /** Bouncy Castle reads BER; what it writes the same again is DER. */
  @Property(tries = 2000)
  void whatIsReadIsWhatBouncyCastleReadsAndWritesAgain(
      @ForAll("numbers") BigInteger r,
      @ForAll("numbers") BigInteger s,
      @ForAll @IntRange(max = 1000) int cut,
      @ForAll @IntRange(max = 1000) int place,
      @ForAll byte octet) {
    byte[] octets = new EcSignature(r, s.shiftRight(cut % 257)).der().toArray();
    octets[place % Math.min(octets.length, 8)] = octet;
    assertThat(EcSignature.parseDer(Bytes.of(octets))).isEqualTo(bouncyCastle(Bytes.of(octets)));
    octets = new EcSignature(r.shiftLeft(cut % 700), s).der().toArray();
    octets[place % octets.length] = octet;
    assertThat(EcSignature.parseDer(Bytes.of(octets))).isEqualTo(bouncyCastle(Bytes.of(octets)));
  }

  private static Optional<EcSignature> bouncyCastle(Bytes encoded) {
    return Decoding.maybe(
        () -> {
          if (!(ASN1Primitive.fromByteArray(encoded.toArray()) instanceof ASN1Sequence pair)
              || pair.size() != 2
              || !(pair.getObjectAt(0) instanceof ASN1Integer r)
              || !(pair.getObjectAt(1) instanceof ASN1Integer s)) {
            return Optional.empty();
          }
          EcSignature read = new EcSignature(r.getValue(), s.getValue());
          return read.der().equals(encoded) ? Optional.of(read) : Optional.empty();
        });
  }

  @Property(tries = 100)
  void aCutOrLongerFormIsNone(
      @ForAll("numbers") BigInteger r, @ForAll("numbers") BigInteger s, @ForAll byte extra) {
    EcSignature pair = new EcSignature(r, s);
    Bytes der = pair.der();
    assertThat(EcSignature.parseDer(der.slice(0, der.length() - 1))).isEmpty();
    assertThat(EcSignature.parseDer(der.concat(Bytes.of(new byte[] {extra})))).isEmpty();
    Bytes raw = pair.raw(32);
    assertThat(EcSignature.parseRaw(raw.slice(0, 63), 32)).isEmpty();
    assertThat(EcSignature.parseRaw(raw.concat(Bytes.of(new byte[] {extra})), 32)).isEmpty();
  }

  @Provide
  Arbitrary<BigInteger> numbers() {
    BigInteger top = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    return Arbitraries.bigIntegers().between(BigInteger.ZERO, top);
  }
}
