package org.xinfu.trust.p11;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.VaultException;
import org.xinfu.trust.key.VerificationKey;
import org.xinfu.trust.p11.internal.wrapper.Cryptoki;
import org.xinfu.trust.p11.internal.wrapper.Template;

/** Key objects of one token: found by CKA_ID, described by their public half, made as pairs. */
final class TokenKeys {
  private static final int RSA_BITS = 3072;
  private static final Set<SignatureAlgorithm> SIGNED_HERE =
      Set.of(
          SignatureAlgorithm.SM2_SM3,
          SignatureAlgorithm.ECDSA_P256_SHA256,
          SignatureAlgorithm.ECDSA_P384_SHA384,
          SignatureAlgorithm.RSA_PKCS1_SHA256);

  private final String token;
  private final MechanismProfile profile;

  TokenKeys(String token, MechanismProfile profile) {
    this.token = token;
    this.profile = profile;
  }

  List<KeyRef> list(Epoch epoch, long session) {
    Cryptoki c = epoch.cryptoki();
    List<KeyRef> keys = new ArrayList<>();
    Template signing = new Template().with(Cka.CLASS, Cka.PRIVATE_KEY).with(Cka.SIGN, true);
    for (long key : c.find(session, signing)) {
      Bytes id = Bytes.of(c.bytes(session, key, Cka.ID));
      keys.add(new KeyRef(token, id, new String(c.bytes(session, key, Cka.LABEL), UTF_8)));
    }
    return keys;
  }

  /** The handle of the private key with this id, which must be the only one. */
  Optional<Long> find(Epoch epoch, long session, Bytes id) {
    Long known = epoch.handle(id);
    if (known != null) return Optional.of(known);
    long[] found =
        epoch
            .cryptoki()
            .find(
                session,
                new Template().with(Cka.CLASS, Cka.PRIVATE_KEY).with(Cka.ID, id.toArray()));
    if (found.length > 1) throw new VaultException(token + " has two keys " + id.toHex());
    if (found.length == 0) return Optional.empty();
    return Optional.of(found[0]);
  }

  /** From the public key object, as any device has it. */
  VerificationKey publicKey(Epoch epoch, long session, Bytes id) {
    Cryptoki c = epoch.cryptoki();
    long[] found =
        c.find(session, new Template().with(Cka.CLASS, Cka.PUBLIC_KEY).with(Cka.ID, id.toArray()));
    if (found.length != 1) throw new VaultException(token + " has no public key " + id.toHex());
    Bytes encoded = Bytes.of(encoded(publicKeyInfo(c, session, found[0])));
    return VerificationKey.parse(encoded)
        .filter(k -> SIGNED_HERE.contains(k.algorithm()))
        .orElseThrow(() -> new VaultException("key " + id.toHex() + " is of no kind known here"));
  }

  void generate(Epoch epoch, long session, SignatureAlgorithm algorithm, KeyRef key) {
    Template open = common(key, Cka.PUBLIC_KEY).with(Cka.PRIVATE, false).with(Cka.VERIFY, true);
    Template secret =
        common(key, Cka.PRIVATE_KEY)
            .with(Cka.PRIVATE, true)
            .with(Cka.SENSITIVE, true)
            .with(Cka.EXTRACTABLE, false)
            .with(Cka.SIGN, true);
    long mechanism =
        switch (algorithm) {
          case SM2_SM3 -> {
            open.with(Cka.KEY_TYPE, profile.sm2KeyType());
            open.with(Cka.EC_PARAMS, encoded(GMObjectIdentifiers.sm2p256v1));
            secret.with(Cka.KEY_TYPE, profile.sm2KeyType());
            yield profile.sm2Generate();
          }
          case ECDSA_P256_SHA256 -> {
            open.with(Cka.EC_PARAMS, encoded(SECObjectIdentifiers.secp256r1));
            yield Cka.EC_GENERATE;
          }
          case ECDSA_P384_SHA384 -> {
            open.with(Cka.EC_PARAMS, encoded(SECObjectIdentifiers.secp384r1));
            yield Cka.EC_GENERATE;
          }
          case RSA_PKCS1_SHA256 -> {
            open.with(Cka.MODULUS_BITS, RSA_BITS).with(Cka.PUBLIC_EXPONENT, new byte[] {1, 0, 1});
            yield Cka.RSA_GENERATE;
          }
          default ->
              throw new IllegalArgumentException("no key of this vault signs by " + algorithm);
        };
    epoch.cryptoki().generatePair(session, mechanism, open, secret);
  }

  private static Template common(KeyRef key, long kind) {
    return new Template()
        .with(Cka.CLASS, kind)
        .with(Cka.TOKEN, true)
        .with(Cka.ID, key.id().toArray())
        .with(Cka.LABEL, key.label().getBytes(UTF_8));
  }

  private SubjectPublicKeyInfo publicKeyInfo(Cryptoki c, long session, long key) {
    long type = c.number(session, key, Cka.KEY_TYPE);
    try {
      if (type == Cka.KEY_RSA) {
        RSAPublicKey rsa =
            new RSAPublicKey(
                new BigInteger(1, c.bytes(session, key, Cka.MODULUS)),
                new BigInteger(1, c.bytes(session, key, Cka.PUBLIC_EXPONENT)));
        return new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), rsa);
      }
      ASN1ObjectIdentifier curve =
          type == profile.sm2KeyType()
              ? GMObjectIdentifiers.sm2p256v1
              : ASN1ObjectIdentifier.getInstance(c.bytes(session, key, Cka.EC_PARAMS));
      byte[] point = c.bytes(session, key, Cka.EC_POINT);
      // PKCS#11 wants an OCTET STRING around 04 || X || Y; some devices leave it out (65, 97
      // octets).
      byte[] bare =
          point.length % 2 == 1 && point[0] == 4 && (point.length == 65 || point.length == 97)
              ? point
              : ASN1OctetString.getInstance(point).getOctets();
      return new SubjectPublicKeyInfo(
          new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), bare);
    } catch (IOException | IllegalArgumentException e) {
      throw new VaultException("the device describes a key as nobody can read it", e);
    }
  }

  private static byte[] encoded(org.bouncycastle.asn1.ASN1Object object) {
    try {
      return object.getEncoded("DER");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
