package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** What every {@link KeyVault} promises; each vault's test extends this. */
public abstract class KeyVaultContract {
  private static final Bytes MESSAGE = Bytes.utf8("信符 message digest");

  /** The vault under test, open; the subclass closes it. */
  protected abstract KeyVault vault();

  /** The suites that it can make keys for. */
  protected Set<SignatureAlgorithm> supported() {
    return Set.of(
        SignatureAlgorithm.SM2_SM3,
        SignatureAlgorithm.ECDSA_P256_SHA256,
        SignatureAlgorithm.RSA_PKCS1_SHA256);
  }

  @ParameterizedTest
  @EnumSource
  void signsWhatItsPublicKeyVerifies(SignatureAlgorithm suite) {
    if (!supported().contains(suite)) {
      assertThatThrownBy(() -> fresh(suite)).isInstanceOf(RuntimeException.class);
      return;
    }
    Signer signer = fresh(suite);
    Bytes signature = signer.sign(MESSAGE);
    assertThat(signer.algorithm()).isEqualTo(suite);
    assertThat(signer.publicKey().algorithm()).isEqualTo(suite);
    assertThat(signer.publicKey().verify(MESSAGE, signature)).isTrue();
    assertThat(signer.publicKey().verify(Bytes.utf8("another"), signature)).isFalse();
    assertThat(signer.chain()).isEmpty();
  }

  @Test
  void anEmptyAndALongMessageAreSigned() {
    Signer signer = fresh(SignatureAlgorithm.SM2_SM3);
    for (Bytes message : List.of(Bytes.empty(), Bytes.of(new byte[300_000]))) {
      assertThat(signer.publicKey().verify(message, signer.sign(message))).isTrue();
    }
  }

  @Test
  void aRepeatedRequestMakesNoSecondKey() {
    Bytes id = newId();
    Signer first = vault().generate(SignatureAlgorithm.SM2_SM3, id, "label " + id.toHex());
    Signer again = vault().generate(SignatureAlgorithm.SM2_SM3, id, "label " + id.toHex());
    assertThat(again.publicKey().encoded()).isEqualTo(first.publicKey().encoded());
    assertThat(vault().list().stream().filter(k -> k.id().equals(id))).hasSize(1);
  }

  @Test
  void twoKeysAreDifferent() {
    assertThat(fresh(SignatureAlgorithm.SM2_SM3).publicKey().encoded())
        .isNotEqualTo(fresh(SignatureAlgorithm.SM2_SM3).publicKey().encoded());
  }

  @Test
  void aListedKeyIsFoundByLabelAndSigns() {
    Bytes id = newId();
    Signer made = vault().generate(SignatureAlgorithm.SM2_SM3, id, "label " + id.toHex());
    KeyRef ref = vault().find("label " + id.toHex()).orElseThrow();
    assertThat(ref.id()).isEqualTo(id);
    Signer found = vault().signer(ref).orElseThrow();
    assertThat(made.publicKey().verify(MESSAGE, found.sign(MESSAGE))).isTrue();
  }

  @Test
  void anUnknownKeyIsAbsentNotAnError() {
    String token = vault().list().stream().findFirst().map(KeyRef::token).orElse("none");
    assertThat(vault().signer(new KeyRef(token, newId(), "nobody"))).isEmpty();
    assertThat(vault().find("nobody " + UUID.randomUUID())).isEmpty();
  }

  @Test
  void manyThreadsSignAtOnce() throws Exception {
    Signer signer = fresh(SignatureAlgorithm.SM2_SM3);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> work =
          IntStream.range(0, 64)
              .<Callable<Boolean>>mapToObj(i -> () -> signsAndVerifies(signer, i))
              .toList();
      Set<Boolean> results = new HashSet<>();
      for (Future<Boolean> done : threads.invokeAll(work)) {
        results.add(done.get());
      }
      assertThat(results).containsExactly(true);
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean signsAndVerifies(Signer signer, int i) {
    Bytes message = Bytes.utf8("message " + i);
    return signer.publicKey().verify(message, signer.sign(message));
  }

  private Signer fresh(SignatureAlgorithm suite) {
    Bytes id = newId();
    return vault().generate(suite, id, "contract " + id.toHex());
  }

  private static Bytes newId() {
    return Bytes.hex(UUID.randomUUID().toString().replace("-", ""));
  }
}
