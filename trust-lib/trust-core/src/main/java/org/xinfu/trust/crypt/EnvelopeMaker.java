package org.xinfu.trust.crypt;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Der;

/**
 * Makes envelopes for the holders of encryption certificates: EnvelopedData (RFC 5652 §6),
 * AuthEnvelopedData (RFC 5083) and envelopedData of GB/T 35275. Whether the certificates may be
 * trusted is for the caller to know (ChainValidator).
 */
public final class EnvelopeMaker {
  private EnvelopeMaker() {}

  /**
   * An envelope of RFC 5652, or of RFC 5083 when the cipher authenticates.
   *
   * @param recipients with SM2 or RSA keys that may encipher keys; one and more
   * @return DER ContentInfo
   * @throws IllegalArgumentException when a recipient's key cannot be used
   */
  public static Bytes cms(
      Bytes content, List<Certificate> recipients, EnvelopeCipher cipher, SecureRandom random) {
    try (Secret key = Secret.random(cipher.keyLength(), random)) {
      Sm4.Sealed sealed = ContentCipher.seal(cipher, key, content, random);
      DERSet infos = new DERSet(recipientInfos(recipients, key, random, EnvelopeShape.CMS));
      if (!cipher.authenticated()) {
        return contentInfo(
            EnvelopeShape.CMS.enveloped(),
            new ASN1Integer(0),
            infos,
            encrypted(EnvelopeShape.CMS, cbc(cipher, sealed.iv()), sealed.octets()));
      }
      int end = sealed.octets().length() - Sm4.BLOCK;
      Bytes tag = sealed.octets().slice(end, end + Sm4.BLOCK);
      return contentInfo(
          EnvelopeShape.AUTHENTICATED,
          new ASN1Integer(0),
          infos,
          encrypted(EnvelopeShape.CMS, gcm(cipher, sealed.iv()), sealed.octets().slice(0, end)),
          new DEROctetString(tag.toArray()));
    }
  }

  /**
   * An envelope of GB/T 35275 §7.3: SM2 and SM4-CBC, content types and versions of that standard.
   *
   * @throws IllegalArgumentException when a recipient's key is not SM2
   */
  public static Bytes gbt35275(Bytes content, List<Certificate> recipients, SecureRandom random) {
    EnvelopeCipher cipher = EnvelopeCipher.SM4_CBC;
    try (Secret key = Secret.random(cipher.keyLength(), random)) {
      Sm4.Sealed sealed = ContentCipher.seal(cipher, key, content, random);
      return contentInfo(
          EnvelopeShape.GBT35275.enveloped(),
          new ASN1Integer(1),
          new DERSet(recipientInfos(recipients, key, random, EnvelopeShape.GBT35275)),
          encrypted(EnvelopeShape.GBT35275, cbc(cipher, sealed.iv()), sealed.octets()));
    }
  }

  private static ASN1Encodable[] recipientInfos(
      List<Certificate> recipients, Secret key, SecureRandom random, EnvelopeShape shape) {
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("an envelope for nobody");
    }
    return recipients.stream()
        .map(r -> recipientInfo(r, key, random, shape))
        .toArray(ASN1Encodable[]::new);
  }

  private static DERSequence recipientInfo(
      Certificate recipient, Secret key, SecureRandom random, EnvelopeShape shape) {
    SubjectPublicKeyInfo info = recipient.holder().getSubjectPublicKeyInfo();
    boolean rsa = info.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
    if (rsa && shape == EnvelopeShape.GBT35275) {
      throw new IllegalArgumentException("GB/T 35275 is for SM2 keys");
    }
    if (recipient.hasKeyUsage() && !mayEncipher(recipient)) {
      throw new IllegalArgumentException("this certificate is not for encryption: " + recipient);
    }
    Bytes wrapped = rsa ? rsa(info, key, random) : sm2(info, key, random);
    ASN1EncodableVector fields = new ASN1EncodableVector();
    fields.add(new ASN1Integer(shape.recipientVersion()));
    fields.add(new IssuerAndSerialNumber(recipient.holder().getIssuer(), recipient.serial()));
    fields.add((rsa ? KeyWrap.RSA_OAEP_SHA256 : KeyWrap.SM2).identifier());
    fields.add(new DEROctetString(wrapped.toArray()));
    return new DERSequence(fields);
  }

  private static boolean mayEncipher(Certificate recipient) {
    return recipient.allowsUsage(KeyUsage.keyEncipherment)
        || recipient.allowsUsage(KeyUsage.dataEncipherment);
  }

  private static Bytes sm2(SubjectPublicKeyInfo info, Secret key, SecureRandom random) {
    Bytes point = Bytes.of(info.getPublicKeyData().getOctets());
    boolean curve = EnvelopeShape.SM2_CURVE.equals(info.getAlgorithm().getParameters());
    Optional<Sm2Ciphertext> wrapped =
        curve ? Sm2Encryption.encrypt(point, key, random) : Optional.empty();
    return wrapped
        .orElseThrow(() -> new IllegalArgumentException("neither an SM2 nor an RSA key"))
        .der();
  }

  private static Bytes rsa(SubjectPublicKeyInfo info, Secret key, SecureRandom random) {
    try {
      PublicKey publicKey =
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(info.getEncoded()));
      Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
      rsa.init(Cipher.ENCRYPT_MODE, publicKey, EnvelopeKey.oaep(KeyWrap.RSA_OAEP_SHA256), random);
      byte[] copy = key.use(octets -> octets.clone());
      try {
        return Bytes.of(rsa.doFinal(copy));
      } finally {
        Arrays.fill(copy, (byte) 0);
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("this RSA key cannot be used", e);
    }
  }

  private static AlgorithmIdentifier cbc(EnvelopeCipher cipher, Bytes iv) {
    return new AlgorithmIdentifier(cipher.oid(), new DEROctetString(iv.toArray()));
  }

  /** {@code GCMParameters { nonce, ICVlen 16 }}, RFC 5084 §3.2; the default of 12 is too short. */
  private static AlgorithmIdentifier gcm(EnvelopeCipher cipher, Bytes nonce) {
    ASN1Encodable[] parameters = {new DEROctetString(nonce.toArray()), new ASN1Integer(Sm4.BLOCK)};
    return new AlgorithmIdentifier(cipher.oid(), new DERSequence(parameters));
  }

  private static DERSequence encrypted(
      EnvelopeShape shape, AlgorithmIdentifier algorithm, Bytes octets) {
    ASN1Encodable[] fields = {
      shape.data(), algorithm, new DERTaggedObject(false, 0, new DEROctetString(octets.toArray()))
    };
    return new DERSequence(fields);
  }

  private static Bytes contentInfo(ASN1ObjectIdentifier type, ASN1Encodable... fields) {
    ASN1Encodable[] outer = {type, new DERTaggedObject(true, 0, new DERSequence(fields))};
    return Der.encode(new DERSequence(outer));
  }
}
