package org.xinfu.trust.p11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.hsm.HsmSim;
import org.xinfu.hsm.TokenSpec;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VaultException;

/** A vault in daily use: certificates, names, many callers, and calls that fail in between. */
class VaultUseTest {
  private static final Bytes MESSAGE = Bytes.utf8("in use");

  @TempDir static Path directory;

  private static final TestPki PKI = TestPki.create();

  private static HsmSim device;
  private static Pkcs11KeyVault vault;
  private static int ids;

  @BeforeAll
  static void open() {
    device = HsmSim.start(directory, TokenSpec.of("seals", "12345678"));
    vault = Pkcs11KeyVault.open(settings());
  }

  @AfterAll
  static void close() {
    vault.close();
    device.close();
  }

  // What the device says of itself.

  @Test
  void theSimulatorSaysSo() {
    assertThat(vault.model()).isEqualTo("SIMULATOR");
    assertThat(vault.token()).isEqualTo("seals");
  }

  @Test
  void randomnessHasTheLengthAskedFor() {
    Set<Bytes> drawn = new HashSet<>();
    for (int length : new int[] {1, 16, 32, 1000}) {
      assertThat(vault.random(length).length()).isEqualTo(length);
    }
    for (int i = 0; i < 50; i++) {
      drawn.add(vault.random(16));
    }
    assertThat(drawn).hasSize(50);
  }

  // Certificates.

  @Test
  void aCertificateIsKeptBesideItsKeyAndReplaced() {
    KeyRef key = new KeyRef("seals", newId(), "certified");
    vault.generate(SignatureAlgorithm.SM2_SM3, key.id(), key.label());
    assertThat(vault.certificate(key)).isEmpty();
    Certificate first = certificate("first");
    Certificate second = certificate("second");
    vault.storeCertificate(key, first);
    assertThat(vault.certificate(key).map(Certificate::der)).contains(first.der());
    vault.storeCertificate(key, second);
    assertThat(vault.certificate(key).map(Certificate::der)).contains(second.der());
    vault.storeCertificate(key, second);
    assertThat(vault.certificate(key).map(Certificate::der)).contains(second.der());
    // The key is the same as before, and a certificate is no key.
    assertThat(vault.list().stream().filter(k -> k.id().equals(key.id()))).hasSize(1);
    Signer signer = vault.signer(key).orElseThrow();
    assertThat(signer.publicKey().verify(MESSAGE, signer.sign(MESSAGE))).isTrue();
  }

  @Test
  void certificatesOfOtherKeysAreLeftAlone() {
    KeyRef one = new KeyRef("seals", newId(), "one");
    KeyRef two = new KeyRef("seals", newId(), "two");
    vault.storeCertificate(one, certificate("c1"));
    Certificate kept = certificate("c2");
    vault.storeCertificate(two, kept);
    vault.storeCertificate(one, certificate("c3"));
    assertThat(vault.certificate(two).map(Certificate::der)).contains(kept.der());
  }

  @Test
  void aKeyOfAnotherTokenHasNoCertificateHere() {
    Bytes id = newId();
    vault.storeCertificate(new KeyRef("seals", id, "mine"), certificate("mine"));
    KeyRef foreign = new KeyRef("maker", id, "mine");
    assertThat(vault.certificate(foreign)).isEmpty();
    assertThatThrownBy(() -> vault.storeCertificate(foreign, certificate("theirs")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(vault.signer(foreign)).isEmpty();
  }

  // Names.

  @Test
  void labelsAndIdentifiersComeBackAsGiven() {
    String label = "\u6837\u4f8b\u4e13\u7528\u7ae0 \u2460";
    Bytes id = Bytes.hex("00" + newId().toHex() + "ff");
    vault.generate(SignatureAlgorithm.SM2_SM3, id, label);
    assertThat(vault.list()).contains(new KeyRef("seals", id, label));
    assertThat(vault.find(label).map(KeyRef::id)).contains(id);
  }

  @Test
  void identifiersHaveOneToThirtyTwoOctets() {
    for (int length : new int[] {0, 33}) {
      assertThatThrownBy(
              () ->
                  vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.of(new byte[length]), "length"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    byte[] longest = new byte[32];
    longest[31] = 9;
    Signer made = vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.of(longest), "longest");
    assertThat(made.publicKey().verify(MESSAGE, made.sign(MESSAGE))).isTrue();
  }

  @Test
  void oneLabelMayNameTwoKeys() {
    Bytes one = newId();
    Bytes two = newId();
    vault.generate(SignatureAlgorithm.SM2_SM3, one, "twice");
    vault.generate(SignatureAlgorithm.SM2_SM3, two, "twice");
    assertThat(vault.list().stream().filter(k -> k.label().equals("twice")).map(KeyRef::id))
        .containsExactlyInAnyOrder(one, two);
  }

  // Suites.

  /** The library verifies more suites than a device of this profile makes keys for. */
  @ParameterizedTest
  @EnumSource(
      value = SignatureAlgorithm.class,
      names = {"SM2_SM3", "ECDSA_P256_SHA256", "ECDSA_P384_SHA384", "RSA_PKCS1_SHA256"},
      mode = EnumSource.Mode.EXCLUDE)
  void noKeyIsMadeForAnotherSuite(SignatureAlgorithm suite) {
    Bytes id = newId();
    assertThatIllegalArgumentException().isThrownBy(() -> vault.generate(suite, id, suite.name()));
    assertThat(vault.list()).noneMatch(key -> key.id().equals(id));
  }

  @ParameterizedTest
  @EnumSource(
      value = SignatureAlgorithm.class,
      names = {"SM2_SM3", "ECDSA_P256_SHA256", "ECDSA_P384_SHA384", "RSA_PKCS1_SHA256"})
  void everySuiteSignsAgainAfterItWasFoundAgain(SignatureAlgorithm suite) {
    KeyRef key = new KeyRef("seals", newId(), suite.name());
    Signer made = vault.generate(suite, key.id(), key.label());
    Signer found = vault.signer(key).orElseThrow();
    assertThat(found.algorithm()).isEqualTo(suite);
    assertThat(found.publicKey().encoded()).isEqualTo(made.publicKey().encoded());
    for (Bytes message : List.of(Bytes.empty(), MESSAGE, Bytes.of(new byte[100_000]))) {
      Bytes signature = found.sign(message);
      assertThat(made.publicKey().verify(message, signature)).isTrue();
      assertThat(made.publicKey().verify(message.concat(Bytes.hex("00")), signature)).isFalse();
    }
  }

  // Calls that fail leave the vault as it was.

  @Test
  void aVaultIsUsableAfterCallsThatFailed() {
    Bytes id = newId();
    Signer signer = vault.generate(SignatureAlgorithm.SM2_SM3, id, "steady");
    List<Callable<?>> failing =
        List.of(
            () -> vault.generate(SignatureAlgorithm.ECDSA_P256_SHA256, id, "steady"),
            () -> vault.generate(SignatureAlgorithm.RSA_PSS_SHA256, newId(), "pss"),
            () -> vault.random(-1));
    for (Callable<?> call : failing) {
      for (int i = 0; i < 6; i++) {
        assertThatThrownBy(call::call).isInstanceOf(RuntimeException.class);
      }
      assertThat(signer.publicKey().verify(MESSAGE, signer.sign(MESSAGE))).isTrue();
      vault.check();
    }
    assertThat(vault.list().stream().filter(k -> k.label().equals("pss"))).isEmpty();
  }

  @Test
  void anInterruptedCallerIsToldAndTheOthersGoOn() throws Exception {
    Signer signer = vault.generate(SignatureAlgorithm.SM2_SM3, newId(), "interrupted");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> signer.sign(MESSAGE)).isInstanceOf(VaultException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(signer.publicKey().verify(MESSAGE, signer.sign(MESSAGE))).isTrue();
  }

  @Test
  void aClosedVaultLeavesOthersOfTheSameTokenOpen() {
    Bytes id = newId();
    Pkcs11KeyVault other = Pkcs11KeyVault.open(settings());
    Signer theirs = other.generate(SignatureAlgorithm.SM2_SM3, id, "shared");
    other.close();
    assertThatThrownBy(other::list).isInstanceOf(VaultException.class);
    assertThatThrownBy(() -> other.random(1)).isInstanceOf(VaultException.class);
    assertThatThrownBy(() -> theirs.sign(MESSAGE)).isInstanceOf(VaultException.class);
    Signer ours = vault.signer(new KeyRef("seals", id, "shared")).orElseThrow();
    assertThat(theirs.publicKey().verify(MESSAGE, ours.sign(MESSAGE))).isTrue();
  }

  // Many callers.

  @Test
  void aKeyAskedForAtOnceIsMadeOnce() throws Exception {
    Bytes id = newId();
    List<Callable<Bytes>> asking = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    for (int i = 0; i < 12; i++) {
      asking.add(
          () -> {
            start.await();
            return vault.generate(SignatureAlgorithm.SM2_SM3, id, "at once").publicKey().encoded();
          });
    }
    assertThat(new HashSet<>(together(asking, start))).hasSize(1);
    assertThat(vault.list().stream().filter(k -> k.id().equals(id))).hasSize(1);
  }

  @Test
  void oneSessionServesManyCallersOneAfterTheOther() throws Exception {
    try (Pkcs11KeyVault narrow = Pkcs11KeyVault.open(settings().withSessions(1))) {
      Signer signer = narrow.generate(SignatureAlgorithm.SM2_SM3, newId(), "narrow");
      List<Callable<Boolean>> signing = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Bytes message = Bytes.utf8("message " + i);
        signing.add(() -> signer.publicKey().verify(message, signer.sign(message)));
      }
      assertThat(together(signing, new CountDownLatch(0))).hasSize(40).containsOnly(true);
    }
  }

  @Test
  void manyCallersWithManyKeysDoNotMixThem() throws Exception {
    List<Signer> signers = new ArrayList<>();
    for (SignatureAlgorithm suite :
        List.of(
            SignatureAlgorithm.SM2_SM3,
            SignatureAlgorithm.SM2_SM3,
            SignatureAlgorithm.ECDSA_P256_SHA256,
            SignatureAlgorithm.ECDSA_P384_SHA384)) {
      signers.add(vault.generate(suite, newId(), "mixed"));
    }
    List<Callable<Boolean>> signing = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      Signer signer = signers.get(i % signers.size());
      Bytes message = Bytes.utf8("message " + i);
      signing.add(() -> signer.publicKey().verify(message, signer.sign(message)));
    }
    assertThat(together(signing, new CountDownLatch(0))).containsOnly(true);
  }

  /** The device is stopped, not gone: who holds the session waits, who wants it is told in time. */
  @Test
  void withoutAFreeSessionACallEndsInTime() throws Exception {
    try (DaemonProcess daemon = new DaemonProcess(directory.resolve("stopped"));
        Pkcs11KeyVault narrow =
            Pkcs11KeyVault.open(
                Pkcs11Settings.of(daemon.library(), "seals", daemon::pin)
                    .withSessions(1)
                    .withPatience(Duration.ofSeconds(2)))) {
      Signer signer = narrow.generate(SignatureAlgorithm.SM2_SM3, newId(), "stopped");
      ExecutorService holder = Executors.newSingleThreadExecutor();
      try {
        daemon.signal("STOP");
        Future<Bytes> held = holder.submit(() -> signer.sign(MESSAGE));
        Thread.sleep(300);
        long start = System.nanoTime();
        assertThatThrownBy(() -> signer.sign(MESSAGE))
            .isInstanceOf(VaultException.class)
            .hasMessageContaining("no session was free");
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(8));
        daemon.signal("CONT");
        assertThat(signer.publicKey().verify(MESSAGE, held.get(20, TimeUnit.SECONDS))).isTrue();
        assertThat(signer.publicKey().verify(MESSAGE, signer.sign(MESSAGE))).isTrue();
      } finally {
        daemon.signal("CONT");
        holder.shutdownNow();
      }
    }
  }

  private static <T> List<T> together(List<Callable<T>> calls, CountDownLatch start)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(12);
    try {
      List<Future<T>> running = calls.stream().map(threads::submit).toList();
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> done : running) {
        results.add(done.get(60, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Pkcs11Settings settings() {
    return Pkcs11Settings.of(device.library(), "seals", "12345678"::toCharArray)
        .withPatience(Duration.ofSeconds(30));
  }

  private static Certificate certificate(String name) {
    return PKI.sealSigner(name).chain().get(0);
  }

  private static synchronized Bytes newId() {
    ids++;
    return Bytes.hex("%08x".formatted(0xabc00000 + ids));
  }
}
