package org.xinfu.trust.p11;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VaultException;
import org.xinfu.trust.p11.internal.wrapper.Template;

/**
 * The keys of one token behind a PKCS#11 library (v2.40 and later). It outlives restarts of the
 * device: calls wait for it within the patience of the settings, then fail with {@link
 * VaultException}. A PIN that the token refuses is not tried again.
 *
 * <p>The JVM needs {@code --add-modules jdk.crypto.cryptoki --add-exports
 * jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED}; a main jar may say {@code
 * Add-Exports} in its manifest instead.
 */
public final class Pkcs11KeyVault implements KeyVault {
  private static final int MAX_ID = 32;

  private final Pkcs11Settings settings;
  private final TokenLink link;
  private final TokenKeys keys;
  private final Object generating = new Object();

  private Pkcs11KeyVault(Pkcs11Settings settings) {
    this.settings = settings;
    this.link = new TokenLink(settings);
    this.keys = new TokenKeys(settings.token(), settings.profile());
  }

  /** With the settings of {@link Pkcs11Settings#of}. */
  public static Pkcs11KeyVault open(Path library, String token, Supplier<char[]> pin) {
    return open(Pkcs11Settings.of(library, token, pin));
  }

  /**
   * Connects and logs in.
   *
   * @throws VaultException when the device is away for too long, the token is missing or the PIN
   *     wrong
   * @throws IllegalArgumentException when the file is no PKCS#11 library
   */
  public static Pkcs11KeyVault open(Pkcs11Settings settings) {
    Pkcs11KeyVault vault = new Pkcs11KeyVault(settings);
    vault.check();
    return vault;
  }

  /** The label of the token. */
  public String token() {
    return settings.token();
  }

  /** What the device calls itself; the simulator says {@code SIMULATOR} (CK_TOKEN_INFO.model). */
  public String model() {
    return link.call((epoch, session) -> epoch.model());
  }

  /** One call to the device and back. @throws VaultException when it does not answer. */
  public void check() {
    link.call((epoch, session) -> epoch.cryptoki().state(session));
  }

  @Override
  public List<KeyRef> list() {
    return link.call(keys::list);
  }

  @Override
  public Optional<Signer> signer(KeyRef key) {
    if (!key.token().equals(settings.token())) return Optional.empty();
    return link.call(
        (epoch, session) ->
            keys.find(epoch, session, key.id()).map(found -> signer(key, epoch, session)));
  }

  @Override
  public Signer generate(SignatureAlgorithm algorithm, Bytes id, String label) {
    if (id.length() < 1 || id.length() > MAX_ID) throw new IllegalArgumentException("id length");
    KeyRef key = new KeyRef(settings.token(), id, label);
    synchronized (generating) {
      return link.call(
          (epoch, session) -> {
            // A repetition, or a reply that was lost with the device: the key may be there already.
            if (keys.find(epoch, session, id).isEmpty()) {
              keys.generate(epoch, session, algorithm, key);
            }
            Signer signer = signer(key, epoch, session);
            if (signer.algorithm() == algorithm) return signer;
            throw new IllegalArgumentException(
                "key " + id.toHex() + " is of " + signer.algorithm());
          });
    }
  }

  /**
   * Keeps the certificate beside its key, in place of an earlier one.
   *
   * @throws IllegalArgumentException when the key is one of another token
   */
  public void storeCertificate(KeyRef key, Certificate certificate) {
    if (!key.token().equals(settings.token())) {
      throw new IllegalArgumentException("a key of token " + key.token());
    }
    Template template =
        certificates(key)
            .with(Cka.TOKEN, true)
            .with(Cka.PRIVATE, false)
            .with(Cka.CERTIFICATE_TYPE, 0L)
            .with(Cka.LABEL, key.label().getBytes(UTF_8))
            .with(Cka.SUBJECT, subject(certificate))
            .with(Cka.VALUE, certificate.der().toArray());
    link.call(
        (epoch, session) -> {
          long[] earlier = epoch.cryptoki().find(session, certificates(key));
          long made = epoch.cryptoki().create(session, template);
          for (long old : earlier) epoch.cryptoki().destroy(session, old);
          return made;
        });
  }

  /** The certificate kept beside the key. */
  public Optional<Certificate> certificate(KeyRef key) {
    if (!key.token().equals(settings.token())) return Optional.empty();
    return link.call(
        (epoch, session) -> {
          long[] found = epoch.cryptoki().find(session, certificates(key));
          if (found.length == 0) return Optional.empty();
          long newest = found[found.length - 1];
          return Certificate.parse(Bytes.of(epoch.cryptoki().bytes(session, newest, Cka.VALUE)));
        });
  }

  /** From the device's generator. */
  public Bytes random(int length) {
    return link.call((epoch, session) -> Bytes.of(epoch.cryptoki().random(session, length)));
  }

  /** Ends this vault's sessions; other vaults of the process on the same token keep their login. */
  @Override
  public void close() {
    link.close();
  }

  private Signer signer(KeyRef key, Epoch epoch, long session) {
    DeviceSigner.Door door = new DeviceSigner.Door(link, keys, settings.profile());
    return new DeviceSigner(door, key, keys.publicKey(epoch, session, key.id()));
  }

  private static byte[] subject(Certificate certificate) {
    try {
      return certificate.name().getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Template certificates(KeyRef key) {
    return new Template().with(Cka.CLASS, Cka.CERTIFICATE).with(Cka.ID, key.id().toArray());
  }
}
