package org.xinfu.trust.chain;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Signer;

/** Certificates that {@link CertificateMaker} does not make: any extension, name and algorithm. */
public final class CertificateForge {
  private final Signer issuer;
  private final Signer subject;
  private X500Name issuerName;
  private X500Name subjectName;
  private final List<Extension> extensions = new ArrayList<>();
  private AlgorithmIdentifier algorithm;
  private BigInteger serial = BigInteger.valueOf(77);

  /** A certificate for {@code subject}'s key, named {@code name}, signed by {@code issuer}. */
  public CertificateForge(String name, Signer subject, Signer issuer, String issuerName) {
    this.subject = subject;
    this.issuer = issuer;
    this.subjectName = CertificateMaker.name(name);
    this.issuerName = CertificateMaker.name(issuerName);
    this.algorithm = SignatureIdentifiers.of(issuer.algorithm());
  }

  /** A self-signed one. */
  public static CertificateForge root(String name, Signer key) {
    return new CertificateForge(name, key, key, name);
  }

  /** A GeneralizedTime whose text is none; only its first four characters are digits. */
  static ASN1Primitive noMoment() {
    try {
      Bytes encoded = Bytes.hex("180f").concat(Bytes.utf8("2026ABCDEFGHIJZ"));
      return ASN1Primitive.fromByteArray(encoded.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With names as somebody else encodes them. */
  public CertificateForge names(X500Name ofSubject, X500Name ofIssuer) {
    subjectName = ofSubject;
    issuerName = ofIssuer;
    return this;
  }

  CertificateForge stating(AlgorithmIdentifier other) {
    algorithm = other;
    return this;
  }

  public CertificateForge serial(long number) {
    return serial(BigInteger.valueOf(number));
  }

  public CertificateForge serial(BigInteger number) {
    serial = number;
    return this;
  }

  CertificateForge with(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
    return with(extension(oid, critical, value));
  }

  public CertificateForge with(Extension extension) {
    extensions.add(extension);
    return this;
  }

  static Extension extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
    try {
      byte[] octets = value.toASN1Primitive().getEncoded("DER");
      return new Extension(oid, critical, new DEROctetString(octets));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With an extension whose value is no ASN.1. */
  CertificateForge damaged(ASN1ObjectIdentifier oid) {
    extensions.add(new Extension(oid, false, new DEROctetString(new byte[] {0x30, 5, 1})));
    return this;
  }

  public CertificateForge ca() {
    return with(Extension.basicConstraints, true, new BasicConstraints(true))
        .usage(KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  public CertificateForge usage(int bits) {
    return with(Extension.keyUsage, true, new KeyUsage(bits));
  }

  Bytes der() {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuerName,
            serial,
            Date.from(TestPki.BEGIN),
            Date.from(TestPki.END),
            subjectName,
            SubjectPublicKeyInfo.getInstance(subject.publicKey().encoded().toArray()));
    try {
      for (Extension extension : extensions) {
        builder.addExtension(extension);
      }
      return Bytes.of(builder.build(content()).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Certificate make() {
    return Certificate.parse(der()).orElseThrow();
  }

  /** As version 1, which has no extensions. */
  Certificate versionOne() {
    X509v1CertificateBuilder builder =
        new X509v1CertificateBuilder(
            issuerName,
            serial,
            Date.from(TestPki.BEGIN),
            Date.from(TestPki.END),
            subjectName,
            SubjectPublicKeyInfo.getInstance(subject.publicKey().encoded().toArray()));
    try {
      return Certificate.parse(Bytes.of(builder.build(content()).getEncoded())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ContentSigner content() {
    SignerContent genuine = new SignerContent(issuer);
    return new ContentSigner() {
      @Override
      public AlgorithmIdentifier getAlgorithmIdentifier() {
        return algorithm;
      }

      @Override
      public OutputStream getOutputStream() {
        return genuine.getOutputStream();
      }

      @Override
      public byte[] getSignature() {
        return genuine.getSignature();
      }
    };
  }
}
