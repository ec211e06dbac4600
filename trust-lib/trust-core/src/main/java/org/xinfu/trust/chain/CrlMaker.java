package org.xinfu.trust.chain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Signer;

/** Makes X.509 v2 CRLs, RFC 5280 §5: complete ones, deltas upon them, parts, and indirect ones. */
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

  /** Which certificates of its issuer a CRL speaks of, RFC 5280 §5.2.5. */
  public enum Kind {
    ALL,
    /** onlyContainsUserCerts. */
    USERS,
    /** onlyContainsCACerts. */
    AUTHORITIES
  }

  /**
   * The scope of a CRL that is not of everything.
   *
   * @param point the address by which certificates name it, when it has one
   */
  public record Scope(Optional<URI> point, Kind kind) {}

  /**
   * What a CA revoked, in a CRL that another makes.
   *
   * @param entries at least one
   */
  public record Revoked(Certificate by, List<RevokedEntry> entries) {
    public Revoked {
      entries = List.copyOf(entries);
      if (entries.isEmpty()) {
        throw new IllegalArgumentException("a CA that revoked nothing is not listed");
      }
    }
  }

  /**
   * A CRL of everything that {@code issuer} revoked.
   *
   * @param issuer with its own certificate first in its chain
   * @return DER CertificateList
   */
  public static Bytes issue(Signer issuer, List<RevokedEntry> entries, Issue issue) {
    return make(issuer, issue, list -> addEntries(list, entries));
  }

  /**
   * A delta CRL of what changed since the complete one with number {@code base}, RFC 5280 §5.2.4.
   *
   * @param issuer with its own certificate first in its chain
   * @return DER CertificateList
   */
  public static Bytes delta(
      Signer issuer, List<RevokedEntry> entries, Issue issue, BigInteger base) {
    return make(
        issuer,
        issue,
        list -> {
          addEntries(list, entries);
          list.addExtension(Extension.deltaCRLIndicator, true, new CRLNumber(base));
        });
  }

  /**
   * A CRL of a part of what {@code issuer} revoked; it says which.
   *
   * @param issuer with its own certificate first in its chain
   * @return DER CertificateList
   */
  public static Bytes partial(Signer issuer, List<RevokedEntry> entries, Issue issue, Scope scope) {
    return make(
        issuer,
        issue,
        list -> {
          addEntries(list, entries);
          list.addExtension(Extension.issuingDistributionPoint, true, point(scope, false));
        });
  }

  /**
   * An indirect CRL of what others revoked, RFC 5280 §5.2.5 and §5.3.3: their certificates name
   * {@code issuer} as cRLIssuer of a distribution point.
   *
   * @param issuer with its own certificate, which allows cRLSign, first in its chain
   * @return DER CertificateList
   */
  public static Bytes indirect(Signer issuer, List<Revoked> revoked, Issue issue, Scope scope) {
    return make(
        issuer,
        issue,
        list -> {
          for (Revoked each : revoked) {
            addEntry(list, each.entries().get(0), Optional.of(each.by()));
            addEntries(list, each.entries().subList(1, each.entries().size()));
          }
          list.addExtension(Extension.issuingDistributionPoint, true, point(scope, true));
        });
  }

  /** What is put into a list before it is signed. */
  @FunctionalInterface
  private interface Filling {
    void into(X509v2CRLBuilder list) throws IOException;
  }

  private static Bytes make(Signer issuer, Issue issue, Filling filling) {
    Certificate own = issuer.chain().get(0);
    X509v2CRLBuilder builder = new X509v2CRLBuilder(own.name(), Date.from(issue.thisUpdate()));
    builder.setNextUpdate(Date.from(issue.nextUpdate()));
    try {
      Optional<byte[]> key = KeyIdentifiers.of(own);
      if (key.isPresent()) {
        builder.addExtension(
            Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(key.get()));
      }
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(issue.number()));
      filling.into(builder);
      return Bytes.of(builder.build(new SignerContent(issuer)).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IssuingDistributionPoint point(Scope scope, boolean indirect) {
    DistributionPointName name =
        scope
            .point()
            .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri.toString()))
            .map(uri -> new DistributionPointName(new GeneralNames(uri)))
            .orElse(null);
    return new IssuingDistributionPoint(
        name, scope.kind() == Kind.USERS, scope.kind() == Kind.AUTHORITIES, null, indirect, false);
  }

  private static void addEntries(X509v2CRLBuilder builder, List<RevokedEntry> entries)
      throws IOException {
    for (RevokedEntry entry : entries) {
      addEntry(builder, entry, Optional.empty());
    }
  }

  private static void addEntry(
      X509v2CRLBuilder builder, RevokedEntry entry, Optional<Certificate> by) throws IOException {
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
    if (by.isPresent()) {
      extensions.addExtension(
          Extension.certificateIssuer, true, new GeneralNames(new GeneralName(by.get().name())));
    }
    if (extensions.isEmpty()) {
      builder.addCRLEntry(entry.serial(), Date.from(entry.at()), entry.cause().number());
    } else {
      builder.addCRLEntry(entry.serial(), Date.from(entry.at()), extensions.generate());
    }
  }
}
