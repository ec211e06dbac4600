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
import org.xinfu.trust.Bytes;

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
