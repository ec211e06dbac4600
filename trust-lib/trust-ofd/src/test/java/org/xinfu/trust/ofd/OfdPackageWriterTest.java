package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;

class OfdPackageWriterTest {
  @Test
  void theJdkReadsBackWhatWasWritten() throws IOException {
    TreeMap<String, Bytes> entries = new TreeMap<>();
    entries.put("Doc_0/\u5370\u7ae0.xml", Bytes.utf8("<a/>"));
    entries.put("OFD.xml", Bytes.utf8("<o/>"));
    Bytes written = OfdPackageWriter.write(entries);
    List<String> seen = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(written.stream())) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        seen.add(e.getName() + "=" + new String(zip.readAllBytes()));
      }
    }
    assertThat(seen).containsExactly("OFD.xml=<o/>", "Doc_0/\u5370\u7ae0.xml=<a/>");
  }

  @Test
  void sameEntriesGiveSameOctets() {
    TreeMap<String, Bytes> entries = new TreeMap<>();
    entries.put("OFD.xml", Bytes.utf8("<o/>"));
    assertThat(OfdPackageWriter.write(entries))
        .isEqualTo(OfdPackageWriter.write(new TreeMap<>(entries)));
  }

  @Test
  void refusesPathsThatReadersDisagreeAbout() {
    for (String path :
        List.of("", "/a", "a/", "a//b", "../a", "a/./b", "C:/a", "a\\b", "a\u0000", "a\u202eb")) {
      assertThatThrownBy(() -> new OfdPackageWriter().add(path, Bytes.empty()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesTwoSpellingsOfOnePath() {
    for (String other : List.of("Doc_0/e\u0301.xml", "DOC_0/É.xml", "Doc_0/%C3%A9.xml")) {
      OfdPackageWriter writer = new OfdPackageWriter().add("Doc_0/é.xml", Bytes.empty());
      assertThatThrownBy(() -> writer.add(other, Bytes.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("twice");
    }
  }
}
