package org.xinfu.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The opt-in assembly: run under the profile {@code with-itext} alone, where iText is inside. */
class WithITextTest {
  private static final String SOURCE = "https://source.example/xinfu";
  private static RunningService house;

  @BeforeAll
  static void start() throws Exception {
    house =
        new RunningService("--xinfu.seal.pdf-engine=itext", "--xinfu.seal.source-url=" + SOURCE);
  }

  @AfterAll
  static void stop() {
    if (house != null) {
      house.close();
    }
  }

  @Test
  void aPdfIsSealedByITextAndJudgedByOurs() throws Exception {
    SealStory story = new SealStory(house);
    String esId = story.issued("信符市交通运输局");
    for (String algorithm : new String[] {"SM2_SM3", "ECDSA_P256_SHA256"}) {
      RunningService.Answer sealed = story.seal(esId, TestDocuments.pdf(), algorithm);
      assertThat(sealed.status()).as(sealed.text()).isEqualTo(201);
      assertThat(new String(sealed.octets(), StandardCharsets.ISO_8859_1)).contains("iText");
      assertThat(story.verified(sealed.octets()))
          .containsEntry("verdict", "VALID")
          .containsEntry("coverage", "WHOLE");
    }
  }

  @Test
  void everyPageOffersTheSource() throws Exception {
    assertThat(house.get("/verify", "").text())
        .contains("href=\"" + SOURCE + "\"")
        .contains("Affero");
  }
}
