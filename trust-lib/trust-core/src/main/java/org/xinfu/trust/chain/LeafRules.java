package org.xinfu.trust.chain;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/** Whether the end of a path may do what it did (GM/T 0031 §6.2.3 c, RFC 5280 §4.2.1.3, .12). */
final class LeafRules {
  /** Any, e-mail, documents (RFC 9336), Microsoft's and Adobe's documents. */
  private static final Set<KeyPurposeId> FOR_DOCUMENTS =
      Set.of(
          KeyPurposeId.anyExtendedKeyUsage,
          KeyPurposeId.id_kp_emailProtection,
          purpose("1.3.6.1.5.5.7.3.36"),
          purpose("1.3.6.1.4.1.311.10.3.12"),
          purpose("1.2.840.113583.1.1.5"));

  /** What machines do: a certificate for nothing else never signs a document. */
  private static final Set<KeyPurposeId> NEVER_ALONE =
      Set.of(
          KeyPurposeId.id_kp_timeStamping,
          KeyPurposeId.id_kp_OCSPSigning,
          KeyPurposeId.id_kp_serverAuth);

  private static final String ID = "extended-key-usage";

  private LeafRules() {}

  static void check(Certificate leaf, ChainQuery query, Report.Builder checks) {
    keyUsage(leaf, checks);
    Optional<Extension> extension = leaf.extension(Extension.extendedKeyUsage);
    List<KeyPurposeId> purposes = leaf.extensions().purposes();
    if (query.role() == ChainQuery.Role.TIMESTAMPER) {
      boolean critical = extension.map(Extension::isCritical).orElse(false);
      timestamper(new Purposes(leaf, purposes, query.policy().strict()), critical, checks);
    } else {
      boolean open = query.lenience() == ChainQuery.Lenience.ETSI && !query.policy().strict();
      signer(new Purposes(leaf, purposes, query.policy().strict()), open, checks);
    }
  }

  private record Purposes(Certificate leaf, List<KeyPurposeId> listed, boolean strict) {
    boolean only(KeyPurposeId purpose) {
      return listed.equals(List.of(purpose));
    }

    boolean any(Set<KeyPurposeId> wanted) {
      return listed.stream().anyMatch(wanted::contains);
    }
  }

  /**
   * @param open whether a server's certificate leaves it open, as EN 319 102-1 §5.2.6 has it for
   *     constraints on paths; the key did sign, and small producers have no other
   */
  private static void signer(Purposes purposes, boolean open, Report.Builder checks) {
    String clause = "RFC 5280 4.2.1.12";
    String detail = purposes.leaf() + " is not made for documents: " + purposes.listed();
    if (purposes.listed().isEmpty() || purposes.any(FOR_DOCUMENTS)) {
      checks.pass(ID, clause, "");
    } else if (open && purposes.only(KeyPurposeId.id_kp_serverAuth)) {
      checks.unknown(ID, clause, Reason.KEY_USAGE_WRONG, detail);
    } else if (NEVER_ALONE.containsAll(purposes.listed())) {
      checks.fail(ID, clause, Reason.KEY_USAGE_WRONG, detail);
    } else if (purposes.strict() && !purposes.any(Set.of(KeyPurposeId.id_kp_clientAuth))) {
      checks.fail(ID, clause, Reason.KEY_USAGE_WRONG, detail);
    } else {
      // Persons do sign with what their token has for logging in, codes or a vendor's own purpose.
      checks.warn(ID, clause, Reason.KEY_USAGE_WRONG, detail);
    }
  }

  private static void timestamper(Purposes purposes, boolean critical, Report.Builder checks) {
    String clause = "RFC 3161 2.3";
    if (!purposes.any(Set.of(KeyPurposeId.id_kp_timeStamping))) {
      checks.fail(ID, clause, Reason.KEY_USAGE_WRONG, purposes.leaf() + " is no time stamper");
    } else if (critical && purposes.only(KeyPurposeId.id_kp_timeStamping)) {
      checks.pass(ID, clause, "");
    } else if (purposes.strict()) {
      checks.fail(
          ID, clause, Reason.KEY_USAGE_WRONG, purposes.leaf() + ": not critical, or not alone");
    } else {
      checks.warn(
          ID, clause, Reason.KEY_USAGE_WRONG, purposes.leaf() + ": not critical, or not alone");
    }
  }

  private static void keyUsage(Certificate leaf, Report.Builder checks) {
    String clause = "RFC 5280 4.2.1.3";
    boolean encrypts =
        IssuerRules.hasAny(
            leaf, KeyUsage.keyEncipherment, KeyUsage.dataEncipherment, KeyUsage.keyAgreement);
    if (!leaf.hasKeyUsage()) {
      checks.warn("key-usage", clause, Reason.KEY_USAGE_WRONG, leaf + " does not say its usage");
    } else if (!IssuerRules.hasAny(leaf, KeyUsage.digitalSignature, KeyUsage.nonRepudiation)) {
      checks.fail("key-usage", clause, Reason.KEY_USAGE_WRONG, leaf + " may not sign");
    } else if (encrypts) {
      // Genuine single-certificate CAs mix both; GM/T 0034 wants two key pairs.
      checks.warn("key-usage", "GM/T 0034", Reason.KEY_USAGE_WRONG, leaf + " also encrypts");
    } else {
      checks.pass("key-usage", clause, leaf.toString());
    }
  }

  private static KeyPurposeId purpose(String oid) {
    return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid));
  }
}
