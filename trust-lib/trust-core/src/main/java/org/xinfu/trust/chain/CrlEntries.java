package org.xinfu.trust.chain;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.cert.X509CRLHolder;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/**
 * revokedCertificates of a CRL (RFC 5280 §5.1.2.6), read where they lie, one after the other: a
 * list of a million entries costs no more memory than its octets.
 */
final class CrlEntries {
  /** Version to crlExtensions, RFC 5280 §5.1. */
  private static final int MOST_FIELDS = 7;

  /** Entries of one serial that are looked at. */
  private static final int MOST_FOUND = 100;

  private final Optional<Der> list;

  private CrlEntries(Optional<Der> list) {
    this.list = list;
  }

  /**
   * What a CRL holds.
   *
   * @param rest everything but the entries
   */
  record Parts(X509CRLHolder rest, CrlEntries entries) {}

  /**
   * Takes {@code crl}, a CertificateList, apart.
   *
   * @throws MalformedDer when it is none
   */
  static Parts split(Der crl) throws IOException {
    List<Der> outer = crl.expect(Der.SEQUENCE, "CertificateList").children();
    List<Der> fields = outer.get(0).expect(Der.SEQUENCE, "tbsCertList").children();
    if (outer.size() != 3 || fields.size() > MOST_FIELDS) {
      throw new MalformedDer("not a CertificateList");
    }
    int at = place(fields);
    boolean there = at < fields.size() && fields.get(at).tag() == Der.SEQUENCE;
    ASN1EncodableVector signed = new ASN1EncodableVector();
    for (int i = 0; i < fields.size(); i++) {
      if (i != at || !there) {
        signed.add(primitive(fields.get(i)));
      }
    }
    ASN1EncodableVector all = new ASN1EncodableVector();
    all.add(new DERSequence(signed));
    all.add(primitive(outer.get(1)));
    all.add(primitive(outer.get(2)));
    X509CRLHolder rest = new X509CRLHolder(CertificateList.getInstance(new DERSequence(all)));
    return new Parts(rest, new CrlEntries(there ? Optional.of(fields.get(at)) : Optional.empty()));
  }

  /** Behind version, algorithm, issuer and one or two times. */
  private static int place(List<Der> fields) {
    int at = fields.get(0).tag() == Der.INTEGER ? 4 : 3;
    boolean next =
        at < fields.size()
            && (fields.get(at).tag() == Der.UTC_TIME
                || fields.get(at).tag() == Der.GENERALIZED_TIME);
    return next ? at + 1 : at;
  }

  private static ASN1Primitive primitive(Der value) throws IOException {
    return ASN1Primitive.fromByteArray(value.encoded().toArray());
  }

  /**
   * Reads every entry once, so that nobody has to doubt one later.
   *
   * @param indirect whether their issuers are read too
   * @throws RuntimeException of several types when one is damaged
   */
  void check(boolean indirect) {
    for (Der each : entries()) {
      if (!CrlEntryForm.plain(each)) {
        TBSCertList.CRLEntry entry = entry(each);
        Objects.requireNonNull(entry.getUserCertificate().getValue());
        Objects.requireNonNull(entry.getRevocationDate().getDate());
        Objects.requireNonNull(Optional.ofNullable(entry.getExtensions()));
        if (indirect) {
          issuer(entry).ifPresent(NameForms::read);
        }
      }
    }
  }

  /** The entries with this serial, of a list that is not indirect; at most one in a sound list. */
  List<TBSCertList.CRLEntry> of(BigInteger serial) {
    List<TBSCertList.CRLEntry> found = new ArrayList<>();
    byte[] wanted = serial.toByteArray();
    for (Der each : entries()) {
      if (found.size() < MOST_FOUND && serial(each, wanted)) {
        found.add(entry(each));
      }
    }
    return found;
  }

  /**
   * The entries with this serial that are of a fitting issuer: whom they or the nearest entry above
   * them name (§5.3.3), else the list's own.
   */
  List<TBSCertList.CRLEntry> of(BigInteger serial, X500Name own, Predicate<GeneralNames> of) {
    List<TBSCertList.CRLEntry> found = new ArrayList<>();
    byte[] wanted = serial.toByteArray();
    GeneralNames current = new GeneralNames(new GeneralName(own));
    for (Der each : entries()) {
      boolean fits = serial(each, wanted);
      if (fits || !CrlEntryForm.plain(each)) {
        TBSCertList.CRLEntry entry = entry(each);
        current = issuer(entry).orElse(current);
        if (fits && found.size() < MOST_FOUND && of.test(current)) {
          found.add(entry);
        }
      }
    }
    return found;
  }

  private Iterable<Der> entries() {
    return list.map(Der::each).orElse(List.of());
  }

  private static boolean serial(Der entry, byte[] wanted) {
    Der serial = entry.each().iterator().next();
    boolean same = serial.tag() == Der.INTEGER && serial.length() == wanted.length;
    // They differ at their ends first.
    for (int i = wanted.length - 1; same && i >= 0; i--) {
      same = serial.at(i) == (wanted[i] & 0xff);
    }
    return same;
  }

  private static TBSCertList.CRLEntry entry(Der entry) {
    return TBSCertList.CRLEntry.getInstance(ASN1Sequence.getInstance(entry.encoded().toArray()));
  }

  private static Optional<GeneralNames> issuer(TBSCertList.CRLEntry entry) {
    return Optional.ofNullable(entry.getExtensions())
        .map(all -> all.getExtension(Extension.certificateIssuer))
        .map(e -> GeneralNames.getInstance(e.getParsedValue()));
  }
}
