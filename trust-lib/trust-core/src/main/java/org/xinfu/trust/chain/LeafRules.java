package org.xinfu.trust.chain;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;

/** Whether the end of a path may do what it did (GM/T 0031 §6.2.3 c, RFC 5280 §4.2.1.3, .12). */
final class LeafRules {
  private static final Set<KeyPurposeId> NEVER_ALONE =
      Set.of(
          KeyPurposeId.id_kp_timeStamping,
          KeyPurposeId.id_kp_OCSPSigning,
          KeyPurposeId.id_kp_serverAuth,
          KeyPurposeId.id_kp_codeSigning);

  private LeafRules() {}

  static void check(Certificate leaf, ChainQuery.Role role, Report.Builder checks) {
    keyUsage(leaf, checks);
    checks.require(
        purposeFits(leaf, role),
        "extended-key-usage",
        role == ChainQuery.Role.TIMESTAMPER ? "RFC 3161 2.3" : "RFC 5280 4.2.1.12",
        Reason.KEY_USAGE_WRONG,
        leaf + " is not made for this");
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

  private static boolean purposeFits(Certificate leaf, ChainQuery.Role role) {
    Optional<Extension> extension = leaf.extension(Extension.extendedKeyUsage);
    List<KeyPurposeId> purposes =
        extension
            .map(e -> ExtendedKeyUsage.getInstance(e.getParsedValue()).getUsages())
            .map(Arrays::asList)
            .orElse(List.of());
    if (role == ChainQuery.Role.TIMESTAMPER) {
      return purposes.equals(List.of(KeyPurposeId.id_kp_timeStamping))
          && extension.map(Extension::isCritical).orElse(false);
    }
    return purposes.isEmpty() || !NEVER_ALONE.containsAll(purposes);
  }
}
