package org.xinfu.kit.log;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.log.Checkpoint;
import org.xinfu.trust.log.NoteKey;
import org.xinfu.trust.log.SignedNote;

/**
 * The log's two keys in the device: P-256, and SM2 over the same text, which has the root of the
 * tree of SM3 too. They are made when first asked for, so that the device may start later.
 */
final class LogKeys implements SignedNotes {
  private final String origin;
  private final Supplier<KeyVault> vault;
  private volatile @Nullable List<Signer> opened;

  /**
   * The keys of a log.
   *
   * @param origin the log's name, C2SP tlog-checkpoint
   * @param vault the token of logs
   */
  LogKeys(String origin, Supplier<KeyVault> vault) {
    this.origin = origin;
    this.vault = vault;
  }

  /**
   * Signs the heads with both keys, as seen at {@code at}.
   *
   * @throws org.xinfu.trust.key.VaultException when the device does not answer
   */
  String sign(Heads heads, Instant at) {
    Checkpoint checkpoint = heads.checkpoint(origin);
    List<SignedNote.Line> lines =
        signers().stream().map(key -> NoteKey.sign(origin, key, checkpoint, at)).toList();
    return new SignedNote(checkpoint.text(), lines).write();
  }

  @Override
  public Optional<Heads> read(String text) {
    return text.startsWith(origin + "\n")
        ? new KnownKeys(keys(origin)).read(text)
        : Optional.empty();
  }

  /**
   * The same whatever name the log had then: it goes on when the server's public URL changes.
   *
   * @throws org.xinfu.trust.key.VaultException when the device does not answer
   */
  Optional<Heads> readRenamed(String text) {
    String then = text.lines().findFirst().orElse("");
    return then.isEmpty() ? Optional.empty() : new KnownKeys(keys(then)).read(text);
  }

  /** The public halves as verifier keys, C2SP signed-note. */
  List<String> published() {
    return keys(origin).stream().map(NoteKey::write).toList();
  }

  private List<NoteKey> keys(String name) {
    return signers().stream().map(key -> new NoteKey(name, key.publicKey())).toList();
  }

  private List<Signer> signers() {
    List<Signer> known = opened;
    return known == null ? open() : known;
  }

  private synchronized List<Signer> open() {
    KeyVault token = vault.get();
    List<Signer> fresh =
        List.of(
            key(token, SignatureAlgorithm.ECDSA_P256_SHA256, "log-p256-1"),
            key(token, SignatureAlgorithm.SM2_SM3, "log-sm2-1"));
    opened = fresh;
    return fresh;
  }

  private static Signer key(KeyVault token, SignatureAlgorithm algorithm, String label) {
    return token
        .find(label)
        .flatMap(token::signer)
        .orElseGet(() -> token.generate(algorithm, Bytes.utf8(label), label));
  }
}
