package org.xinfu.idp.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
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

  private static PasswordHashes hashes(PasswordHashes.Profile profile, int iterations) {
    return new PasswordHashes(profile, new PasswordCost(19_456, 2, iterations));
  }
}
