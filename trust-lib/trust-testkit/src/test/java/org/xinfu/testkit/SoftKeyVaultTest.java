package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.key.SignatureAlgorithm;

class SoftKeyVaultTest extends KeyVaultContract {
  private final SoftKeyVault vault = SoftKeyVault.random();

  @Override
  protected KeyVault vault() {
    return vault;
  }

  @Override
  protected Set<SignatureAlgorithm> supported() {
    return EnumSet.allOf(SignatureAlgorithm.class);
  }

  @Test
  void theSameSeedGivesTheSameKeysAndSignatures() {
    // One of each kind of key.
    for (SignatureAlgorithm suite :
        EnumSet.of(
            SignatureAlgorithm.SM2_SM3,
            SignatureAlgorithm.ECDSA_P521_SHA512,
            SignatureAlgorithm.ED25519)) {
      assertThat(signature("a", suite)).isEqualTo(signature("a", suite));
      assertThat(signature("a", suite)).isNotEqualTo(signature("b", suite));
    }
  }

  private static Bytes signature(String seed, SignatureAlgorithm suite) {
    return SoftKeyVault.seeded(seed).key(suite, "k").sign(Bytes.utf8("m"));
  }
}
