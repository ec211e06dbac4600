package org.xinfu.kit.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.xinfu.hsm.HsmSim;
import org.xinfu.hsm.TokenSpec;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.profile.ProductionCheck;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VaultException;

/** The kit's way to the keys, against the simulator behind its real PKCS#11 library. */
class HsmTest {
  @TempDir static Path home;
  private static HsmSim device;
  private static ApplicationContextRunner service;

  @BeforeAll
  static void start() throws IOException {
    device =
        HsmSim.start(
            home.resolve("hsm"),
            TokenSpec.of("seals", "pin-of-seals"),
            TokenSpec.of("open", "1234"));
    credential("seals", "pin-of-seals\n", "rw-------");
    credential("open", "1234", "rw-r--r--");
    credential("absent", "1234", "rw-------");
    service =
        new ApplicationContextRunner()
            .withBean(ServiceHome.class, () -> new ServiceHome(home, null, null, "test-service"))
            .withConfiguration(
                AutoConfigurations.of(Pkcs11AutoConfiguration.class, HsmAutoConfiguration.class))
            .withPropertyValues("xinfu.hsm.patience=1s")
            .withPropertyValues("xinfu.hsm.library=" + home.resolve("hsm/libxinfu-hsm.so"));
  }

  @AfterAll
  static void stop() {
    device.close();
  }

  @Test
  void signsWithAKeyThatNeverLeavesTheDevice() {
    service.run(
        context -> {
          KeyVault seals = context.getBean(Hsm.class).token("seals");
          assertThat(context.getBean(Hsm.class).token("seals")).isSameAs(seals);
          Signer signer = seals.generate(SignatureAlgorithm.SM2_SM3, Bytes.hex("0a01"), "sealer");
          Bytes message = Bytes.utf8("sample");
          assertThat(signer.publicKey().verify(message, signer.sign(message))).isTrue();
        });
  }

  @Test
  void refusesAPinFileThatOthersCanRead() {
    service.run(
        context ->
            assertThatThrownBy(() -> context.getBean(Hsm.class).token("open"))
                .hasStackTraceContaining("open to others")
                .hasStackTraceContaining("open.pin"));
  }

  @Test
  void aMissingTokenIsAFailureOfTheWorldAndAskedAgain() {
    service.run(
        context -> {
          Hsm hsm = context.getBean(Hsm.class);
          assertThatThrownBy(() -> hsm.token("absent")).isInstanceOf(VaultException.class);
          assertThatThrownBy(() -> hsm.token("absent")).isInstanceOf(VaultException.class);
          assertThat(hsm.tokens()).isEmpty();
        });
  }

  @Test
  void healthAndProductionLookAtTheNamedTokens() {
    String pin = home.resolve("credentials/seals.pin").toString();
    service
        .withPropertyValues("xinfu.hsm.tokens.seals.pin-file=" + pin)
        .run(
            context -> {
              assertThat(context.getBean(HsmHealth.class).health().getStatus())
                  .isEqualTo(Status.UP);
              assertThat(context.getBean(ProductionCheck.class).violations())
                  .containsExactly(new ProductionCheck.Violation("simulated-hsm", "token seals"));
            });
    service
        .withPropertyValues("xinfu.hsm.tokens.gone.pin-file=" + pin)
        .run(
            context -> {
              assertThat(context.getBean(HsmHealth.class).health().getStatus())
                  .isEqualTo(Status.DOWN);
              assertThat(context.getBean(ProductionCheck.class).violations())
                  .extracting(ProductionCheck.Violation::code)
                  .containsExactly("hsm-unreachable");
            });
    service.run(
        context ->
            assertThat(context.getBean(ProductionCheck.class).violations())
                .extracting(ProductionCheck.Violation::code)
                .containsExactly("hsm-tokens-unnamed"));
  }

  @Test
  void withoutALibraryThereAreNoKeys() {
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(Pkcs11AutoConfiguration.class, HsmAutoConfiguration.class))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Hsm.class));
  }

  private static void credential(String token, String pin, String mode) throws IOException {
    Path directory = Files.createDirectories(home.resolve("credentials"));
    Path file = Files.writeString(directory.resolve(token + ".pin"), pin);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
