package org.xinfu.trust.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.KeyKind;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.SignatureScheme;
import org.xinfu.trust.key.VerificationKey;

/**
 * An X.509 v3 certificate as received; two are equal when their octets are. The JDK's own class
 * cannot hold an SM2 key.
 */
public final class Certificate {
  private final Bytes der;
  private final X509CertificateHolder holder;
  private final String subject;
  private final String issuer;
  private final CertificateExtensions extensions;

  /** Zero until it was asked for; whichever thread asks finds the same. */
  private int effort;

  private Certificate(Bytes der, X509CertificateHolder holder) {
    this.der = der;
    this.holder = holder;
    // Bouncy Castle reads lazily: what cannot be read must fail here, where it means malformed.
    this.subject = RFC4519Style.INSTANCE.toString(holder.getSubject());
    this.issuer = RFC4519Style.INSTANCE.toString(holder.getIssuer());
    NameForms.read(holder.getSubject());
    NameForms.read(holder.getIssuer());
    Objects.requireNonNull(holder.getNotBefore());
    Objects.requireNonNull(holder.getNotAfter());
    BasicConstraints.fromExtensions(holder.getExtensions());
    KeyUsage.fromExtensions(holder.getExtensions());
    this.extensions = new CertificateExtensions(holder);
  }

  /** Parses one DER certificate with nothing after it; empty when malformed. */
  public static Optional<Certificate> parse(Bytes der) {
    return Decoding.maybe(
        () -> {
          Der.read(der).expect(Der.SEQUENCE, "Certificate");
          return Optional.of(new Certificate(der, new X509CertificateHolder(der.toArray())));
        });
  }

  /** The octets as received. */
  public Bytes der() {
    return der;
  }

  /** Subject as RFC 4514 text. */
  public String subject() {
    return subject;
  }

  /** Issuer as RFC 4514 text. */
  public String issuer() {
    return issuer;
  }

  /** The serial number. */
  public BigInteger serial() {
    return holder.getSerialNumber();
  }

  public Instant notBefore() {
    return holder.getNotBefore().toInstant();
  }

  public Instant notAfter() {
    return holder.getNotAfter().toInstant();
  }

  /** Whether {@code moment} lies in the validity period, both ends included. */
  public boolean validAt(Instant moment) {
    return !moment.isBefore(notBefore()) && !moment.isAfter(notAfter());
  }

  /** SHA-256 of the octets, hex; what reports name it by. */
  public String sha256() {
    return Digests.sha256(der).toHex();
  }

  /** SHA-256 of SubjectPublicKeyInfo, hex: the same for every certificate of one key. */
  public String keySha256() {
    return Digests.sha256(publicKeyInfo()).toHex();
  }

  /** DER of SubjectPublicKeyInfo. */
  public Bytes publicKeyInfo() {
    try {
      return Bytes.of(holder.getSubjectPublicKeyInfo().getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The key with the suite that its type implies; empty when the key is of no accepted kind. */
  public Optional<VerificationKey> publicKey() {
    return VerificationKey.parse(publicKeyInfo());
  }

  /**
   * The key bound to {@code algorithm}, for judging what was received; empty when they do not fit.
   * Weak keys are there too: {@link org.xinfu.trust.TrustPolicy#standing} says what they are worth.
   */
  public Optional<VerificationKey> publicKey(SignatureAlgorithm algorithm) {
    return VerificationKey.received(publicKeyInfo(), algorithm);
  }

  /** As {@link #publicKey(SignatureAlgorithm)}; the key's kind completes the suite. */
  public Optional<VerificationKey> publicKey(SignatureScheme scheme) {
    return VerificationKey.received(publicKeyInfo(), scheme);
  }

  /** The kind of its key; empty when it is none that is understood. */
  public Optional<KeyKind> keyKind() {
    return VerificationKey.kindOf(publicKeyInfo());
  }

  /** What a verification by its key costs, see {@link VerificationKey#effortOf}. */
  int effort() {
    int known = effort;
    if (known == 0) {
      known = VerificationKey.effortOf(publicKeyInfo());
      effort = known;
    }
    return known;
  }

  /** Whether basicConstraints says cA. */
  public boolean isCa() {
    BasicConstraints constraints = BasicConstraints.fromExtensions(holder.getExtensions());
    return constraints != null && constraints.isCA();
  }

  /** Whether keyUsage is present and has all of these {@link KeyUsage} bits. */
  public boolean allowsUsage(int bits) {
    KeyUsage usage = KeyUsage.fromExtensions(holder.getExtensions());
    return usage != null && usage.hasUsages(bits);
  }

  /** Whether a keyUsage extension is there at all. */
  public boolean hasKeyUsage() {
    return extension(Extension.keyUsage).isPresent();
  }

  /** The extension with this object identifier. */
  public Optional<Extension> extension(ASN1ObjectIdentifier oid) {
    return Optional.ofNullable(holder.getExtension(oid));
  }

  /** Whether subject and issuer are the same name. */
  public boolean selfIssued() {
    return NameForms.same(name(), holder.getIssuer());
  }

  /**
   * Whether it is the certificate of this issuer and serial, the name in whatever string types (RFC
   * 5280 §7.1).
   */
  public boolean isNamed(X500Name issuer, BigInteger serial) {
    return serial().equals(serial) && NameForms.same(holder.getIssuer(), issuer);
  }

  /** The subject, for comparing. */
  public X500Name name() {
    return holder.getSubject();
  }

  /** Bouncy Castle's view, for the format modules. */
  public X509CertificateHolder holder() {
    return holder;
  }

  /** The subject's other names, RFC 5280 §4.2.1.6; none when absent or damaged. */
  public List<GeneralName> alternativeNames() {
    return extensions.alternatives();
  }

  /** subjectKeyIdentifier, RFC 5280 §4.2.1.2; empty when absent or damaged. */
  public Optional<Bytes> subjectKeyIdentifier() {
    return extensions.subjectKey();
  }

  CertificateExtensions extensions() {
    return extensions;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Certificate certificate && der.equals(certificate.der);
  }

  @Override
  public int hashCode() {
    return der.hashCode();
  }

  @Override
  public String toString() {
    return subject() + " #" + serial().toString(16);
  }
}
