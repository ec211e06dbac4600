package org.xinfu.trust.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Signer;

/** Makes X.509 v2 CRLs, RFC 5280 §5: complete ones, and deltas upon them. */
public final class CrlMaker {
  private CrlMaker() {}

  /**
   * What a CRL says besides its entries.
   *
   * @param thisUpdate when it was made
   * @param nextUpdate when the next one is promised
   * @param number grows with every CRL of the issuer
   */
  public record Issue(Instant thisUpdate, Instant nextUpdate, BigInteger number) {}

  /**
   * A CRL of everything that {@code issuer} revoked.
   *
   * @param issuer with its own certificate first in its chain
   * @return DER CertificateList
   */
  public static Bytes issue(Signer issuer, List<RevokedEntry> entries, Issue issue) {
    return make(issuer, entries, issue, Optional.empty());
  }

  /**
   * A delta CRL of what changed since the complete one with number {@code base}, RFC 5280 §5.2.4.
   *
   * @param issuer with its own certificate first in its chain
   * @return DER CertificateList
   */
  public static Bytes delta(
      Signer issuer, List<RevokedEntry> entries, Issue issue, BigInteger base) {
    return make(issuer, entries, issue, Optional.of(base));
  }

  private static Bytes make(
      Signer issuer, List<RevokedEntry> entries, Issue issue, Optional<BigInteger> base) {
    Certificate own = issuer.chain().get(0);
    X509v2CRLBuilder builder = new X509v2CRLBuilder(own.name(), Date.from(issue.thisUpdate()));
    builder.setNextUpdate(Date.from(issue.nextUpdate()));
    try {
      for (RevokedEntry entry : entries) {
        addEntry(builder, entry);
      }
      Optional<byte[]> key = KeyIdentifiers.of(own);
      if (key.isPresent()) {
        builder.addExtension(
            Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(key.get()));
      }
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(issue.number()));
      if (base.isPresent()) {
        builder.addExtension(Extension.deltaCRLIndicator, true, new CRLNumber(base.get()));
      }
      return Bytes.of(builder.build(new SignerContent(issuer)).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addEntry(X509v2CRLBuilder builder, RevokedEntry entry) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    if (entry.cause() != RevocationCause.UNSPECIFIED) {
      extensions.addExtension(
          Extension.reasonCode, false, CRLReason.lookup(entry.cause().number()));
    }
    if (entry.invalidSince().isPresent()) {
      extensions.addExtension(
          Extension.invalidityDate,
          false,
          new ASN1GeneralizedTime(Date.from(entry.invalidSince().get())));
    }
    if (extensions.isEmpty()) {
      builder.addCRLEntry(entry.serial(), Date.from(entry.at()), entry.cause().number());
    } else {
      builder.addCRLEntry(entry.serial(), Date.from(entry.at()), extensions.generate());
    }
  }
}
