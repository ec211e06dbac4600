package org.xinfu.trust.cms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.chain.Certificate;

/**
 * Which certificate signed: the embedded one that the signer identifier names and whose hash the
 * signing-certificate-v2 attribute states (RFC 5035 §5.4). Both must agree, so that a certificate
 * with the same name and serial cannot be slipped in.
 */
final class SigningCertificate {
  private static final String CLAUSE = "RFC 5035 5.4";
  private final ParsedCms data;
  private final ParsedSigner signer;
  private final CmsContext context;

  SigningCertificate(ParsedCms data, ParsedSigner signer, CmsContext context) {
    this.data = data;
    this.signer = signer;
    this.context = context;
  }

  Optional<Certificate> judge(Report.Builder checks) {
    Optional<ESSCertIDv2[]> ids = ids();
    boolean stated = signer.has(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
    if (!stated && context.profile() == CmsProfile.PKCS7 && !context.policy().strict()) {
      checks.warn(
          "signing-certificate",
          context.profile().clause(),
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "no signing-certificate-v2; only the signer identifier names the certificate");
      return bySid(checks).stream().findFirst();
    }
    if (ids.isEmpty()) {
      checks.fail(
          "signing-certificate",
          CLAUSE,
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "not exactly one readable signing-certificate-v2");
      return Optional.empty();
    }
    return matching(ids.get(), checks);
  }

  private Optional<Certificate> matching(ESSCertIDv2[] ids, Report.Builder checks) {
    Optional<Certificate> own = bySid(checks).stream().filter(c -> matches(ids[0], c)).findFirst();
    checks.require(
        own.isPresent(),
        "signing-certificate",
        CLAUSE,
        Reason.SIGNING_CERTIFICATE_MISMATCH,
        "no embedded certificate has the stated name, serial and hash");
    List<Certificate> known = new ArrayList<>(data.certificates());
    known.addAll(context.policy().signers());
    boolean all = Arrays.stream(ids).allMatch(id -> known.stream().anyMatch(c -> matches(id, c)));
    checks.require(
        all,
        "certificates-named",
        CLAUSE,
        Reason.SIGNING_CERTIFICATE_MISMATCH,
        "a certificate named by its hash is missing or altered");
    return own;
  }

  private List<Certificate> bySid(Report.Builder checks) {
    List<Certificate> named = data.certificates().stream().filter(signer::names).toList();
    checks.require(
        !named.isEmpty(),
        "signer-identifier",
        "RFC 5652 5.3",
        Reason.SIGNING_CERTIFICATE_MISMATCH,
        "no embedded certificate has the signer's name and serial");
    return named;
  }

  /**
   * Embedded certificates that neither the path nor the attribute needs are unprotected octets.
   * Where the attribute names more than the signer's own, it names all: one that it does not name
   * was altered or slipped in.
   */
  void judgeRest(List<Certificate> path, Report.Builder checks) {
    ESSCertIDv2[] ids = ids().orElse(new ESSCertIDv2[0]);
    List<String> rest =
        data.certificates().stream()
            .filter(c -> !path.contains(c))
            .filter(c -> Arrays.stream(ids).noneMatch(id -> matches(id, c)))
            .map(Certificate::subject)
            .toList();
    if (rest.isEmpty()) {
      return;
    }
    if (context.policy().strict() || ids.length > 1) {
      checks.fail("certificates-used", CLAUSE, Reason.SIGNING_CERTIFICATE_MISMATCH, "" + rest);
    } else {
      checks.warn("certificates-used", CLAUSE, Reason.SIGNING_CERTIFICATE_MISMATCH, "" + rest);
    }
  }

  private Optional<ESSCertIDv2[]> ids() {
    try {
      return signer
          .only(PKCSObjectIdentifiers.id_aa_signingCertificateV2)
          .map(value -> SigningCertificateV2.getInstance(value.primitive()).getCerts())
          .filter(certs -> certs.length > 0);
    } catch (RuntimeException malformed) {
      // Bouncy Castle throws several unchecked types on a malformed value: all mean the same here.
      return Optional.empty();
    }
  }

  private static boolean matches(ESSCertIDv2 id, Certificate certificate) {
    return ContentDigest.ofOid(id.getHashAlgorithm().getAlgorithm())
            .filter(hash -> hash.of(certificate.der()).equals(Bytes.of(id.getCertHash())))
            .isPresent()
        && (id.getIssuerSerial() == null || matches(id.getIssuerSerial(), certificate));
  }

  private static boolean matches(IssuerSerial stated, Certificate certificate) {
    GeneralNames issuer = new GeneralNames(new GeneralName(certificate.holder().getIssuer()));
    return stated.getIssuer().equals(issuer) && stated.getSerial().hasValue(certificate.serial());
  }
}
