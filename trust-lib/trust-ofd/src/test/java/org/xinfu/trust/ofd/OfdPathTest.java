package org.xinfu.trust.ofd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OfdPathTest {
  @Test
  void locationsAreResolvedFromTheirFileOrTheRoot() {
    assertThat(OfdPath.resolve("Doc_0/Document.xml", "Pages/P.xml")).contains("Doc_0/Pages/P.xml");
    assertThat(OfdPath.resolve("Doc_0/Document.xml", "/Pages/P.xml")).contains("Pages/P.xml");
    assertThat(OfdPath.resolve("Doc_0/a/b.xml", "../c/./d.xml")).contains("Doc_0/c/d.xml");
    assertThat(OfdPath.resolve("OFD.xml", "x")).contains("x");
  }

  @Test
  void locationsOutsideThePackageNameNothing() {
    for (String location :
        new String[] {"../../x", "/../x", "", "/", "a//b", "http://x/y", "a\\b"}) {
      assertThat(OfdPath.resolve("Doc_0/Document.xml", location)).as(location).isEmpty();
    }
  }

  /** References of strangers have any length, and whoever seals again compares them. */
  @Test
  void aKeyTakesTimeInProportionToItsName() {
    String name = "a" + ". ".repeat(300_000) + "b";
    assertThat(assertTimeoutPreemptively(Duration.ofSeconds(20), () -> OfdPath.key(name)))
        .isEqualTo("/" + name);
    assertThat(OfdPath.key("a. . /..../b. ")).isEqualTo("/a/b");
  }

  @Test
  void spellingsThatSomeReaderTakesForOneHaveOneKey() {
    String key = OfdPath.key("Doc_0/A.xml");
    for (String same :
        new String[] {
          "/Doc_0/A.xml",
          "doc_0/a.XML",
          "Doc_0/./A.xml",
          "Doc_0//A.xml",
          "Doc_0\\A.xml",
          "Doc_0/%41.xml",
          "Doc_0/A.xml ",
          "Doc_0/\uff21.xml"
        }) {
      assertThat(OfdPath.key(same)).as(same).isEqualTo(key);
    }
    assertThat(OfdPath.key("Doc_0/B.xml")).isNotEqualTo(key);
    assertThat(OfdPath.key("100%.xml")).isNotEqualTo(OfdPath.key("100.xml"));
  }
}
