package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/** Thirty years on all evidence is needed, and none of it can be altered. */
class OfdRenewalPropertyTest {
  private static final Bytes SMALL = Sample.zip(Sample.small());
  private static final Bytes SEALED = LongLife.kept(LongLife.sealed(SMALL, Protection.WHOLE));
  private static final Bytes SIGNED = LongLife.kept(LongLife.signed(SMALL, Protection.WHOLE));

  @Property(tries = 150)
  void anAlteredOctetOfASealedValueIsNeverValid(
      @ForAll @IntRange(min = 0, max = 1_000_000) int place,
      @ForAll @IntRange(min = 1, max = 255) int mask) {
    never(SEALED, place, mask);
  }

  @Property(tries = 150)
  void anAlteredOctetOfASignedValueIsNeverValid(
      @ForAll @IntRange(min = 0, max = 1_000_000) int place,
      @ForAll @IntRange(min = 1, max = 255) int mask) {
    never(SIGNED, place, mask);
  }

  /** Lengths in the long form read as short ones: what follows leaves its parent. */
  @Test
  void aShortenedLengthIsNeverValid() {
    for (Bytes kept : List.of(SEALED, SIGNED)) {
      byte[] value = Sample.files(kept).get(Forgery.VALUE).toArray();
      IntStream.range(0, value.length)
          .filter(at -> value[at] == (byte) 0x81 || value[at] == (byte) 0x82)
          .forEach(at -> never(kept, at, 0x80));
    }
  }

  private static void never(Bytes kept, int place, int mask) {
    TrustPolicy policy = LongLife.policy(LongLife.Y2056, TrustPolicy.Mode.STRICT);
    Map<String, Bytes> files = Sample.files(kept);
    byte[] value = files.get(Forgery.VALUE).toArray();
    int at = place % value.length;
    value[at] ^= (byte) mask;
    files.put(Forgery.VALUE, Bytes.of(value));
    DocumentReport report = Sample.verify(Sample.zip(files), policy);
    assertThat(report.conclusion())
        .as("octet %d of %d", at, value.length)
        .isNotEqualTo(Conclusion.VALID);
  }
}
