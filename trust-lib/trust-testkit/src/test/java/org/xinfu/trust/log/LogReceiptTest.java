package org.xinfu.trust.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Receipts are read back as they were written, and prove their one entry. */
class LogReceiptTest {
  private static final String ORIGIN = "log.example.cn/样例";
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("log receipts");
  private static final Bytes SALT = Hash.SHA256.of(Bytes.utf8("salt"));
  private static final Bytes VALUE = Bytes.utf8("a signature value");
  private static final Instant AT = TestPki.NOW;

  @ParameterizedTest
  @EnumSource(names = {"SM2_SM3", "ED25519", "ECDSA_P256_SHA256"})
  void aReceiptIsReadBackAndSaysWhenItWasSeen(SignatureAlgorithm suite) {
    Signer log = VAULT.key(suite, "log " + suite);
    LogReceipt receipt = receipt(log);
    LogReceipt read = LogReceipt.parse(receipt.write()).orElseThrow();
    assertThat(read).isEqualTo(receipt);
    assertThat(read.isAbout(VALUE)).isTrue();
    assertThat(read.isAbout(Bytes.utf8("another"))).isFalse();
    NoteKey key = new NoteKey(ORIGIN, log.publicKey());
    assertThat(key.signedAt(read.note(), read.note().lines().get(0))).contains(AT);
    NoteKey namesake = new NoteKey(ORIGIN, VAULT.key(suite, "other " + suite).publicKey());
    assertThat(namesake.signedAt(read.note(), read.note().lines().get(0))).isEmpty();
    NoteKey renamed = new NoteKey("log.example.cn", log.publicKey());
    assertThat(renamed.signedAt(read.note(), read.note().lines().get(0))).isEmpty();
  }

  @Test
  void noAlteredCharacterProvesAnything() {
    Signer log = VAULT.key(SignatureAlgorithm.SM2_SM3, "log");
    NoteKey key = new NoteKey(ORIGIN, log.publicKey());
    byte[] octets = receipt(log).write().toArray();
    for (int i = 0; i < octets.length; i++) {
      byte[] altered = octets.clone();
      altered[i] ^= 1;
      boolean proves =
          LogReceipt.parse(Bytes.of(altered))
              .filter(r -> r.isAbout(VALUE))
              .filter(
                  r ->
                      r.note().lines().stream()
                          .anyMatch(l -> key.signedAt(r.note(), l).isPresent()))
              .isPresent();
      assertThat(proves).as("octet %s", i).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "c2sp.org/tlog-proof@v1\n\n",
        "c2sp.org/tlog-proof@v2\nextra AAAAAAAAAAAAAAAAAAAAAA==\nindex 0\n\na\n1\nb\n\n— a AAAAAAAA\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n\na\n1\nb\n\n— a AAAAAAAA\n"
      })
  void whatIsNoReceiptIsNotRead(String text) {
    assertThat(LogReceipt.parse(Bytes.utf8(text))).isEmpty();
  }

  private static LogReceipt receipt(Signer log) {
    MerkleTree tree = new MerkleTree(Hash.SHA256);
    for (int i = 0; i < 5; i++) {
      tree.append(Bytes.utf8("entry " + i));
    }
    long index = tree.append(LogReceipt.entry(SALT, VALUE));
    tree.append(Bytes.utf8("later"));
    Checkpoint checkpoint =
        new Checkpoint(
            ORIGIN, new MerkleProof.Head(tree.size(), tree.root(tree.size())), List.of());
    SignedNote note =
        new SignedNote(checkpoint.text(), List.of(NoteKey.sign(ORIGIN, log, checkpoint, AT)));
    return new LogReceipt(SALT, index, tree.inclusion(index, tree.size()), note, checkpoint);
  }
}
