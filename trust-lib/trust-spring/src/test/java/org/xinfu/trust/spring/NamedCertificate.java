package org.xinfu.trust.spring;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.SignatureIdentifiers;
import org.xinfu.trust.key.Signer;

/** Certificates that name a server, RFC 5280 §4.2.1.6. */
final class NamedCertificate {
  private static final int DIGITAL = KeyUsage.digitalSignature;

  private NamedCertificate() {}

  /** The key with a certificate by {@code issuer} for signing, which holds this name. */
  static Signer of(Signer key, Signer issuer, int form, String name) {
    return of(key, issuer, DIGITAL, new GeneralName(form, name));
  }

  /** The same for another use. */
  static Signer of(Signer key, Signer issuer, int usage, GeneralName name) {
    Certificate by = issuer.chain().get(0);
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            by.name(),
            BigInteger.valueOf(4711),
            Date.from(TestPki.BEGIN),
            Date.from(TestPki.END),
            new X500Name("CN=provider,C=CN"),
            SubjectPublicKeyInfo.getInstance(key.publicKey().encoded().toArray()));
    try {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(by.subjectKeyIdentifier().orElseThrow().toArray()));
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
      List<Certificate> chain = new ArrayList<>();
      byte[] der = builder.build(new ByIssuer(issuer)).getEncoded();
      chain.add(Certificate.parse(Bytes.of(der)).orElseThrow());
      chain.addAll(issuer.chain());
      return key.withChain(chain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class ByIssuer implements ContentSigner {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Signer issuer;

    ByIssuer(Signer issuer) {
      this.issuer = issuer;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return SignatureIdentifiers.of(issuer.algorithm());
    }

    @Override
    public OutputStream getOutputStream() {
      return written;
    }

    @Override
    public byte[] getSignature() {
      return issuer.sign(Bytes.of(written.toByteArray())).toArray();
    }
  }
}
