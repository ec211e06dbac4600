package org.xinfu.trust.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.ContentDigest;

/** Hundreds of tokens over one content cost one digest for each algorithm. */
class ImprintsTest {
  private static final Bytes OCTETS = Bytes.utf8("样例");

  @Test
  void eachAlgorithmIsTakenOnce() {
    AtomicInteger asked = new AtomicInteger();
    Imprints imprints =
        new Imprints(
            () -> {
              asked.incrementAndGet();
              return OCTETS;
            },
            () -> true);
    for (int i = 0; i < 200; i++) {
      assertThat(imprints.apply(ContentDigest.SM3)).isEqualTo(ContentDigest.SM3.of(OCTETS));
      assertThat(imprints.apply(ContentDigest.SHA256)).isEqualTo(ContentDigest.SHA256.of(OCTETS));
    }
    assertThat(asked).hasValue(2);
    assertThat(imprints.exhausted()).isFalse();
  }

  /** Nothing that was judged by what was not taken may count. */
  @Test
  void whatMayNotBeTakenIsSaid() {
    AtomicInteger left = new AtomicInteger(1);
    Imprints imprints = new Imprints(() -> OCTETS, () -> left.getAndDecrement() > 0);
    imprints.apply(ContentDigest.SM3);
    imprints.apply(ContentDigest.SM3);
    assertThat(imprints.exhausted()).isFalse();
    assertThat(imprints.apply(ContentDigest.SHA256)).isEqualTo(Bytes.empty());
    assertThat(imprints.exhausted()).isTrue();
    assertThat(imprints.apply(ContentDigest.SM3)).isEqualTo(ContentDigest.SM3.of(OCTETS));
  }
}
