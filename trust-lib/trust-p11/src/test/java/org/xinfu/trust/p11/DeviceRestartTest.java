package org.xinfu.trust.p11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.hsm.HsmSim;
import org.xinfu.hsm.TokenSpec;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VaultException;

/**
 * The device goes away and comes back; callers get signatures or a VaultException, in bounded time.
 */
class DeviceRestartTest {
  private static final TokenSpec SEALS = TokenSpec.of("seals", "12345678");

  @TempDir Path directory;

  @Test
  void signersOutliveRestartsUnderLoad() throws Exception {
    HsmSim device = HsmSim.start(directory, SEALS);
    try (Pkcs11KeyVault vault =
        Pkcs11KeyVault.open(device.library(), "seals", "12345678"::toCharArray)) {
      Signer signer = vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("01"), "load");
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger signed = new AtomicInteger();
      ExecutorService threads = Executors.newFixedThreadPool(6);
      List<Future<?>> callers = new ArrayList<>();
      for (int i = 0; i < 6; i++) callers.add(threads.submit(() -> work(signer, stop, signed)));
      int before = 0;
      for (int restart = 0; restart < 5; restart++) {
        before = waitForMore(signed, before);
        device.close();
        device = HsmSim.start(directory, SEALS);
      }
      waitForMore(signed, before);
      stop.set(true);
      for (Future<?> caller : callers) caller.get(20, TimeUnit.SECONDS);
      threads.shutdownNow();
    } finally {
      device.close();
    }
  }

  @Test
  void aKilledDeviceKeepsEveryAcknowledgedKey() throws Exception {
    try (DaemonProcess daemon = new DaemonProcess(directory);
        Pkcs11KeyVault vault = Pkcs11KeyVault.open(daemon.library(), "seals", () -> daemon.pin())) {
      List<Signer> acknowledged = new ArrayList<>();
      for (int kill = 0; kill < 3; kill++) {
        for (int i = 0; i < 5; i++) {
          Bytes id = Bytes.hex("%02x%02x".formatted(kill, i));
          acknowledged.add(vault.generate(SignatureAlgorithm.SM2_SM3, id, "k" + kill + i));
        }
        daemon.kill();
        daemon.start();
        for (Signer signer : acknowledged) assertThat(signsAndVerifies(signer)).isTrue();
        assertThat(vault.list()).hasSize(acknowledged.size());
      }
    }
  }

  @Test
  void aDeviceThatStaysAwayEndsInAnExceptionInTime() {
    HsmSim device = HsmSim.start(directory, SEALS);
    Pkcs11Settings settings =
        Pkcs11Settings.of(device.library(), "seals", "12345678"::toCharArray)
            .withPatience(Duration.ofMillis(600));
    try (Pkcs11KeyVault vault = Pkcs11KeyVault.open(settings)) {
      Signer signer = vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("01"), "away");
      device.close();
      long start = System.nanoTime();
      assertThatThrownBy(() -> signsAndVerifies(signer)).isInstanceOf(VaultException.class);
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(3));
      device = HsmSim.start(directory, SEALS);
      assertThat(signsAndVerifies(signer)).isTrue();
    } finally {
      device.close();
    }
  }

  @Test
  void anExchangedKeyIsNotUsed() throws Exception {
    Path other = directory.resolve("other");
    Path shown = directory.resolve("shown");
    Pkcs11KeyVault vault;
    Signer signer;
    try (HsmSim first = HsmSim.start(shown, SEALS)) {
      vault = Pkcs11KeyVault.open(first.library(), "seals", "12345678"::toCharArray);
      signer = vault.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("01"), "mine");
    }
    java.nio.file.Files.move(shown.resolve("tokens"), other);
    try (HsmSim second = HsmSim.start(shown, SEALS);
        Pkcs11KeyVault fresh =
            Pkcs11KeyVault.open(second.library(), "seals", "12345678"::toCharArray)) {
      fresh.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("01"), "mine");
      assertThatThrownBy(() -> signer.sign(Bytes.utf8("m")))
          .isInstanceOf(VaultException.class)
          .hasMessageContaining("another one");
      vault.close();
    }
  }

  @Test
  void aClosedVaultRefuses() {
    try (HsmSim device = HsmSim.start(directory, SEALS)) {
      Pkcs11KeyVault vault =
          Pkcs11KeyVault.open(device.library(), "seals", "12345678"::toCharArray);
      KeyRef key = new KeyRef("seals", Bytes.hex("01"), "k");
      vault.close();
      assertThatThrownBy(() -> vault.signer(key)).isInstanceOf(VaultException.class);
    }
  }

  private static void work(Signer signer, AtomicBoolean stop, AtomicInteger signed) {
    while (!stop.get()) {
      assertThat(signsAndVerifies(signer)).isTrue();
      signed.incrementAndGet();
    }
  }

  private static boolean signsAndVerifies(Signer signer) {
    Bytes message = Bytes.utf8("under way");
    return signer.publicKey().verify(message, signer.sign(message));
  }

  /** Twenty more signatures within ten seconds, or the device did not come back. */
  private static int waitForMore(AtomicInteger signed, int before) throws InterruptedException {
    for (int i = 0; i < 200 && signed.get() < before + 20; i++) Thread.sleep(50);
    assertThat(signed.get()).isGreaterThanOrEqualTo(before + 20);
    return signed.get();
  }
}
