package org.xinfu.trust.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.SubjectPublicKey;

/** GB/T 32918.4: the printed example, what must be refused, and OpenSSL's view. */
class Sm2EncryptionTest {
  private static final String D =
      "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
  private static final String K =
      "59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21";
  private static final Sm2PrivateKey KEY = Fixed.key(D);
  private static final Bytes MESSAGE = Bytes.utf8("encryption standard");
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;

  @Test
  void theExampleOfTheStandard() {
    Sm2Ciphertext made = Sm2Encryption.encrypt(KEY.point(), MESSAGE, Fixed.random(K)).orElseThrow();
    assertThat(made.raw().toHex())
        .isEqualTo(
            "0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73"
                + "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0"
                + "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766"
                + "21886ca989ca9c7d58087307ca93092d651efa");
    assertThat(text(made)).isEqualTo("encryption standard");
    // The x of this example begins with 04 itself.
    Bytes bare = made.raw().slice(1, made.raw().length());
    assertThat(Sm2Ciphertext.parseRaw(bare)).contains(made);
  }

  @Test
  void bothEncodingsReadBack() {
    for (int length : new int[] {1, 31, 32, 33, 64, 1000}) {
      Bytes message = Bytes.of(new byte[length]);
      Sm2Ciphertext made = Sm2Encryption.encrypt(KEY.point(), message, RANDOM).orElseThrow();
      assertThat(Sm2Ciphertext.parseRaw(made.raw())).contains(made);
      assertThat(Sm2Ciphertext.parseRaw(made.raw().slice(1, made.raw().length()))).contains(made);
      assertThat(Sm2Ciphertext.parseDer(made.der())).contains(made);
      assertThat(Fixed.octets(Sm2Encryption.decrypt(KEY, made).orElseThrow())).isEqualTo(message);
    }
  }

  @Test
  void everyAlteredOctetIsRefused() {
    Sm2Ciphertext made = Sm2Encryption.encrypt(KEY.point(), MESSAGE, RANDOM).orElseThrow();
    Bytes raw = made.raw();
    for (int i = 0; i < raw.length(); i++) {
      byte[] altered = raw.toArray();
      altered[i] ^= 1;
      assertThat(
              Sm2Ciphertext.parseRaw(Bytes.of(altered)).flatMap(c -> Sm2Encryption.decrypt(KEY, c)))
          .describedAs("octet %s", i)
          .isEmpty();
    }
    Sm2PrivateKey other = Sm2PrivateKey.generate(RANDOM);
    assertThat(Sm2Encryption.decrypt(other, made)).isEmpty();
    Bytes longer = raw.concat(Bytes.hex("00"));
    assertThat(Sm2Encryption.decrypt(KEY, Sm2Ciphertext.parseRaw(longer).orElseThrow())).isEmpty();
  }

  @Test
  void anAlteredDerIsRefusedOrFails() {
    Bytes der = Sm2Encryption.encrypt(KEY.point(), MESSAGE, RANDOM).orElseThrow().der();
    for (int i = 0; i < der.length(); i++) {
      byte[] altered = der.toArray();
      altered[i] ^= (byte) 0x80;
      assertThat(
              Sm2Ciphertext.parseDer(Bytes.of(altered)).flatMap(c -> Sm2Encryption.decrypt(KEY, c)))
          .describedAs("octet %s", i)
          .isEmpty();
      assertThat(Sm2Ciphertext.parseDer(der.slice(0, i))).isEmpty();
    }
    assertThat(Sm2Ciphertext.parseDer(der.concat(Bytes.hex("00")))).isEmpty();
  }

  @Test
  void aMaskOfZerosIsDrawnAgain() {
    // With one octet of message every 256th k masks with zero; the message must never show.
    Bytes one = Bytes.hex("5a");
    SecureRandom counting = new SecureRandom();
    for (int i = 0; i < 600; i++) {
      Sm2Ciphertext made = Sm2Encryption.encrypt(KEY.point(), one, counting).orElseThrow();
      assertThat(made.masked()).isNotEqualTo(one);
    }
  }

  @Test
  void aCiphertextWithAMaskOfZerosIsRefused() {
    // C2 = M, with a C3 that fits: made by hand for a k whose mask of one octet is zero.
    for (int k = 1; ; k++) {
      Sm2PrivateKey nonce = Fixed.key(String.format("%064x", k));
      var shared = nonce.times(org.xinfu.trust.key.Sm2.point(KEY.point()).orElseThrow());
      byte[] x = Sm2Curve.x(shared);
      byte[] y = Sm2Curve.y(shared);
      byte[] z = Bytes.of(x).concat(Bytes.of(y)).toArray();
      if (Sm2Curve.kdf(z, 1)[0] == 0) {
        byte[] message = {0x5a};
        Bytes hash = Bytes.of(Sm2Curve.sm3(x, message, y));
        Sm2Ciphertext bare = new Sm2Ciphertext(nonce.point(), hash, Bytes.of(message));
        assertThat(Sm2Encryption.decrypt(KEY, bare)).isEmpty();
        return;
      }
    }
  }

  @Test
  void keysAndPointsOutsideTheRulesAreRefused() {
    Bytes point = KEY.point();
    byte[] off = point.toArray();
    off[64] ^= 1;
    assertThat(Sm2Encryption.encrypt(Bytes.of(off), MESSAGE, RANDOM)).isEmpty();
    assertThat(Sm2Encryption.encrypt(Bytes.hex("00"), MESSAGE, RANDOM)).isEmpty();
    assertThatThrownBy(() -> Sm2Encryption.encrypt(point, Bytes.empty(), RANDOM))
        .isInstanceOf(IllegalArgumentException.class);
    String n = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";
    String last = n.substring(0, 63) + "1";
    assertThat(Sm2PrivateKey.of(Fixed.secret(last))).isPresent();
    for (String d : new String[] {"00".repeat(32), n, n.substring(0, 63) + "2", "ff".repeat(32)}) {
      assertThat(Sm2PrivateKey.of(Fixed.secret(d))).describedAs(d).isEmpty();
    }
    assertThat(Sm2PrivateKey.of(Fixed.secret("01"))).isEmpty();
    assertThatThrownBy(() -> new Sm2Ciphertext(Bytes.of(off), Bytes.of(new byte[32]), MESSAGE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClosedKeyIsGone() {
    Sm2PrivateKey key = Sm2PrivateKey.generate(RANDOM);
    Sm2Ciphertext made = Sm2Encryption.encrypt(key.point(), MESSAGE, RANDOM).orElseThrow();
    assertThat(key.toString()).doesNotContain(Fixed.hex(key.secret()).substring(0, 8));
    key.close();
    assertThatThrownBy(() -> Sm2Encryption.decrypt(key, made))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void openSslReadsOursAndWeReadItsOwn() throws IOException {
    Fixed.write(folder, "key", Fixed.pkcs8(D));
    Fixed.write(folder, "public", SubjectPublicKey.sm2(KEY.point()));
    for (int length : new int[] {1, 16, 200}) {
      Bytes message = Bytes.utf8("z".repeat(length));
      Sm2Ciphertext ours = Sm2Encryption.encrypt(KEY.point(), message, RANDOM).orElseThrow();
      Fixed.write(folder, "ours", ours.der());
      String[] decrypt = {
        "pkeyutl", "-decrypt", "-keyform", "DER", "-inkey", "key", "-in", "ours", "-out", "plain"
      };
      assertThat(Fixed.openssl(folder, decrypt)).isEmpty();
      assertThat(Fixed.read(folder, "plain")).isEqualTo(message);
      Fixed.write(folder, "message", message);
      String[] encrypt = {
        "pkeyutl",
        "-encrypt",
        "-pubin",
        "-keyform",
        "DER",
        "-inkey",
        "public",
        "-in",
        "message",
        "-out",
        "theirs"
      };
      assertThat(Fixed.openssl(folder, encrypt)).isEmpty();
      Sm2Ciphertext theirs = Sm2Ciphertext.parseDer(Fixed.read(folder, "theirs")).orElseThrow();
      assertThat(Fixed.octets(Sm2Encryption.decrypt(KEY, theirs).orElseThrow())).isEqualTo(message);
    }
    assertThat(Files.exists(folder.resolve("theirs"))).isTrue();
  }

  private static String text(Sm2Ciphertext ciphertext) {
    return Fixed.octets(Sm2Encryption.decrypt(KEY, ciphertext).orElseThrow()).toUtf8();
  }
}
