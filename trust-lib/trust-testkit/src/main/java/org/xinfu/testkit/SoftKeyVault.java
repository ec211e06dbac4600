package org.xinfu.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VaultException;
import org.xinfu.trust.key.VerificationKey;

/** A vault in this process's memory, for tests. Made from a seed, all its output is repeatable. */
public final class SoftKeyVault implements KeyVault {
  /** The label of its only token. */
  public static final String TOKEN = "soft";

  private final Map<Bytes, SoftKey> keys = new LinkedHashMap<>();
  private final Map<Bytes, KeyRef> refs = new LinkedHashMap<>();
  private final Function<Bytes, SecureRandom> randomness;
  private boolean closed;
  private int published;

  private SoftKeyVault(Function<Bytes, SecureRandom> randomness) {
    this.randomness = randomness;
  }

  /** A vault whose keys and signatures are drawn from the system's randomness. */
  public static SoftKeyVault random() {
    return new SoftKeyVault(purpose -> new SecureRandom());
  }

  /**
   * A vault whose keys depend on {@code seed} and their id alone, those for RSA on their order, and
   * whose signatures depend on the message besides.
   */
  public static SoftKeyVault seeded(String seed) {
    return new SoftKeyVault(purpose -> new SeededRandom(Bytes.utf8(seed + "/").concat(purpose)));
  }

  @Override
  public synchronized List<KeyRef> list() {
    open();
    return new ArrayList<>(refs.values());
  }

  @Override
  public synchronized Optional<Signer> signer(KeyRef key) {
    open();
    return Optional.ofNullable(keys.get(key.id())).map(Signer.class::cast);
  }

  @Override
  public synchronized Signer generate(SignatureAlgorithm algorithm, Bytes id, String label) {
    open();
    if (id.length() < 1 || id.length() > 32) {
      throw new IllegalArgumentException("a key id has 1..32 octets");
    }
    SoftKey there = keys.get(id);
    if (there == null) {
      there = make(algorithm, id);
      keys.put(id, there);
      refs.put(id, new KeyRef(TOKEN, id, label));
    }
    if (there.algorithm() != algorithm) {
      throw new IllegalArgumentException("this id names a key of another kind");
    }
    return there;
  }

  /** A key for SM2 and the like, its label also its id. */
  public Signer key(SignatureAlgorithm algorithm, String label) {
    return generate(algorithm, Bytes.utf8(label), label);
  }

  /** An SM2 signature with another user id than the default, which no verifier may accept. */
  public synchronized Bytes signAs(VerificationKey key, Bytes userId, Bytes message) {
    return keys.values().stream()
        .filter(k -> k.publicKey().encoded().equals(key.encoded()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("not a key of this vault"))
        .sign(message, userId);
  }

  /** The private key as PKCS#8, for outside tools that are to sign with it. */
  public synchronized Bytes privateKey(VerificationKey key) {
    SoftKey found =
        keys.values().stream()
            .filter(k -> k.publicKey().encoded().equals(key.encoded()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("not a key of this vault"));
    try {
      return Bytes.of(
          PrivateKeyInfoFactory.createPrivateKeyInfo(found.pair().getPrivate()).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    keys.clear();
    refs.clear();
  }

  private void open() {
    if (closed) {
      throw new VaultException("the vault is closed");
    }
  }

  private SoftKey make(SignatureAlgorithm algorithm, Bytes id) {
    SecureRandom random = randomness.apply(Bytes.utf8("key/").concat(id));
    AsymmetricCipherKeyPair pair =
        switch (algorithm.key()) {
          case SM2 -> ec(GMObjectIdentifiers.sm2p256v1, random);
          case P256 -> ec(SECObjectIdentifiers.secp256r1, random);
          case P384 -> ec(SECObjectIdentifiers.secp384r1, random);
          case P521 -> ec(SECObjectIdentifiers.secp521r1, random);
          case RSA -> rsa(random);
          case ED25519 -> ed25519(random);
        };
    return soft(algorithm, id, pair);
  }

  /** An RSA key of a length that nobody may use any more, its label also its id. */
  public synchronized Signer shortRsa(SignatureAlgorithm algorithm, String label, int bits) {
    open();
    Bytes id = Bytes.utf8(label);
    SecureRandom random = randomness.apply(Bytes.utf8("key/").concat(id));
    SoftKey made = soft(algorithm, id, rsa(random, bits));
    keys.put(id, made);
    refs.put(id, new KeyRef(TOKEN, id, label));
    return made;
  }

  private SoftKey soft(SignatureAlgorithm algorithm, Bytes id, AsymmetricCipherKeyPair pair) {
    try {
      byte[] info =
          SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic()).getEncoded();
      VerificationKey key = VerificationKey.received(Bytes.of(info), algorithm).orElseThrow();
      Function<Bytes, SecureRandom> nonces =
          message -> randomness.apply(Bytes.utf8("sign/").concat(id).concat(message));
      return new SoftKey(algorithm, key, pair, nonces);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AsymmetricCipherKeyPair ec(ASN1ObjectIdentifier curve, SecureRandom random) {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(ECNamedDomainParameters.lookup(curve), random));
    return generator.generateKeyPair();
  }

  private static AsymmetricCipherKeyPair ed25519(SecureRandom random) {
    Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
    generator.init(new Ed25519KeyGenerationParameters(random));
    return generator.generateKeyPair();
  }

  /** The vault's first keys come from the published list; only later ones cost time. */
  private AsymmetricCipherKeyPair rsa(SecureRandom random) {
    return published < RsaPrimes.count() ? RsaPrimes.pair(published++) : rsa(random, 2048);
  }

  private static AsymmetricCipherKeyPair rsa(SecureRandom random, int bits) {
    RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
    BigInteger exponent = BigInteger.valueOf(65537);
    generator.init(new RSAKeyGenerationParameters(exponent, random, bits, 80));
    return generator.generateKeyPair();
  }
}
