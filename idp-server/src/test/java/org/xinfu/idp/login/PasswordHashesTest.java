package org.xinfu.idp.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class PasswordHashesTest {
  private static final PasswordHashes INTL = hashes(PasswordHashes.Profile.INTL, 1000);
  private static final PasswordHashes GM = hashes(PasswordHashes.Profile.GM, 1000);
  private static final String PASSWORD = "蓉城 correct horse";

  @Test
  void each_profile_reads_both_and_renews_the_other() {
    for (PasswordHashes ours : List.of(INTL, GM)) {
      PasswordHashes other = ours == INTL ? GM : INTL;
      String verifier = Objects.requireNonNull(ours.encode(PASSWORD));
      assertThat(ours.matches(PASSWORD, verifier)).isTrue();
      assertThat(other.matches(PASSWORD, verifier)).isTrue();
      assertThat(ours.matches(PASSWORD + " ", verifier)).isFalse();
      assertThat(ours.upgradeEncoding(verifier)).isFalse();
      assertThat(other.upgradeEncoding(verifier)).isTrue();
      assertThat(ours.encode(PASSWORD)).as("salted").isNotEqualTo(verifier);
    }
  }

  @Test
  void the_sm3_verifier_is_pbkdf2_of_another_implementation() {
    // OpenSSL 3: kdf -keylen 32 -kdfopt digest:SM3 -kdfopt pass:password -kdfopt
    // salt:saltsaltsaltsalt
    // -kdfopt iter:1000 PBKDF2
    String verifier =
        "$pbkdf2-hmac-sm3$1000$c2FsdHNhbHRzYWx0c2FsdA$RubtcMJnyhNdFWD43tVGWqNw8EFTmnRPddupwOka5K8";
    assertThat(GM.matches("password", verifier)).isTrue();
    assertThat(GM.matches("Password", verifier)).isFalse();
  }

  @Test
  void fewer_iterations_than_today_are_renewed() {
    PasswordHashes earlier = hashes(PasswordHashes.Profile.GM, 500);
    String verifier = Objects.requireNonNull(earlier.encode(PASSWORD));
    assertThat(GM.matches(PASSWORD, verifier)).isTrue();
    assertThat(GM.upgradeEncoding(verifier)).isTrue();
  }

  @Test
  void less_memory_or_fewer_passes_than_today_are_renewed() {
    for (PasswordCost cheap :
        List.of(new PasswordCost(19_455, 2, 600_000), new PasswordCost(19_456, 1, 600_000))) {
      PasswordHashes earlier = new PasswordHashes(PasswordHashes.Profile.INTL, cheap);
      String verifier = Objects.requireNonNull(earlier.encode(PASSWORD));
      assertThat(verifier)
          .startsWith(
              "$argon2id$v=19$m="
                  + cheap.argon2MemoryKib()
                  + ",t="
                  + cheap.argon2Passes()
                  + ",p=1$");
      assertThat(earlier.upgradeEncoding(verifier)).isFalse();
      assertThat(INTL.matches(PASSWORD, verifier)).isTrue();
      assertThat(INTL.upgradeEncoding(verifier)).isTrue();
      assertThat(cheap.weak()).isTrue();
    }
    assertThat(new PasswordCost(19_456, 2, 599_999).weak()).isTrue();
    assertThat(PasswordCost.USUAL.weak()).isFalse();
    assertThat(new PasswordCost(65_536, 3, 1_000_000).weak()).isFalse();
  }

  @Test
  void legacy_verifiers_are_read_and_renewed() {
    String bcrypt = Objects.requireNonNull(new BCryptPasswordEncoder(4).encode("secret word"));
    String md5 = INTL.wrap("md5", "5f4dcc3b5aa765d61d8327deb882cf99");
    String sha1 = GM.wrap("sha1", "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8");
    for (PasswordHashes ours : List.of(INTL, GM)) {
      assertThat(ours.matches("secret word", bcrypt)).isTrue();
      assertThat(ours.matches("password", md5)).isTrue();
      assertThat(ours.matches("password", sha1)).isTrue();
      assertThat(ours.matches("Password", md5)).isFalse();
      assertThat(ours.matches("5f4dcc3b5aa765d61d8327deb882cf99", md5))
          .as("the digest itself is no password")
          .isFalse();
      for (String legacy : List.of(bcrypt, md5, sha1)) {
        assertThat(ours.upgradeEncoding(legacy)).isTrue();
      }
    }
    assertThat(md5).doesNotContain("5f4dcc3b");
  }

  /** By Python's hashlib and OpenSSL; of the password "password". */
  @Test
  void digests_with_salt_and_slow_ones_are_wrapped_too() {
    Map<String, String> made = new LinkedHashMap<>();
    made.put("md5", "5f4dcc3b5aa765d61d8327deb882cf99");
    made.put("sha1", "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8");
    made.put("sha256", "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8");
    made.put(
        "sha512",
        "b109f3bbbc244eb82441917ed06d618b9008dd09b3befd1b5e07394c706a8bb9"
            + "80b1d7785e5976ec049b46df5f1326af5a2ea6d103fd07c95385ffab0cacbc86");
    made.put(
        "sha256:after:c2FsdHNhbHQ",
        "0c8cde87480244c4d1bbd7401f70b7aebedf5a4453d01a7665db51aaf4d7dd72");
    made.put("sha1:before:c2FsdHNhbHQ", "fd5538aabcab06d6c9f6a2bae06401274ea33a3b");
    made.put("pbkdf2-sha1:1000:c2FsdHNhbHQ:20", "e9febff54bfce668fde301acc85563cc9dc71ef6");
    made.put(
        "pbkdf2-sha256:1000:c2FsdHNhbHQ:32",
        "135f7a66144fcf0fb003ce048f31f024ed5cbff30525d3ba0bfb3199479362a6");
    made.put(
        "pbkdf2-sha512:1000:c2FsdHNhbHQ:64",
        "43abf8c7027c6bd9d63e9d81784a006188474a8db14663d60114f5eef4e94b1b"
            + "76aba88da7b04ea335b9e7baaa6bde5e36350ee202acd02caf25b6061a4bb5b4");
    made.put(
        "scrypt:10:8:1:c2FsdHNhbHQ:32",
        "00e2d710448270f99fd83c54dc3e3b649c69e594dc1c2d12d8c6f67855dce2d2");
    made.put("sm3", "08594e140bcc046e345325435218f67a85c38c63de6443b197b544d70ee62f26");
    made.put(
        "sm3:after:c2FsdHNhbHQ",
        "7e5898d40114f548c8d6172c14b331d68f4e06887db0e8dea96cf09e9ab4b76f");
    made.put(
        "sm3:before:c2FsdHNhbHQ",
        "3f540f75331291ba57f1f988535a78fd1fab84461b8acf8ddaacc2fc4ee31091");
    made.put(
        "pbkdf2-sm3:1000:c2FsdHNhbHQ:32",
        "39b3e1d0e3ee6c83f459dbfa331af95e70b7a08c12e88d7f2183ea5fa52e0d7a");
    made.forEach(
        (scheme, digest) -> {
          String verifier = INTL.wrap(scheme, digest);
          assertThat(INTL.matches("password", verifier)).as(scheme).isTrue();
          assertThat(INTL.matches("Password", verifier)).as(scheme).isFalse();
          assertThat(INTL.matches(digest, verifier)).as("the digest is no password").isFalse();
          assertThat(INTL.upgradeEncoding(verifier)).as(scheme).isTrue();
          assertThat(verifier).doesNotContain(digest);
          for (String other : List.of("", digest + "00", digest.substring(2), "zz" + digest)) {
            assertThatIllegalArgumentException().isThrownBy(() -> INTL.wrap(scheme, other));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "md4",
        "sha256:",
        "sha256:after",
        "sha256:after:",
        "sha256:beside:c2FsdA",
        "sha256:after:c2Fs!A",
        "sha256}:after:c2FsdA",
        "pbkdf2-md4:1000:c2FsdA:32",
        "pbkdf2-sha1:1000001:c2FsdA:20",
        "pbkdf2-sha1:2147483647:c2FsdA:20",
        "pbkdf2-sha1:99999999999:c2FsdA:20",
        "pbkdf2-sha1:0:c2FsdA:20",
        "pbkdf2-sha1:-1:c2FsdA:20",
        "pbkdf2-sha1:1000:c2FsdA:8",
        "pbkdf2-sha1:1000:c2FsdA:65",
        "pbkdf2-sha1:1000::20",
        "pbkdf2-sha1:1000:c2FsdA",
        "scrypt:21:8:1:c2FsdA:32",
        "scrypt:17:8:1:c2FsdA:32",
        "scrypt:14:33:1:c2FsdA:32",
        "scrypt:14:8:9:c2FsdA:32",
        "scrypt:0:8:1:c2FsdA:32",
        "scrypt:16:1:1:c2FsdA:32",
        "scrypt:14:8:5:c2FsdA:32",
        "scrypt:14:32:2:c2FsdA:32",
        "pbkdf2-sha1:500001:c2FsdA:21",
        "pbkdf2-sm3:500001:c2FsdA:33",
        "pbkdf2-sm3:1000000:c2FsdA:64",
        "scrypt:14:8:1:c2FsdA:15"
      })
  void what_is_unknown_or_too_dear_is_not_taken(String scheme) {
    assertThatIllegalArgumentException().isThrownBy(() -> INTL.wrap(scheme, "00".repeat(20)));
    assertThatIllegalArgumentException().isThrownBy(() -> LegacyDigest.parse(scheme));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pbkdf2-sm3:1000000:c2FsdA:32",
        "pbkdf2-sha1:500000:c2FsdA:40",
        "scrypt:15:1:1:c2FsdA:32",
        "scrypt:16:8:1:c2FsdA:32",
        "scrypt:14:8:4:c2FsdA:32"
      })
  void what_costs_just_so_much_is_taken_and_can_be_checked(String scheme) {
    LegacyDigest digest = LegacyDigest.parse(scheme);
    assertThat(digest.of("password")).hasSize(2 * digest.octets());
  }

  private static PasswordHashes hashes(PasswordHashes.Profile profile, int iterations) {
    return new PasswordHashes(profile, new PasswordCost(19_456, 2, iterations));
  }
}
