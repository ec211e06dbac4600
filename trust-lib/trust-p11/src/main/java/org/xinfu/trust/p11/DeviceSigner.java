package org.xinfu.trust.p11;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.Sm2;
import org.xinfu.trust.key.VaultException;
import org.xinfu.trust.key.VerificationKey;
import org.xinfu.trust.p11.internal.wrapper.Cryptoki;

/**
 * Signs with one key of the token. The hash is computed here and a short value crosses to the
 * device; the answer becomes DER in one place.
 */
final class DeviceSigner implements Signer {
  private final TokenLink link;
  private final TokenKeys keys;
  private final MechanismProfile profile;
  private final KeyRef ref;
  private final VerificationKey publicKey;

  DeviceSigner(Door door, KeyRef ref, VerificationKey publicKey) {
    this.link = door.link();
    this.keys = door.keys();
    this.profile = door.profile();
    this.ref = ref;
    this.publicKey = publicKey;
  }

  /** What every signer of a vault shares. */
  record Door(TokenLink link, TokenKeys keys, MechanismProfile profile) {}

  @Override
  public SignatureAlgorithm algorithm() {
    return publicKey.algorithm();
  }

  @Override
  public VerificationKey publicKey() {
    return publicKey;
  }

  @Override
  public List<Certificate> chain() {
    return List.of();
  }

  @Override
  public Bytes sign(Bytes message) {
    return switch (algorithm()) {
      case SM2_SM3 -> {
        Bytes e = Sm2.e(publicKey.point(), Sm2.DEFAULT_ID, message);
        Bytes made = device(profile.sm2Sign(), e);
        yield profile.derSignature() ? made : der(made, 32);
      }
      case ECDSA_P256_SHA256 -> der(device(Cka.ECDSA, Digests.sha256(message)), 32);
      case ECDSA_P384_SHA384 -> der(device(Cka.ECDSA, Digests.sha384(message)), 48);
      case RSA_PKCS1_SHA256 -> device(Cka.RSA_PKCS, digestInfo(Digests.sha256(message)));
      default -> throw new IllegalStateException("no such key is ever handed out");
    };
  }

  private Bytes device(long mechanism, Bytes input) {
    return link.call(
        (epoch, session) -> {
          long key = key(epoch, session);
          Cryptoki.Use use = new Cryptoki.Use(session, key, mechanism, null);
          return Bytes.of(epoch.cryptoki().sign(use, input.toArray()));
        });
  }

  /**
   * Before its first signature in an epoch the key must prove to be the one that this signer was
   * made for.
   */
  private long key(Epoch epoch, long session) {
    Long known = epoch.handle(ref.id());
    if (known != null) return known;
    long found =
        keys.find(epoch, session, ref.id())
            .orElseThrow(() -> new VaultException("key " + ref.id().toHex() + " is gone"));
    if (!keys.publicKey(epoch, session, ref.id()).encoded().equals(publicKey.encoded())) {
      throw new VaultException("key " + ref.id().toHex() + " is another one than before");
    }
    epoch.remember(ref.id(), found);
    return found;
  }

  private static Bytes der(Bytes raw, int width) {
    return EcSignature.parseRaw(raw, width)
        .orElseThrow(() -> new VaultException("a signature of " + raw.length() + " octets"))
        .der();
  }

  /** RFC 8017, 9.2, note 1. */
  private static Bytes digestInfo(Bytes digest) {
    AlgorithmIdentifier sha256 =
        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    try {
      return Bytes.of(new DigestInfo(sha256, digest.toArray()).getEncoded("DER"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
