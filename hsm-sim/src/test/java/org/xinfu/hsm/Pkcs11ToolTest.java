package org.xinfu.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSC's pkcs11-tool, a client that knows nothing of this project. */
class Pkcs11ToolTest {
  @TempDir static Path directory;

  static HsmSim device;

  @BeforeAll
  static void start() {
    device =
        HsmSim.start(
            directory.resolve("hsm"),
            TokenSpec.of("maker", "11111111"),
            TokenSpec.of("seals", "12345678"));
  }

  @AfterAll
  static void stop() {
    device.close();
  }

  @Test
  void itListsTokensAndMechanisms() throws Exception {
    assertThat(tool("-L").output()).contains(": maker", ": seals", "SIMULATOR");
    assertThat(tool("--token-label", "seals", "-M").output())
        .contains("ECDSA, keySize={256,384}, sign, verify")
        .contains("mechtype-0x80008105, keySize={256,256}, sign, verify")
        .contains("mechtype-0x80000005, digest");
  }

  @Test
  void itMakesSeesUsesAndDestroysKeys() throws Exception {
    assertThat(
            user("--keypairgen", "--key-type", "EC:prime256v1", "--label", "k1", "--id", "01")
                .status())
        .isZero();
    assertThat(
            user("--keypairgen", "--key-type", "rsa:2048", "--label", "r1", "--id", "02").status())
        .isZero();
    assertThat(user("-O").output())
        .contains("sensitive, always sensitive, never extractable, local")
        .doesNotContain("failed");
    assertThat(tool("--token-label", "seals", "-O").output()).doesNotContain("Private Key");

    Path message = Files.writeString(directory.resolve("m"), "message");
    Path signature = directory.resolve("s");
    assertThat(sign("02", message, signature).status()).isZero();
    assertThat(verify("02", message, signature).output()).contains("Signature is valid");
    Files.writeString(message, "massage");
    assertThat(verify("02", message, signature).output()).contains("Invalid signature");

    assertThat(user("--delete-object", "--type", "privkey", "--id", "01").status()).isZero();
    assertThat(user("-O", "--type", "privkey").output()).doesNotContain("k1").contains("r1");
    assertThat(user("-O", "--type", "pubkey").output()).contains("k1");
  }

  @Test
  void itHashesWithSm3() throws Exception {
    Path message = Files.writeString(directory.resolve("abc"), "abc");
    Path digest = directory.resolve("digest");
    tool(
        "--token-label",
        "seals",
        "--hash",
        "-m",
        "0x80000005",
        "-i",
        message.toString(),
        "-o",
        digest.toString());
    assertThat(Files.readAllBytes(digest)).startsWith(0x66, 0xc7, 0xf0, 0xf4).hasSize(32);
  }

  @Test
  void aPinCanBeChangedAndTheKeysStay() throws Exception {
    String[] login = {"--token-label", "maker", "--login", "--pin"};
    assertThat(
            tool(
                    login[0],
                    login[1],
                    login[2],
                    login[3],
                    "11111111",
                    "--keypairgen",
                    "--key-type",
                    "EC:prime256v1",
                    "--label",
                    "stays",
                    "--id",
                    "07")
                .status())
        .isZero();
    assertThat(
            tool(
                    login[0],
                    login[1],
                    login[2],
                    login[3],
                    "11111111",
                    "--change-pin",
                    "--new-pin",
                    "22222222")
                .status())
        .isZero();
    assertThat(tool(login[0], login[1], login[2], login[3], "11111111", "-O").output())
        .contains("CKR_PIN_INCORRECT");
    assertThat(
            tool(login[0], login[1], login[2], login[3], "22222222", "-O", "--type", "privkey")
                .output())
        .contains("stays");
  }

  private static Commands sign(String id, Path message, Path signature) throws Exception {
    return user(
        "--sign",
        "-m",
        "SHA256-RSA-PKCS",
        "--id",
        id,
        "-i",
        message.toString(),
        "-o",
        signature.toString());
  }

  private static Commands verify(String id, Path message, Path signature) throws Exception {
    return tool(
        "--token-label",
        "seals",
        "--verify",
        "-m",
        "SHA256-RSA-PKCS",
        "--id",
        id,
        "-i",
        message.toString(),
        "--signature-file",
        signature.toString());
  }

  private static Commands user(String... arguments) throws Exception {
    String[] all = new String[arguments.length + 5];
    System.arraycopy(
        new String[] {"--token-label", "seals", "--login", "--pin", "12345678"}, 0, all, 0, 5);
    System.arraycopy(arguments, 0, all, 5, arguments.length);
    return tool(all);
  }

  private static Commands tool(String... arguments) throws Exception {
    return Commands.pkcs11Tool(device.library(), arguments);
  }
}
