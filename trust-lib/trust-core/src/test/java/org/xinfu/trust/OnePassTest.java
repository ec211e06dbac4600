package org.xinfu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.key.Digests;

/** The SHA-256 of a document comes along with what is read of it, whatever that is. */
class OnePassTest {
  private static final Bytes CONTENT = content();
  private static final String DIGEST = Digests.sha256(CONTENT).toHex();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void itIsTheDocumentsInWhateverOrderItIsRead(long seed) throws IOException {
    Random random = new Random(seed);
    DocumentSource once = DocumentSource.of(CONTENT).inOnePass();
    for (int i = random.nextInt(30); i > 0; i--) {
      int at = random.nextInt(CONTENT.length() + 10);
      switch (random.nextInt(4)) {
        case 0 -> drain(once.stream(), random, at);
        case 1 -> assertThat(once.derive("x" + i, s -> s.read(at, 5))).isEqualTo(slice(at, 5));
        default -> assertThat(once.read(at, at)).isEqualTo(slice(at, at));
      }
    }
    assertThat(once.sha256()).isEqualTo(DIGEST);
    assertThat(once.read(0, 7)).isEqualTo(slice(0, 7));
    assertThat(once.sha256()).isEqualTo(DIGEST);
  }

  @Test
  void whatWasReadIsNotReadAgain() throws IOException {
    Counted counted = new Counted(DocumentSource.of(CONTENT));
    DocumentSource once = counted.inOnePass();
    assertThat(once.inOnePass()).isSameAs(once);
    once.read(0, 100);
    once.derive("digest", s -> sha256(s));
    assertThat(counted.octets).isEqualTo(100 + CONTENT.length());
    assertThat(once.sha256()).isEqualTo(DIGEST);
    assertThat(counted.octets).isEqualTo(100 + CONTENT.length());
  }

  @Test
  void whatWasNotReadIsReadWhenItIsAskedFor() {
    Counted counted = new Counted(DocumentSource.of(CONTENT));
    DocumentSource once = counted.inOnePass();
    once.read(0, 1000);
    once.read(CONTENT.length() - 10, 10);
    assertThat(once.sha256()).isEqualTo(DIGEST);
    assertThat(counted.octets).isEqualTo(CONTENT.length() + 10);
  }

  /** Who remembers what was derived, as recorded facts do, is asked by the usual name. */
  @Test
  void theDigestIsDerivedLikeAnyOther() {
    List<String> asked = new ArrayList<>();
    DocumentSource remembering =
        new Counted(DocumentSource.of(CONTENT)) {
          @Override
          public Bytes derive(String what, Function<DocumentSource, Bytes> computation) {
            asked.add(what);
            return what.equals("SHA256") ? Bytes.hex("00") : computation.apply(this);
          }
        };
    assertThat(remembering.inOnePass().sha256()).isEqualTo("00").isEqualTo(remembering.sha256());
    assertThat(asked).containsExactly("SHA256", "SHA256");
  }

  private static void drain(InputStream in, Random random, int most) throws IOException {
    try (in) {
      byte[] buffer = new byte[1 + random.nextInt(5000)];
      int done = 0;
      while (done < most) {
        int n = random.nextInt(9) == 0 ? (int) in.skip(100) : in.read(buffer);
        if (n <= 0 || in.read() < 0) {
          return;
        }
        done += n + 1;
      }
    }
  }

  private static Bytes slice(int at, int length) {
    int from = Math.min(at, CONTENT.length());
    return CONTENT.slice(from, Math.min(from + length, CONTENT.length()));
  }

  private static Bytes sha256(DocumentSource source) {
    try (InputStream in = source.stream()) {
      return Digests.sha256(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bytes content() {
    byte[] octets = new byte[300_000];
    new Random(5).nextBytes(octets);
    return Bytes.of(octets);
  }

  /** Counts what is read. */
  private static class Counted implements DocumentSource {
    private final DocumentSource source;
    private long octets;

    Counted(DocumentSource source) {
      this.source = source;
    }

    @Override
    public long length() {
      return source.length();
    }

    @Override
    public Bytes read(long offset, int length) {
      Bytes read = source.read(offset, length);
      octets += read.length();
      return read;
    }

    @Override
    public InputStream stream() {
      return new FilterInputStream(source.stream()) {
        @Override
        public int read() throws IOException {
          int octet = super.read();
          octets += octet < 0 ? 0 : 1;
          return octet;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          int n = super.read(into, offset, length);
          octets += Math.max(0, n);
          return n;
        }
      };
    }
  }
}
