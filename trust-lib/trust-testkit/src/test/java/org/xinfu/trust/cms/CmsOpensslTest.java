package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** OpenSSL is the outside judge: the signed attributes under the signer's key. */
class CmsOpensslTest {
  private static final TestPki PKI = TestPki.create();

  @TempDir Path dir;

  static Stream<Signer> signers() {
    return Stream.of(PKI.sealSigner("样例专用章"), PKI.documentSigner("P-256"));
  }

  @ParameterizedTest
  @MethodSource("signers")
  void opensslVerifiesTheSignedAttributes(Signer signer) throws Exception {
    ContentDigest digest = ContentDigest.of(signer.algorithm());
    Bytes cms = CmsSigner.pades(digest.of(Bytes.utf8("content")), signer);
    ParsedSigner info = ParsedCms.parse(cms).signers().get(0);
    Files.write(dir.resolve("attributes"), info.toBeSigned().toArray());
    Files.write(dir.resolve("signature"), info.signature().toArray());
    Files.write(dir.resolve("key"), signer.publicKey().encoded().toArray());
    assertThat(openssl(signer)).contains("Signature Verified Successfully");
    Files.write(dir.resolve("attributes"), info.toBeSigned().concat(Bytes.hex("00")).toArray());
    assertThat(openssl(signer)).contains("Signature Verification Failure");
  }

  private String openssl(Signer signer) throws Exception {
    boolean sm = signer.algorithm() == SignatureAlgorithm.SM2_SM3;
    List<String> command =
        new ArrayList<>(List.of("openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER"));
    command.addAll(List.of("-inkey", "key", "-rawin", "-in", "attributes"));
    command.addAll(List.of("-sigfile", "signature", "-digest", sm ? "sm3" : "sha256"));
    if (sm) {
      command.addAll(List.of("-pkeyopt", "distid:1234567812345678"));
    }
    Process judge =
        new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).start();
    String words = new String(judge.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    judge.waitFor();
    return words;
  }
}
