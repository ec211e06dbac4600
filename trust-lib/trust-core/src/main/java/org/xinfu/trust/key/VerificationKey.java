package org.xinfu.trust.key;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;

/** A public key with its one suite; there is no {@code verify(key, algorithm)} to confuse. */
public final class VerificationKey {
  private static final int RSA_BITS = 2048;

  private final SignatureAlgorithm algorithm;
  private final SignatureScheme scheme;
  private final Bytes encoded;
  private final KeyForm form;
  private final @Nullable ECPoint sm2;

  private VerificationKey(
      SignatureAlgorithm algorithm, SignatureScheme scheme, Bytes encoded, KeyForm form) {
    this.algorithm = algorithm;
    this.scheme = scheme;
    this.encoded = encoded;
    this.form = form;
    this.sm2 = form.kind() == KeyKind.SM2 ? Sm2.point(form.point()).orElseThrow() : null;
  }

  /**
   * Reads DER SubjectPublicKeyInfo with the suite that the key type implies: SM2 and ECDSA by
   * curve, RSA as PKCS#1 with SHA-256, Ed25519. Empty for unknown types, curves off the list,
   * points off the curve, RSA moduli below 2048 bits and RSA exponents below 65537.
   */
  public static Optional<VerificationKey> parse(Bytes subjectPublicKeyInfo) {
    return KeyForm.parse(subjectPublicKeyInfo)
        .map(form -> implied(form.kind()))
        .flatMap(suite -> parse(subjectPublicKeyInfo, suite));
  }

  /** As {@link #parse(Bytes)}, but the suite is given and must fit the key. */
  public static Optional<VerificationKey> parse(
      Bytes subjectPublicKeyInfo, SignatureAlgorithm algorithm) {
    return received(subjectPublicKeyInfo, algorithm)
        .filter(key -> key.form.kind() != KeyKind.RSA || key.bits() >= RSA_BITS)
        .filter(key -> !key.smallExponent());
  }

  /**
   * The key of a document that was received, for computing alone: also RSA keys of 1024 bits and
   * more and with small exponents. Whether its signature counts is {@link Acceptance}'s to say.
   */
  public static Optional<VerificationKey> received(
      Bytes subjectPublicKeyInfo, SignatureAlgorithm algorithm) {
    return received(subjectPublicKeyInfo, algorithm.scheme())
        .filter(key -> key.algorithm == algorithm);
  }

  /** As {@link #received(Bytes, SignatureAlgorithm)}; the key's kind completes the suite. */
  public static Optional<VerificationKey> received(
      Bytes subjectPublicKeyInfo, SignatureScheme scheme) {
    return KeyForm.parse(subjectPublicKeyInfo)
        .filter(form -> form.serves(scheme))
        .flatMap(
            form ->
                SignatureAlgorithm.of(scheme, form.kind())
                    .map(s -> new VerificationKey(s, scheme, subjectPublicKeyInfo, form)));
  }

  /** What a verification by the key costs in time, in those of usual keys: 1 or a little more. */
  public static int effortOf(Bytes subjectPublicKeyInfo) {
    return KeyForm.parse(subjectPublicKeyInfo).map(KeyForm::effort).orElse(1);
  }

  /** An SM2 key from its point 04‖x‖y. */
  public static Optional<VerificationKey> ofSm2Point(Bytes point) {
    return parse(SubjectPublicKey.sm2(point), SignatureAlgorithm.SM2_SM3);
  }

  /** The kind of the key, when it is one that is understood. */
  public static Optional<KeyKind> kindOf(Bytes subjectPublicKeyInfo) {
    return KeyForm.parse(subjectPublicKeyInfo).map(KeyForm::kind);
  }

  /** The suite. */
  public SignatureAlgorithm algorithm() {
    return algorithm;
  }

  /** The suite's scheme with the salt that this key verifies; usual unless it was received. */
  public SignatureScheme scheme() {
    return scheme;
  }

  /** DER SubjectPublicKeyInfo. */
  public Bytes encoded() {
    return encoded;
  }

  /** The uncompressed point 04‖x‖y of an EC key; empty for RSA and Ed25519. */
  public Bytes point() {
    return form.point();
  }

  /** Bits of the modulus or of the curve's field. */
  public int bits() {
    return form.bits();
  }

  /** Whether it is an RSA key with a public exponent below 65537. */
  public boolean smallExponent() {
    RsaKey rsa = form.rsa();
    return rsa != null && rsa.smallExponent();
  }

  /**
   * Whether {@code signature} is this key's over {@code message}. EC signatures are strict DER; SM2
   * uses the default user id. Never throws on a malformed signature.
   */
  public boolean verify(Bytes message, Bytes signature) {
    return switch (scheme.kind()) {
      case SM2 -> verifySm2(Sm2.e(point(), Sm2.DEFAULT_ID, message), signature);
      case RSA_PKCS1 -> {
        RsaKey rsa = form.rsa();
        yield rsa != null && rsa.verifyPkcs1(scheme.hash(), message, signature);
      }
      case ECDSA -> positive(signature) && verifyJdk(message, signature);
      case RSA_PSS, EDDSA -> verifyJdk(message, signature);
    };
  }

  /**
   * Whether {@code signature} is an SM2 value under the empty user id, as OpenSSL signs unless it
   * is told that of GM/T 0009 §10. The key's owner made it, and no standard counts it: it is a
   * reason to say so, never to accept.
   */
  public boolean verifiesNameless(Bytes message, Bytes signature) {
    return scheme.kind() == SignatureScheme.Kind.SM2
        && verifySm2(Sm2.e(point(), Bytes.empty(), message), signature);
  }

  /**
   * Whether {@code signature} is an SM2 value with e = SM3(M) in place of SM3(Z ‖ M) (GB/T 32918.2
   * §6.1), as OpenSSL signs CMS without attributes. As above: said, never counted.
   */
  public boolean verifiesDigest(Bytes message, Bytes signature) {
    return scheme.kind() == SignatureScheme.Kind.SM2 && verifySm2(Hash.SM3.of(message), signature);
  }

  /**
   * As {@link #verify(Bytes, Bytes)} for a message that is read once to its end and never held; not
   * for Ed25519, which reads its message twice (RFC 8032 §5.1.7).
   *
   * @throws IOException when the message cannot be read
   * @throws IllegalStateException when {@link #streams} says no
   */
  public boolean verify(InputStream message, Bytes signature) throws IOException {
    return switch (scheme.kind()) {
      case SM2 -> verifySm2(Sm2.e(point(), Sm2.DEFAULT_ID, message), signature);
      case RSA_PKCS1 -> {
        RsaKey rsa = form.rsa();
        DigestStream digest =
            scheme.hash() == Hash.SM3 ? DigestStream.sm3() : DigestStream.of(scheme.hash().jdk());
        message.transferTo(digest);
        yield rsa != null && rsa.verifyDigest(scheme.hash(), digest.digest(), signature);
      }
      case ECDSA -> positive(signature) && verifyJdk(message, signature);
      case RSA_PSS -> verifyJdk(message, signature);
      case EDDSA -> throw new IllegalStateException("Ed25519 needs its message in memory");
    };
  }

  /** As {@link #verifiesNameless(Bytes, Bytes)} for a message that is read once to its end. */
  public boolean verifiesNameless(InputStream message, Bytes signature) throws IOException {
    return scheme.kind() == SignatureScheme.Kind.SM2
        && verifySm2(Sm2.e(point(), Bytes.empty(), message), signature);
  }

  /** As {@link #verifiesDigest(Bytes, Bytes)} for a message that is read once to its end. */
  public boolean verifiesDigest(InputStream message, Bytes signature) throws IOException {
    DigestStream digest = DigestStream.sm3();
    message.transferTo(digest);
    return scheme.kind() == SignatureScheme.Kind.SM2 && verifySm2(digest.digest(), signature);
  }

  /** Whether a message can be verified as a stream. */
  public boolean streams() {
    return scheme.kind() != SignatureScheme.Kind.EDDSA;
  }

  private boolean verifySm2(Bytes e, Bytes signature) {
    ECPoint key = sm2;
    return key != null
        && EcSignature.parseDer(signature).map(p -> Sm2.verify(key, e, p.r(), p.s())).orElse(false);
  }

  /** Strict DER and both numbers above 0; the JDK asks for their upper bound. */
  private static boolean positive(Bytes signature) {
    return EcSignature.parseDer(signature)
        .filter(pair -> pair.r().signum() > 0 && pair.s().signum() > 0)
        .isPresent();
  }

  private boolean verifyJdk(Bytes message, Bytes signature) {
    // RFC 8032 §5.1.7: 64 octets; JDK 17 reads past them.
    if (scheme.kind() == SignatureScheme.Kind.EDDSA && signature.length() != 64) {
      return false;
    }
    try {
      return verifyJdk(message.stream(), signature);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  private boolean verifyJdk(InputStream message, Bytes signature) throws IOException {
    try {
      Signature verifier = jdkVerifier();
      verifier.initVerify(form.jdk());
      byte[] buffer = new byte[Math.max(1024, Math.min(64 << 10, message.available()))];
      for (int n = message.read(buffer); n >= 0; n = message.read(buffer)) {
        verifier.update(buffer, 0, n);
      }
      // JDK 17 throws unchecked exceptions on some Ed25519 values.
      return Decoding.of(() -> verifier.verify(signature.toArray())).orElse(false);
    } catch (GeneralSecurityException malformed) {
      return false;
    }
  }

  private Signature jdkVerifier() throws GeneralSecurityException {
    String hash = scheme.hash().jdkName();
    switch (scheme.kind()) {
      case ECDSA:
        return Signature.getInstance(hash.replace("-", "") + "withECDSA");
      case EDDSA:
        return Signature.getInstance("Ed25519");
      default:
        Signature pss = Signature.getInstance("RSASSA-PSS");
        MGF1ParameterSpec mask = new MGF1ParameterSpec(hash);
        pss.setParameter(new PSSParameterSpec(hash, "MGF1", mask, scheme.salt(), 1));
        return pss;
    }
  }

  private static SignatureAlgorithm implied(KeyKind kind) {
    return switch (kind) {
      case SM2 -> SignatureAlgorithm.SM2_SM3;
      case P256 -> SignatureAlgorithm.ECDSA_P256_SHA256;
      case P384 -> SignatureAlgorithm.ECDSA_P384_SHA384;
      case P521 -> SignatureAlgorithm.ECDSA_P521_SHA512;
      case RSA -> SignatureAlgorithm.RSA_PKCS1_SHA256;
      case ED25519 -> SignatureAlgorithm.ED25519;
    };
  }
}
