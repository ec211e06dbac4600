package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.RevocationSource;

/** {@code verify --facts}: kept once, judged again without the document. */
class FactsCommandTest {
  @TempDir Path home;
  private Scene scene;
  private String document;
  private String facts;

  @BeforeEach
  void lay() {
    scene = new Scene(home);
    document = scene.file("licence.ofd", Scene.OFD);
    facts = scene.path("licence.facts").toString();
  }

  @Test
  void theSamePolicyAndTimeGiveTheSameOctetsWithoutTheDocument() throws IOException {
    Scene.Run first = scene.verify(scene.trust(), "--format", "json", "--facts", facts, document);
    assertThat(first.status()).isZero();
    assertThat(first.out())
        .isEqualTo(scene.verify(scene.trust(), "--format", "json", document).out());
    Files.delete(Path.of(document));
    Scene.Run again = scene.verify(scene.trust(), "--format", "json", "--facts", facts);
    assertThat(again).isEqualTo(first);
  }

  @Test
  void anotherPolicyOrTimeJudgesAnew() {
    scene.verify(scene.trust(), "--facts", facts, document);
    assertThat(scene.verify(List.of(), "--facts", facts).out()).contains("seal-maker-not-trusted");
    String late = "2099-01-01T00:00:00Z";
    assertThat(scene.verify(scene.trust(), "--facts", facts, "--at", late).out())
        .isEqualTo(
            scene
                .verify(scene.trust(), "--at", late, document)
                .out()
                .replaceFirst("\n", "\n" + unseen(scene.verify(List.of(), "--facts", facts))));
    // The CRLs that lay beside the anchors came along.
    Scene.Run without = scene.verify(scene.trustWithoutCrls(), "--policy", "strict", document);
    assertThat(without.out()).contains("revocation-unknown");
    Scene.Run with = scene.verify(scene.trustWithoutCrls(), "--policy", "strict", "--facts", facts);
    assertThat(with.status()).isZero();
  }

  private static String unseen(Scene.Run run) {
    return run.out().lines().filter(l -> l.contains("没有看到文件本身")).findFirst().orElseThrow() + "\n";
  }

  @Test
  void everyPageSaysThatTheDocumentWasNotSeen() {
    scene.verify(scene.trust(), "--facts", facts, document);
    for (String format : List.of("text", "html")) {
      Scene.Run zh = scene.verify(scene.trust(), "--format", format, "--facts", facts);
      assertThat(zh.out()).contains("没有看到文件本身").contains("SHA-256");
      Scene.Run en =
          scene.verify(scene.trust(), "--format", format, "--lang", "en", "--facts", facts);
      assertThat(en.out()).contains("the document itself was not seen");
      Scene.Run seen = scene.verify(scene.trust(), "--format", format, document);
      assertThat(seen.out()).doesNotContain("没有看到文件本身");
    }
    // The picture comes from the octets that were kept.
    assertThat(scene.verify(scene.trust(), "--format", "html", "--facts", facts).out())
        .contains("<img alt");
  }

  @Test
  void factsAreBelievedOnlyWhenTheyAreNamedAsFacts() {
    scene.verify(scene.trust(), "--facts", facts, document);
    Scene.Run asDocument = scene.verify(scene.trust(), "--format", "json", facts);
    assertThat(asDocument.status()).isEqualTo(ExitStatus.NO_SIGNATURE);
    assertThat(asDocument.out()).contains("\"UNKNOWN\"");
  }

  @Test
  void whatIsNoFactsIsMalformed() {
    Scene.Run run = scene.verify(scene.trust(), "--format", "json", "--facts", document);
    assertThat(run.status()).isEqualTo(ExitStatus.INVALID);
    assertThat(run.out()).contains("\"malformed\"");
    Scene.Run none = scene.verify(List.of(), "--facts", scene.path("none").toString());
    assertThat(none.status()).isEqualTo(ExitStatus.UNREADABLE);
  }

  @Test
  void nothingIsOverwrittenAndNothingHalfIsLeft() throws IOException {
    String other = scene.file("other.txt", Bytes.utf8("precious"));
    Scene.Run run = scene.verify(scene.trust(), "--facts", other, document);
    assertThat(run.status()).isEqualTo(ExitStatus.UNREADABLE);
    assertThat(run.err()).contains("other.txt").doesNotContain("\tat ");
    assertThat(Files.readString(Path.of(other))).isEqualTo("precious");
    scene.verify(scene.trust(), "--facts", facts, document);
    try (Stream<Path> all = Files.list(home)) {
      assertThat(all.map(f -> f.getFileName().toString()).filter(n -> n.contains("part")))
          .isEmpty();
    }
  }

  /** Judging may take hours; nobody is asked before it is known that its fruit can be kept. */
  @Test
  void aPlaceThatCannotBeWrittenIsRefusedBeforeAnythingIsJudged() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    TrustPolicy policy =
        Scene.PKI
            .policy()
            .withCrls(List.of())
            .online(
                (certificate, issuer) -> {
                  asked.incrementAndGet();
                  return RevocationSource.none().about(certificate, issuer);
                });
    FactsOption option = new FactsOption();
    String taken = scene.file("taken.facts", Bytes.utf8("x"));
    for (Path place : List.of(scene.path("no/such/folder/a.facts"), Path.of(taken))) {
      option.file = place;
      assertThatThrownBy(() -> option.record(Path.of(document), Optional.empty(), policy, s -> s))
          .isInstanceOf(IOException.class);
      assertThat(asked).hasValue(0);
    }
    option.file = scene.path("free.facts");
    option.record(Path.of(document), Optional.empty(), policy, s -> s);
    assertThat(asked).hasPositiveValue();
    Scene.Run run = scene.verify(scene.trust(), "--facts", "/no/such/a.facts", document);
    assertThat(run.err()).contains("/no/such: no such file").doesNotContain(".part");
  }

  @Test
  void wrongUsageIs64() {
    String second = scene.file("b.ofd", Scene.OFD);
    assertThat(scene.verify(List.of(), "--facts", facts, document, second).status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(scene.verify(List.of(), "--facts", facts, home.toString()).status())
        .isEqualTo(ExitStatus.USAGE);
    assertThat(scene.verify(List.of(), "--facts", facts, "--content", document).status())
        .isEqualTo(ExitStatus.USAGE);
  }
}
