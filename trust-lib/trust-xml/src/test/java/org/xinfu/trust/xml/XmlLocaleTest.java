package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.ReportJson;

/** The parser speaks the language of the machine, reports never do. */
class XmlLocaleTest {
  private static final Locale BEFORE = Locale.getDefault();

  @AfterEach
  void back() {
    Locale.setDefault(BEFORE);
  }

  @Test
  void aDamagedFileGetsTheSameReportOnEveryMachine() {
    String declared = "<?xml version=\"1.0\" encoding=\"%s\"?><a xmlns=\"urn:a\"";
    for (Bytes damaged :
        List.of(
            Bytes.utf8(declared.formatted("UTF-8") + "><b></a>"),
            Bytes.utf8(declared.formatted("x-none") + "/>"),
            Bytes.utf8(declared.formatted("UTF-8") + ">").concat(Bytes.hex("ff")),
            Bytes.utf8(declared.formatted("UTF-8") + "/>" + Dom.DS + "&"),
            Bytes.utf8(XmlVectors.samples().enveloped.replace("urn:xinfu:example", "example")))) {
      String english = report(Locale.ROOT, damaged);
      assertThat(english).doesNotContain("\"VALID\"").contains("\"detail\":\"");
      assertThat(report(Locale.SIMPLIFIED_CHINESE, damaged)).isEqualTo(english);
      assertThat(report(Locale.JAPAN, damaged)).isEqualTo(english);
    }
  }

  private static String report(Locale machine, Bytes xml) {
    Locale.setDefault(machine);
    return ReportJson.write(
        "x", new XmlVerifier().verify(DocumentSource.of(xml), TestPki.seeded("l").policy()));
  }
}
