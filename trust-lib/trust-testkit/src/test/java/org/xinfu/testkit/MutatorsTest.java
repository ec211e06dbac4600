package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.Mutators.Entry;
import org.xinfu.trust.Bytes;

class MutatorsTest {
  private final Bytes zip =
      Mutators.write(
          List.of(
              new Entry("OFD.xml", Bytes.utf8("<a/>")), new Entry("文/b.xml", Bytes.utf8("<b/>"))));

  @Test
  void aWrittenPackageIsReadByTheJdk(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("a.zip"), zip.toArray());
    try (ZipFile read = new ZipFile(file.toFile())) {
      assertThat(read.size()).isEqualTo(2);
      assertThat(read.getInputStream(read.getEntry("文/b.xml")).readAllBytes())
          .isEqualTo("<b/>".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void entriesAreDroppedAddedRenamedReplacedAndDuplicated() {
    assertThat(names(Mutators.drop(zip, "OFD.xml"))).containsExactly("文/b.xml");
    assertThat(names(Mutators.add(zip, "c", Bytes.empty())))
        .containsExactly("OFD.xml", "文/b.xml", "c");
    assertThat(names(Mutators.rename(zip, "OFD.xml", "x"))).containsExactly("x", "文/b.xml");
    assertThat(names(Mutators.duplicate(zip, "OFD.xml", Bytes.utf8("2"))))
        .containsExactly("OFD.xml", "文/b.xml", "OFD.xml");
    assertThat(Mutators.entry(Mutators.replace(zip, "OFD.xml", b -> Bytes.utf8("n")), "OFD.xml"))
        .isEqualTo(Bytes.utf8("n"));
    assertThatThrownBy(() -> Mutators.drop(zip, "nothing"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void octetsAreFlippedAndCut() {
    assertThat(Mutators.flip(Bytes.hex("00ff"), 1, 1)).isEqualTo(Bytes.hex("00fe"));
    assertThat(Mutators.truncate(Bytes.hex("00ff"), 1)).isEqualTo(Bytes.hex("00"));
  }

  private static List<String> names(Bytes zip) {
    return Mutators.entries(zip).stream().map(Entry::name).toList();
  }
}
