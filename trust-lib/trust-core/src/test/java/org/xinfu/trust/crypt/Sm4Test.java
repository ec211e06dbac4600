package org.xinfu.trust.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.Sm4.Sealed;

/** GB/T 32907 and RFC 8998: printed examples, alterations, and OpenSSL's view. */
class Sm4Test {
  private static final String KEY_HEX = "0123456789abcdeffedcba9876543210";
  private static final Secret KEY = Fixed.secret(KEY_HEX);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int[] LENGTHS = {0, 1, 15, 16, 17, 31, 32, 1000};

  @TempDir Path folder;

  @Test
  void oneBlockOfTheStandard() {
    byte[] once = Sm4.ecb(true, KEY, Bytes.hex(KEY_HEX).toArray());
    assertThat(Bytes.of(once).toHex()).isEqualTo("681edf34d206965e86b3e94f536e4246");
    assertThat(Bytes.of(Sm4.ecb(false, KEY, once)).toHex()).isEqualTo(KEY_HEX);
  }

  @Test
  void gcmOfRfc8998() {
    Bytes plain =
        Bytes.hex(
            "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
                + "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa");
    Bytes associated = Bytes.hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    Sealed sealed =
        Sm4.encryptGcm(KEY, plain, associated, Fixed.random("00001234567800000000abcd"));
    assertThat(sealed.octets().toHex())
        .isEqualTo(
            "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
                + "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
                + "83de3541e4c2b58177e065a9bf7b62ec");
    assertThat(Sm4.decryptGcm(KEY, sealed, associated)).contains(plain);
  }

  @Test
  void everyAlteredOctetOfGcmIsRefused() {
    Bytes associated = Bytes.utf8("a");
    Sealed sealed = Sm4.encryptGcm(KEY, Bytes.utf8("message"), associated, RANDOM);
    for (int i = 0; i < sealed.octets().length(); i++) {
      assertThat(Sm4.decryptGcm(KEY, new Sealed(sealed.iv(), flip(sealed.octets(), i)), associated))
          .isEmpty();
    }
    for (int i = 0; i < sealed.iv().length(); i++) {
      assertThat(Sm4.decryptGcm(KEY, new Sealed(flip(sealed.iv(), i), sealed.octets()), associated))
          .isEmpty();
    }
    assertThat(Sm4.decryptGcm(KEY, sealed, Bytes.utf8("b"))).isEmpty();
    assertThat(Sm4.decryptGcm(KEY, sealed, Bytes.empty())).isEmpty();
    Secret other = Fixed.secret("00".repeat(16));
    assertThat(Sm4.decryptGcm(other, sealed, associated)).isEmpty();
    for (int length = 0; length < sealed.octets().length(); length++) {
      Sealed cut = new Sealed(sealed.iv(), sealed.octets().slice(0, length));
      assertThat(Sm4.decryptGcm(KEY, cut, associated)).isEmpty();
    }
    assertThat(Sm4.decryptGcm(KEY, new Sealed(Bytes.empty(), sealed.octets()), associated))
        .isEmpty();
  }

  @Test
  void whatIsSealedOpens() {
    for (int length : LENGTHS) {
      Bytes message = Bytes.utf8("m".repeat(length));
      assertThat(Sm4.decryptCbc(KEY, Sm4.encryptCbc(KEY, message, RANDOM))).contains(message);
      assertThat(Sm4.decryptCtr(KEY, Sm4.encryptCtr(KEY, message, RANDOM))).contains(message);
      assertThat(Sm4.decryptGcm(KEY, Sm4.encryptGcm(KEY, message, message, RANDOM), message))
          .contains(message);
    }
  }

  @Test
  void anIvIsNeverTheSame() {
    Bytes message = Bytes.utf8("message");
    assertThat(Sm4.encryptCbc(KEY, message, RANDOM).iv())
        .isNotEqualTo(Sm4.encryptCbc(KEY, message, RANDOM).iv());
    assertThat(Sm4.encryptGcm(KEY, message, message, RANDOM).iv().length()).isEqualTo(12);
  }

  @Test
  void wrongShapesAreRefused() {
    Bytes block = Bytes.of(new byte[16]);
    Bytes half = Bytes.of(new byte[8]);
    assertThat(Sm4.decryptCbc(KEY, new Sealed(half, block))).isEmpty();
    assertThat(Sm4.decryptCbc(KEY, new Sealed(block, half))).isEmpty();
    assertThat(Sm4.decryptCbc(KEY, new Sealed(block, Bytes.empty()))).isEmpty();
    assertThat(Sm4.decryptCbc(KEY, new Sealed(block, block))).isEmpty();
    assertThat(Sm4.decryptCtr(KEY, new Sealed(half, block))).isEmpty();
  }

  @Test
  void openSslReadsOursAndWeReadItsOwn() throws IOException {
    String iv = "000102030405060708090a0b0c0d0e0f";
    for (int length : LENGTHS) {
      Bytes message = Bytes.utf8("m".repeat(length));
      Fixed.write(folder, "plain", message);
      assertThat(enc("-sm4-cbc", iv))
          .isEqualTo(Sm4.encryptCbc(KEY, message, Fixed.random(iv)).octets());
      assertThat(enc("-sm4-ctr", iv))
          .isEqualTo(Sm4.encryptCtr(KEY, message, Fixed.random(iv)).octets());
    }
  }

  @Test
  void hmacAsOpenSslHasIt() throws IOException {
    for (int length : new int[] {0, 1, 55, 56, 64, 1000}) {
      Bytes message = Bytes.utf8("m".repeat(length));
      Fixed.write(folder, "message", message);
      for (int keyLength : new int[] {1, 16, 32, 64, 65, 200}) {
        String key = "5a".repeat(keyLength);
        Secret secret = Fixed.secret(key);
        Bytes code = HmacSm3.of(secret, message);
        if (keyLength < 65 || length == 1) {
          String[] mac = {
            "mac", "-digest", "SM3", "-macopt", "hexkey:" + key, "-in", "message", "HMAC"
          };
          assertThat(Fixed.openssl(folder, mac).strip()).isEqualToIgnoringCase(code.toHex());
        }
        assertThat(HmacSm3.of(secret, message.stream())).isEqualTo(code);
        assertThat(HmacSm3.matches(secret, message, code)).isTrue();
        assertThat(HmacSm3.matches(secret, message, flip(code, 31))).isFalse();
        assertThat(HmacSm3.matches(secret, message, code.slice(0, 31))).isFalse();
      }
    }
  }

  private Bytes enc(String mode, String iv) throws IOException {
    assertThat(
            Fixed.openssl(
                folder, "enc", mode, "-K", KEY_HEX, "-iv", iv, "-in", "plain", "-out", "cipher"))
        .isEmpty();
    return Fixed.read(folder, "cipher");
  }

  @Test
  void aSecretShowsNothing() {
    Secret one = Fixed.secret("0102");
    assertThat(one.toString()).isEqualTo("Secret[2]");
    assertThat(one).isEqualTo(Fixed.secret("0102")).isNotEqualTo(Fixed.secret("0103"));
    assertThat(one.hashCode()).isEqualTo(Fixed.secret("ffff").hashCode());
    byte[][] kept = new byte[1][];
    Optional<Integer> length =
        one.use(
            octets -> {
              kept[0] = octets;
              return Optional.of(octets.length);
            });
    assertThat(length).contains(2);
    assertThat(kept[0]).containsExactly(0, 0);
    assertThat(Fixed.hex(one)).isEqualTo("0102");
  }

  private static Bytes flip(Bytes octets, int index) {
    byte[] altered = octets.toArray();
    altered[index] ^= 1;
    return Bytes.of(altered);
  }
}
