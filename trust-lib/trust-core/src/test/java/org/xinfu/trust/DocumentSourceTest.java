package org.xinfu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document in memory and one on disk read the same at every offset. */
class DocumentSourceTest {
  private static final Bytes CONTENT = Bytes.utf8("0123456789");
  @TempDir Path folder;

  @Test
  void anySliceIsThatOfTheContent() throws IOException {
    for (DocumentSource source : sources()) {
      assertThat(source.length()).isEqualTo(10);
      assertThat(source.read(0, 10)).isEqualTo(CONTENT);
      assertThat(source.read(3, 4)).isEqualTo(Bytes.utf8("3456"));
      assertThat(source.read(9, 1)).isEqualTo(Bytes.utf8("9"));
      assertThat(source.read(4, 0)).isEqualTo(Bytes.empty());
    }
  }

  @Test
  void fewerOctetsComeOnlyAtTheEnd() throws IOException {
    for (DocumentSource source : sources()) {
      assertThat(source.read(8, 5)).isEqualTo(Bytes.utf8("89"));
      assertThat(source.read(0, Integer.MAX_VALUE)).isEqualTo(CONTENT);
      assertThat(source.read(10, 1)).isEqualTo(Bytes.empty());
      assertThat(source.read(11, 1)).isEqualTo(Bytes.empty());
      assertThat(source.read(1L << 40, 7)).isEqualTo(Bytes.empty());
    }
  }

  @Test
  void aStreamBeginsAtTheFirstOctetEachTime() throws IOException {
    for (DocumentSource source : sources()) {
      for (int i = 0; i < 2; i++) {
        try (var stream = source.stream()) {
          assertThat(Bytes.of(stream.readAllBytes())).isEqualTo(CONTENT);
        }
      }
    }
  }

  @Test
  void readingAllStopsAtTheLimit() throws IOException {
    for (DocumentSource source : sources()) {
      assertThat(source.readAll(10)).isEqualTo(CONTENT);
      assertThatThrownBy(() -> source.readAll(9))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("10")
          .hasMessageContaining("9");
    }
  }

  @Test
  void aFileThatIsNotThereIsAFailureOfTheMedium() throws IOException {
    Path file = folder.resolve("gone");
    assertThatThrownBy(() -> DocumentSource.of(file)).isInstanceOf(UncheckedIOException.class);
    Files.write(file, CONTENT.toArray());
    DocumentSource source = DocumentSource.of(file);
    Files.delete(file);
    assertThatThrownBy(() -> source.read(0, 1)).isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(source::stream).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void aFileThatShrankGivesWhatIsLeft() throws IOException {
    Path file = Files.write(folder.resolve("shrinking"), CONTENT.toArray());
    DocumentSource source = DocumentSource.of(file);
    Files.write(file, new byte[] {'0', '1'});
    assertThat(source.read(0, 10)).isEqualTo(Bytes.utf8("01"));
  }

  private List<DocumentSource> sources() throws IOException {
    Path file = Files.write(folder.resolve("document"), CONTENT.toArray());
    return List.of(DocumentSource.of(CONTENT), DocumentSource.of(file));
  }
}
