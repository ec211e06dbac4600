package org.xinfu.trust.chain;

import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.SignatureScheme;
import org.xinfu.trust.key.SignatureScheme.Kind;

/**
 * Signature AlgorithmIdentifiers and what they name (GM/T 0006, RFC 5758, RFC 4055, RFC 8410).
 * Legacy hash functions are read too, so that what is refused can be named.
 */
public final class SignatureIdentifiers {
  private static final int LONGEST_SALT = 512;
  private static final Map<String, SignatureScheme> NAMED =
      Map.ofEntries(
          Map.entry(GMObjectIdentifiers.sm2sign_with_sm3.getId(), scheme(Kind.SM2, Hash.SM3)),
          Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA1.getId(), scheme(Kind.ECDSA, Hash.SHA1)),
          Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA224.getId(), scheme(Kind.ECDSA, Hash.SHA224)),
          Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA256.getId(), scheme(Kind.ECDSA, Hash.SHA256)),
          Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA384.getId(), scheme(Kind.ECDSA, Hash.SHA384)),
          Map.entry(X9ObjectIdentifiers.ecdsa_with_SHA512.getId(), scheme(Kind.ECDSA, Hash.SHA512)),
          Map.entry("1.2.840.113549.1.1.5", scheme(Kind.RSA_PKCS1, Hash.SHA1)),
          // sha1WithRSASignature of the OIW, which old certificates bear.
          Map.entry("1.3.14.3.2.29", scheme(Kind.RSA_PKCS1, Hash.SHA1)),
          Map.entry("1.2.840.113549.1.1.14", scheme(Kind.RSA_PKCS1, Hash.SHA224)),
          Map.entry("1.2.840.113549.1.1.11", scheme(Kind.RSA_PKCS1, Hash.SHA256)),
          Map.entry("1.2.840.113549.1.1.12", scheme(Kind.RSA_PKCS1, Hash.SHA384)),
          Map.entry("1.2.840.113549.1.1.13", scheme(Kind.RSA_PKCS1, Hash.SHA512)),
          Map.entry(EdECObjectIdentifiers.id_Ed25519.getId(), scheme(Kind.EDDSA, Hash.SHA512)));

  private SignatureIdentifiers() {}

  /** As we write it: EC suites without parameters, PKCS#1 with NULL, PSS spelled out. */
  public static AlgorithmIdentifier of(SignatureAlgorithm suite) {
    SignatureScheme scheme = suite.scheme();
    return switch (scheme.kind()) {
      case SM2 -> new AlgorithmIdentifier(GMObjectIdentifiers.sm2sign_with_sm3);
      case EDDSA -> new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
      case ECDSA ->
          new AlgorithmIdentifier(
              switch (scheme.hash()) {
                case SHA1 -> X9ObjectIdentifiers.ecdsa_with_SHA1;
                case SHA224 -> X9ObjectIdentifiers.ecdsa_with_SHA224;
                case SHA384 -> X9ObjectIdentifiers.ecdsa_with_SHA384;
                case SHA512 -> X9ObjectIdentifiers.ecdsa_with_SHA512;
                default -> X9ObjectIdentifiers.ecdsa_with_SHA256;
              });
      case RSA_PKCS1 ->
          new AlgorithmIdentifier(
              switch (scheme.hash()) {
                case SHA1 -> PKCSObjectIdentifiers.sha1WithRSAEncryption;
                case SHA224 -> PKCSObjectIdentifiers.sha224WithRSAEncryption;
                case SHA384 -> PKCSObjectIdentifiers.sha384WithRSAEncryption;
                case SHA512 -> PKCSObjectIdentifiers.sha512WithRSAEncryption;
                default -> PKCSObjectIdentifiers.sha256WithRSAEncryption;
              },
              DERNull.INSTANCE);
      case RSA_PSS ->
          new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, pssParameters(scheme));
    };
  }

  /**
   * What the identifier names; NULL parameters are tolerated where none belong, since CAs write
   * them. PSS parameters must be there (RFC 4055 §3.1), with MGF1 over the same hash and any salt.
   * Empty for anything else, MD5 included.
   */
  public static Optional<SignatureScheme> parse(AlgorithmIdentifier id) {
    ASN1Encodable parameters = id.getParameters();
    if (id.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      return parameters == null ? Optional.empty() : pss(parameters);
    }
    boolean plain = parameters == null || DERNull.INSTANCE.equals(parameters);
    return plain ? Optional.ofNullable(NAMED.get(id.getAlgorithm().getId())) : Optional.empty();
  }

  private static Optional<SignatureScheme> pss(ASN1Encodable encoded) {
    return Decoding.maybe(
        () -> {
          RSASSAPSSparams parameters = RSASSAPSSparams.getInstance(encoded);
          AlgorithmIdentifier mask = parameters.getMaskGenAlgorithm();
          AlgorithmIdentifier hash = parameters.getHashAlgorithm();
          AlgorithmIdentifier maskHash = AlgorithmIdentifier.getInstance(mask.getParameters());
          int salt = parameters.getSaltLength().intValueExact();
          boolean sound =
              mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
                  && maskHash.getAlgorithm().equals(hash.getAlgorithm())
                  && salt >= 0
                  && salt <= LONGEST_SALT
                  && parameters.getTrailerField().intValueExact() == 1;
          return Hash.ofOid(hash.getAlgorithm())
              .filter(h -> sound && h != Hash.SM3)
              .map(h -> new SignatureScheme(Kind.RSA_PSS, h, salt));
        });
  }

  private static RSASSAPSSparams pssParameters(SignatureScheme scheme) {
    AlgorithmIdentifier hash = new AlgorithmIdentifier(scheme.hash().oid(), DERNull.INSTANCE);
    AlgorithmIdentifier mgf1 = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, hash);
    return new RSASSAPSSparams(hash, mgf1, new ASN1Integer(scheme.salt()), new ASN1Integer(1));
  }

  private static SignatureScheme scheme(Kind kind, Hash hash) {
    return SignatureScheme.of(kind, hash);
  }
}
