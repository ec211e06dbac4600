package org.xinfu.trust.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;

/** Published values (GB/T 32905 annex A, FIPS 180-4 examples), in memory and by stream. */
class DigestsTest {
  private static final Bytes ABC = Bytes.utf8("abc");

  @Test
  void publishedValuesAreReproduced() {
    assertThat(Digests.sha256(ABC).toHex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Digests.sha384(ABC).toHex())
        .isEqualTo(
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                + "8086072ba1e7cc2358baeca134c825a7");
    assertThat(Digests.sha256(Bytes.empty()).toHex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(Digests.sm3(Bytes.empty()).toHex())
        .isEqualTo("1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
  }

  @Test
  void aStreamGivesTheSameWhateverItsPieces() throws IOException {
    byte[] large = new byte[200_001];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31);
    }
    Bytes whole = Bytes.of(large);
    assertThat(Digests.sm3(dribbling(large))).isEqualTo(Digests.sm3(whole));
    assertThat(Digests.sha256(dribbling(large))).isEqualTo(Digests.sha256(whole));
  }

  @Test
  void theStreamStaysOpenForItsOwner() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream stream =
        new ByteArrayInputStream(ABC.toArray()) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    Digests.sm3(stream);
    Digests.sha256(stream);
    assertThat(closed).isFalse();
  }

  /** Gives at most 777 octets at a time, as a socket may. */
  private static InputStream dribbling(byte[] octets) {
    return new FilterInputStream(new ByteArrayInputStream(octets)) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return super.read(into, offset, Math.min(length, 777));
      }
    };
  }
}
