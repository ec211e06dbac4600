package org.xinfu.trust.cms;

import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;

/** The optional signed attributes that say something about the others. */
final class AttributeRules {
  private final ParsedSigner signer;
  private final CmsProfile profile;
  private final boolean strict;
  private final Report.Builder checks;

  AttributeRules(ParsedSigner signer, CmsContext context, Report.Builder checks) {
    this.signer = signer;
    this.profile = context.profile();
    this.strict = context.policy().strict();
    this.checks = checks;
  }

  /** RFC 6211: when the attribute is there, it must name the algorithms in use. */
  void judgeAlgorithmProtection() {
    if (!signer.has(CMSAttributes.cmsAlgorithmProtect)) {
      return;
    }
    checks.require(
        signer.only(CMSAttributes.cmsAlgorithmProtect).filter(this::protects).isPresent(),
        "algorithm-protection",
        "RFC 6211 3",
        Reason.ALGORITHM_MISMATCH,
        "the protected algorithms are not those in use");
  }

  private boolean protects(Der value) {
    return Decoding.of(
            () -> CMSAlgorithmProtection.getInstance(value.expect(Der.SEQUENCE).primitive()))
        .filter(stated -> same(signer.digest(), stated.getDigestAlgorithm()))
        .filter(stated -> same(signer.algorithm(), stated.getSignatureAlgorithm()))
        .isPresent();
  }

  /** However the parameters are spelled: absent or NULL, a default of PSS said or not. */
  private static boolean same(AlgorithmIdentifier used, @Nullable AlgorithmIdentifier stated) {
    return stated != null
        && used.getAlgorithm().equals(stated.getAlgorithm())
        && parameters(used).equals(parameters(stated));
  }

  private static Optional<ASN1Encodable> parameters(AlgorithmIdentifier id) {
    return CmsSuite.absentOrNull(id.getParameters())
        ? Optional.empty()
        : id.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)
            ? Decoding.of(() -> RSASSAPSSparams.getInstance(id.getParameters()).toASN1Primitive())
            : Optional.of(id.getParameters());
  }

  /**
   * The claimed time: the container's for PDF, the signing-time attribute's for CAdES and GB/T
   * 35275, where the container holds its own date against it.
   */
  Optional<Instant> judgeSigningTime(Optional<Instant> container) {
    if (!signer.has(CMSAttributes.signingTime)) {
      return container;
    }
    Optional<Der> value = signer.only(CMSAttributes.signingTime);
    Optional<Instant> stated = value.flatMap(AttributeRules::time);
    judgeReadable(value.isPresent() && !strict, stated.isPresent());
    if (profile == CmsProfile.PADES) {
      checks.warn(
          "signing-time-absent",
          profile.clause(),
          Reason.SIGNED_ATTRIBUTE_WRONG,
          "PAdES states the time in /M alone");
    }
    return profile == CmsProfile.GBT35275 ? stated.or(() -> container) : container.or(() -> stated);
  }

  /**
   * One value that is no time claims none, as a signer may (sign-pdf-lib writes the date that is
   * not a number): the signer alone could write it, and gains nothing.
   */
  private void judgeReadable(boolean lenient, boolean readable) {
    String id = "signing-time";
    String detail = "signing-time is unreadable";
    if (lenient && !readable) {
      checks.warn(id, "RFC 5652 11.3", Reason.SIGNED_ATTRIBUTE_WRONG, detail);
    } else {
      checks.require(readable, id, "RFC 5652 11.3", Reason.SIGNED_ATTRIBUTE_WRONG, detail);
    }
  }

  private static Optional<Instant> time(Der value) {
    return Decoding.maybe(
        () -> {
          ASN1Primitive time = value.primitive();
          if (time instanceof ASN1UTCTime utc) {
            return Optional.of(utc.getAdjustedDate().toInstant());
          }
          return time instanceof ASN1GeneralizedTime general
              ? Optional.of(general.getDate().toInstant())
              : Optional.empty();
        });
  }
}
