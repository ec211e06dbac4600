package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;

/** Whatever octet of a signed text is changed, it is never VALID; whatever is read, it ends. */
class FlipPropertiesTest {
  private static final Bytes[] GENUINE = {
    Bytes.utf8(JwsSigner.with(Forge.OFFICE).compact(Forge.TEXT)),
    Bytes.utf8(JwsSigner.with(Forge.SEALER).compact(Forge.TEXT)),
    Bytes.utf8(
        SdJwtVectors.bound(
            SdJwtVectors.issued(Forge.OFFICE, SdJwtVectors.HOLDER),
            SdJwtVectors.HOLDER,
            java.util.Set.of("/name", "/items/1")))
  };

  @Property(tries = 600)
  void aFlippedOctetIsNeverValid(
      @ForAll @IntRange(max = 2) int which,
      @ForAll @IntRange(max = 1_000_000) int at,
      @ForAll @IntRange(min = 1, max = 255) int mask) {
    byte[] octets = GENUINE[which].toArray();
    octets[at % octets.length] ^= (byte) mask;
    assertThat(conclusion(octets)).isNotEqualTo(Conclusion.VALID);
  }

  @Property(tries = 400)
  void damagedTextEndsInAVerdict(
      @ForAll @IntRange(max = 2) int which,
      @ForAll @IntRange(max = 1_000_000) int from,
      @ForAll @IntRange(max = 1_000_000) int to,
      @ForAll byte[] between) {
    byte[] octets = GENUINE[which].toArray();
    int start = from % octets.length;
    int end = start + to % (octets.length - start);
    Bytes cut =
        Bytes.of(octets, 0, start)
            .concat(Bytes.of(between))
            .concat(Bytes.of(octets, end, octets.length - end));
    if (!cut.equals(GENUINE[which])) {
      assertThat(conclusion(cut.toArray())).isNotEqualTo(Conclusion.VALID);
    }
  }

  private static Conclusion conclusion(byte[] octets) {
    return Trust.verify(DocumentSource.of(Bytes.of(octets)), Forge.PKI.policy()).conclusion();
  }
}
