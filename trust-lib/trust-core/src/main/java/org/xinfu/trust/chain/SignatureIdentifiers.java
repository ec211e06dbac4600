package org.xinfu.trust.chain;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.xinfu.trust.key.SignatureAlgorithm;

/** Suites and their signature AlgorithmIdentifiers (GM/T 0006, RFC 5758, RFC 4055). */
public final class SignatureIdentifiers {
  private SignatureIdentifiers() {}

  /** As we write it: EC suites without parameters, PKCS#1 with NULL, PSS spelled out. */
  public static AlgorithmIdentifier of(SignatureAlgorithm suite) {
    return switch (suite) {
      case SM2_SM3 -> new AlgorithmIdentifier(GMObjectIdentifiers.sm2sign_with_sm3);
      case ECDSA_P256_SHA256 -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
      case ECDSA_P384_SHA384 -> new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384);
      case RSA_PKCS1_SHA256 ->
          new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
      case RSA_PSS_SHA256 ->
          new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, pssParameters());
    };
  }

  /**
   * The suite; NULL parameters are tolerated where none belong, since CAs write them. Empty for
   * anything else, SHA-1 and MD5 included.
   */
  public static Optional<SignatureAlgorithm> parse(AlgorithmIdentifier id) {
    boolean plain = id.getParameters() == null || DERNull.INSTANCE.equals(id.getParameters());
    return Arrays.stream(SignatureAlgorithm.values())
        .filter(suite -> of(suite).getAlgorithm().equals(id.getAlgorithm()))
        .filter(suite -> suite == SignatureAlgorithm.RSA_PSS_SHA256 ? of(suite).equals(id) : plain)
        .findFirst();
  }

  private static RSASSAPSSparams pssParameters() {
    AlgorithmIdentifier sha256 =
        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    AlgorithmIdentifier mgf1 = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, sha256);
    return new RSASSAPSSparams(sha256, mgf1, new ASN1Integer(32), new ASN1Integer(1));
  }
}
