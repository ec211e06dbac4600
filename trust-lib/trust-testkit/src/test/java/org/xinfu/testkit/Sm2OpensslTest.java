package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.Sm2;

/**
 * {@code openssl} and we judge each other's SM2 signatures: over messages with an id, and over e.
 */
class Sm2OpensslTest {
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("openssl sm2");
  private static final Signer KEY = VAULT.key(SignatureAlgorithm.SM2_SM3, "k");
  private static final Bytes POINT = KEY.publicKey().point();

  @TempDir Path folder;

  static Stream<Bytes> messages() {
    return IntStream.of(0, 1, 55, 56, 64, 1000, 70_000)
        .mapToObj(n -> Bytes.utf8("信".repeat(n / 3) + "x".repeat(n % 3)));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void messagesUnderTheDefaultId(Bytes message) {
    OpenSsl openssl = keys(message);
    Bytes theirs = signed(openssl, "1234567812345678");
    assertThat(KEY.publicKey().verify(message, theirs)).isTrue();
    assertThat(KEY.publicKey().verify(message.concat(Bytes.hex("00")), theirs)).isFalse();
    openssl.write("signature", KEY.sign(message));
    assertThat(verified(openssl, "1234567812345678")).contains("Verified OK");
    openssl.write("signature", Mutators.flip(KEY.sign(message), 20, 1));
    assertThat(verified(openssl, "1234567812345678")).doesNotContain("Verified OK");
  }

  /** Another id is another signature: both sides say so, and both know what Z it was made with. */
  @ParameterizedTest
  @ValueSource(strings = {"ALICE123@YAHOO.COM", "x", "信符"})
  void anotherIdIsNotOurs(String id) {
    Bytes message = Bytes.utf8("message");
    Bytes userId = Bytes.utf8(id);
    OpenSsl openssl = keys(message);
    Bytes theirs = signed(openssl, id);
    assertThat(KEY.publicKey().verify(message, theirs)).isFalse();
    assertThat(holds(Sm2.e(POINT, userId, message), theirs)).isTrue();
    openssl.write("signature", VAULT.signAs(KEY.publicKey(), userId, message));
    assertThat(verified(openssl, id)).contains("Verified OK");
    assertThat(verified(openssl, "1234567812345678")).doesNotContain("Verified OK");
  }

  /** What a device gets is e alone; OpenSSL signs and verifies it without Z. */
  @ParameterizedTest
  @MethodSource("messages")
  void digestsWithoutZ(Bytes message) {
    OpenSsl openssl = keys(message);
    Bytes e = Sm2.e(POINT, Sm2.DEFAULT_ID, message);
    openssl.write("e", e);
    openssl.run("pkeyutl", "-sign", "-inkey", "key.pem", "-in", "e", "-out", "signature");
    Bytes theirs = openssl.read("signature");
    assertThat(holds(e, theirs)).isTrue();
    assertThat(KEY.publicKey().verify(message, theirs)).isTrue();
    openssl.write("signature", KEY.sign(message));
    List<String> verify = new ArrayList<>(List.of("pkeyutl", "-verify", "-pubin"));
    verify.addAll(List.of("-inkey", "public.pem", "-in", "e", "-sigfile", "signature"));
    assertThat(openssl.run(verify.toArray(String[]::new))).contains("Verified Successfully");
    openssl.write("e", Mutators.flip(e, 31, 1));
    assertThat(openssl.run(verify.toArray(String[]::new))).contains("Verification Failure");
  }

  private static boolean holds(Bytes e, Bytes signature) {
    EcSignature pair = EcSignature.parseDer(signature).orElseThrow();
    return Sm2.verify(Sm2.point(POINT).orElseThrow(), e, pair.r(), pair.s());
  }

  private OpenSsl keys(Bytes message) {
    OpenSsl openssl = new OpenSsl(folder);
    openssl.write("message", message);
    openssl.write("public.pem", OpenSsl.pem("PUBLIC KEY", KEY.publicKey().encoded()));
    openssl.write("key.pem", OpenSsl.pem("PRIVATE KEY", VAULT.privateKey(KEY.publicKey())));
    return openssl;
  }

  private static Bytes signed(OpenSsl openssl, String id) {
    String[] sign = {
      "dgst", "-sm3", "-sigopt", "distid:" + id, "-sign", "key.pem", "-out", "signature", "message"
    };
    assertThat(openssl.run(sign)).isEmpty();
    return openssl.read("signature");
  }

  private static String verified(OpenSsl openssl, String id) {
    return openssl.run(
        "dgst",
        "-sm3",
        "-sigopt",
        "distid:" + id,
        "-verify",
        "public.pem",
        "-signature",
        "signature",
        "message");
  }
}
