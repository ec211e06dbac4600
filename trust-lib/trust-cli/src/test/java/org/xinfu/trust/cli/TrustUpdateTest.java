package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.EvidenceServer;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestLists;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.cli.Scene.Run;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.list.AnchorPurpose;
import org.xinfu.trust.list.Distrust;
import org.xinfu.trust.list.ListedAnchor;
import org.xinfu.trust.list.RootKeys;
import org.xinfu.trust.list.TrustList;
import org.xinfu.trust.list.TrustListChain;
import org.xinfu.trust.list.TrustListMaker;
import org.xinfu.trust.list.TrustListPin;

/** {@code xinfu trust update} and {@code verify --trust-list}. */
class TrustUpdateTest {
  private static final Instant NOW = TestPki.NOW;
  private static final String NAME = TestLists.NAME;
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("cli roots");
  private static final Signer A = key("a");
  private static final Signer B = key("b");
  private static final Signer C = key("c");
  private static final RootKeys FIRST = TestLists.roots(A, B);
  private static final RootKeys SECOND = TestLists.roots(B, C);

  @TempDir Path dir;
  private Scene scene;
  private Path kept;
  private String pin;

  @BeforeEach
  void scene() {
    scene = new Scene(dir);
    kept = dir.resolve("trust.json");
    pin = scene.file("pin.json", TrustListPin.write(NAME, FIRST));
  }

  @Test
  void theFirstListNeedsThePinAndTheNextNone() throws IOException {
    String one = file(list(1));
    Run without = update(one);
    assertThat(without.status()).isEqualTo(64);
    assertThat(without.err()).contains("--pin");
    assertThat(kept).doesNotExist();
    Run first = update("--pin", pin, one);
    assertThat(first.status()).as(first.err()).isZero();
    assertThat(first.out()).contains(NAME + " version 1: accepted");
    Run again = update(one);
    assertThat(again.status()).isZero();
    assertThat(again.out()).contains("unchanged");
    Run next = update(file(list(4)));
    assertThat(next.out()).contains("version 4: accepted", "was 1");
    assertThat(Files.readString(kept)).contains("\"version\":4");
    try (Stream<Path> left = Files.list(dir)) {
      assertThat(left.filter(p -> p.toString().endsWith(".new"))).isEmpty();
    }
  }

  @Test
  void whatIsRefusedSaysWhyAndChangesNothing() throws IOException {
    update("--pin", pin, file(list(4)));
    String before = Files.readString(kept);
    TrustList forked = with(list(4), Scene.SIGNER, RevocationCause.KEY_COMPROMISE);
    TrustList old = TestLists.at(list(9), NOW.minus(Duration.ofDays(8)));
    TrustList early = TestLists.at(list(9), NOW.plus(Duration.ofDays(1)));
    assertRefused(file(list(3)), 1, "trust-list-rolled-back");
    assertRefused(file(forked), 1, "trust-list-forked");
    assertRefused(
        scene.file("x", TrustListMaker.sign(list(9), List.of(A))), 1, "trust-list-not-signed");
    assertRefused(file(old), 2, "trust-list-stale");
    assertRefused(file(early), 2, "trust-list-stale");
    assertRefused(scene.file("y", Bytes.utf8("{}")), 1, "malformed");
    assertThat(Files.readString(kept)).isEqualTo(before);
  }

  @Test
  void rotatedRootsAreFollowedByTheChain() {
    update("--pin", pin, file(list(1)));
    Bytes rotation =
        TrustListMaker.sign(
            TestLists.at(TestLists.rotated(list(2), SECOND), NOW.minus(Duration.ofDays(90))),
            List.of(A, B, C));
    Bytes newest = TrustListMaker.sign(TestLists.rotated(list(7), SECOND), List.of(B, C));
    assertRefused(scene.file("newest", newest), 1, "trust-list-not-signed");
    Run followed = update(scene.file("chain", TrustListChain.of(List.of(rotation, newest))));
    assertThat(followed.status()).as(followed.err()).isZero();
    // From then on the lost key with an old one signs nothing.
    assertRefused(file(list(8)), 1, "trust-list-not-signed");
  }

  @Test
  void anAddressIsAskedAndNobodyElse() throws IOException {
    try (EvidenceServer server = new EvidenceServer()) {
      server.put("/list.json", TrustListMaker.sign(list(1), List.of(A, B)));
      Run run = update("--pin", pin, server.url("/list.json"));
      assertThat(run.status()).as(run.err()).isZero();
      Run missing = update(server.url("/none.json"));
      assertThat(missing.status()).isEqualTo(66);
      assertThat(missing.err()).contains("status-not-ok").doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none.json", "http://127.0.0.1:1/list.json"})
  void aSourceThatIsNotThereIs66(String source) {
    Run run = update("--pin", pin, source.startsWith("http") ? source : dir + "/" + source);
    assertThat(run.status()).isEqualTo(66);
    assertThat(kept).doesNotExist();
  }

  @Test
  void wrongUsageIs64AndADamagedPinOrListIsSaid() {
    assertThat(Scene.run(NOW, "trust").status()).isEqualTo(64);
    assertThat(Scene.run(NOW, "trust", "update", "x").status()).isEqualTo(64);
    assertThat(update("--pin", pin, "http:///path").status()).isEqualTo(64);
    assertThat(update("--pin", pin, "http://a b/").status()).isEqualTo(64);
    Run noPin = update("--pin", scene.file("bad", Bytes.utf8("{}")), file(list(1)));
    assertThat(noPin.status()).isEqualTo(66);
    scene.file("trust.json", Bytes.utf8("{\"list\":{}}"));
    Run damaged = update("--pin", pin, file(list(1)));
    assertThat(damaged.status()).isEqualTo(1);
    assertThat(damaged.err()).contains("trust.json", "malformed");
  }

  @Test
  void updatesAtOnceNeverLeaveTheOlderOne() throws Exception {
    update("--pin", pin, file(list(1)));
    List<String> files = new ArrayList<>();
    for (int version = 2; version <= 9; version++) {
      files.add(file(list(version)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Run>> runs = files.stream().map(f -> threads.submit(() -> update(f))).toList();
      for (Future<Run> run : runs) {
        assertThat(run.get().status()).as(run.get().err()).isIn(0, 1);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(Files.readString(kept)).contains("\"version\":9");
  }

  @Test
  void aDocumentIsJudgedByTheList() {
    update("--pin", pin, file(list(1)));
    String ofd = scene.file("a.ofd", Scene.OFD);
    Run run = verify(NOW, ofd);
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out()).containsPattern("\"trust-list\"[^}]*PASS[^}]*" + NAME + " version 1");
    // Past its nextUpdate nobody knows what was distrusted since.
    Run later = verify(NOW.plus(Duration.ofDays(8)), ofd);
    assertThat(later.status()).isEqualTo(2);
    assertThat(later.json().get("reason")).isEqualTo("trust-list-stale");
    assertThat(verify(NOW.plus(Duration.ofDays(8)), scene.file("t", Bytes.utf8("x"))).status())
        .isEqualTo(3);
    // With the maker's key in other hands a claimed time is worth nothing.
    update(file(with(list(2), Scene.MAKER, RevocationCause.KEY_COMPROMISE)));
    Run lost = verify(NOW, ofd);
    assertThat(lost.status()).isEqualTo(2);
    assertThat(lost.json().get("reason")).isEqualTo("anchor-distrusted");
  }

  @Test
  void aListThatIsNotSignedOrNotThereIs66() {
    String ofd = scene.file("a.ofd", Scene.OFD);
    assertThat(verify(NOW, ofd).status()).isEqualTo(66);
    scene.file("trust.json", TrustListMaker.sign(list(1), List.of(A)));
    Run run = verify(NOW, ofd);
    assertThat(run.status()).isEqualTo(66);
    assertThat(run.err()).contains("trust-list-not-signed");
  }

  private void assertRefused(String source, int status, String code) {
    Run run = update(source);
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.err()).contains("refused", code);
  }

  private Run verify(Instant now, String file) {
    return Scene.run(now, "verify", "--trust-list", kept.toString(), "--format", "json", file);
  }

  private Run update(String... more) {
    List<String> all = new ArrayList<>(List.of("trust", "update", "--list", kept.toString()));
    all.addAll(List.of(more));
    return Scene.run(NOW, all.toArray(String[]::new));
  }

  private String file(TrustList list) {
    Bytes signed = TrustListMaker.sign(list, List.of(A, B));
    return scene.file("lists/" + list.version() + "-" + list.issued().getEpochSecond(), signed);
  }

  private static TrustList list(long version) {
    List<ListedAnchor> anchors = new ArrayList<>();
    anchors.add(TestLists.anchor(Scene.PKI.signerRoot(), AnchorPurpose.SIGNER));
    anchors.add(TestLists.anchor(Scene.PKI.signerCa(), AnchorPurpose.SIGNER));
    anchors.add(TestLists.anchor(Scene.PKI.makerRoot(), AnchorPurpose.MAKER));
    return TestLists.list(version, NOW.minusSeconds(60), FIRST, anchors);
  }

  private static TrustList with(TrustList list, Signer lost, RevocationCause reason) {
    Certificate certificate = lost.chain().get(0);
    Distrust distrust =
        new Distrust(certificate.keySha256(), NOW.minusSeconds(600), reason, Optional.empty());
    return TestLists.with(list, distrust);
  }

  private static Signer key(String label) {
    return VAULT.key(SignatureAlgorithm.SM2_SM3, label);
  }
}
