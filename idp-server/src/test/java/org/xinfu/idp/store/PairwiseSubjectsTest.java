package org.xinfu.idp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class PairwiseSubjectsTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  @Test
  void it_is_the_mac_of_sector_and_account() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    byte[] expected = mac.doFinal("seal.example\0account-1".getBytes(StandardCharsets.UTF_8));
    assertThat(subjects(PairwiseSubjects.Hash.SHA256).pairwise("seal.example", "account-1"))
        .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(expected));
  }

  @Test
  void sectors_accounts_keys_and_hashes_are_told_apart() {
    PairwiseSubjects one = subjects(PairwiseSubjects.Hash.SHA256);
    String subject = one.pairwise("seal.example", "account-1");
    assertThat(one.pairwise("seal.example", "account-1")).isEqualTo(subject);
    assertThat(one.pairwise("vault.example", "account-1")).isNotEqualTo(subject);
    assertThat(one.pairwise("seal.example", "account-2")).isNotEqualTo(subject);
    assertThat(subjects(PairwiseSubjects.Hash.SM3).pairwise("seal.example", "account-1"))
        .hasSize(43)
        .isNotEqualTo(subject);
    byte[] otherKey = KEY.clone();
    otherKey[0] ^= 1;
    PairwiseSubjects other =
        new PairwiseSubjects(client -> Optional.empty(), otherKey, PairwiseSubjects.Hash.SHA256);
    assertThat(other.pairwise("seal.example", "account-1")).isNotEqualTo(subject);
  }

  private static PairwiseSubjects subjects(PairwiseSubjects.Hash hash) {
    return new PairwiseSubjects(client -> Optional.empty(), KEY, hash);
  }
}
