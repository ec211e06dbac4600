package org.xinfu.trust.jose;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.key.VerificationKey;

/**
 * A key of a JWKS that somebody vouches for beside the server which hands it out: an anchor of the
 * policy that is the certificate of this very key, or a certificate in its {@code x5c} (RFC 7517
 * §4.7) with a path to a signer's anchor that names the issuer. A CA vouches for whom it names, and
 * not for every issuer whose server shows a certificate of somebody's.
 */
public final class CertifiedJwk {
  private static final String ID = "signing-certificate";
  private static final String CLAUSE = "RFC 7517 4.7";
  private static final String NAMES = "RFC 5280 4.2.1.6";

  private CertifiedJwk() {}

  /**
   * The key, when it is for verifying, its certificate is the key's own and an anchor or the
   * issuer's, and the path is sound now; never throws on malformed members.
   *
   * @param issuer whose key it is said to be, as an absolute URI: the certificate's subjectAltName
   *     (RFC 5280 §4.2.1.6) has to hold it as a URI, or its host as a DNS name without a wildcard
   * @param policy whose anchors for signers vouch, such as those of a trust list for OIDC
   */
  public static Verdict<VerificationKey> verify(
      Map<String, ?> jwk, URI issuer, TrustPolicy policy) {
    Report.Builder checks = new Report.Builder();
    Optional<VerificationKey> key = JwsVerifier.key(jwk);
    if (key.isEmpty()) {
      return checks
          .unknown("jwk", "RFC 7517 4", Reason.ALGORITHM_NOT_ALLOWED, "no key for verifying")
          .refusal();
    }
    try {
      Optional<CertificateList> listed =
          jwk.containsKey("x5c")
              ? Optional.of(CertificateList.read(jwk.get("x5c")))
              : anchor(key.get(), policy);
      if (listed.isEmpty()) {
        return checks
            .unknown(ID, CLAUSE, Reason.NO_TRUST_ANCHOR, "no x5c, and no anchor is of this key")
            .refusal();
      }
      Certificate own = listed.get().leaf();
      if (!policy.signers().contains(own) && !names(own, issuer)) {
        return checks
            .unknown(ID, NAMES, Reason.NO_TRUST_ANCHOR, own + " does not name " + issuer)
            .refusal();
      }
      return judge(key.get(), listed.get(), policy.withinDocument(), checks);
    } catch (MalformedJose e) {
      return checks.fail(ID, CLAUSE, Reason.MALFORMED, e.what()).refusal();
    }
  }

  private static Optional<CertificateList> anchor(VerificationKey key, TrustPolicy policy) {
    return policy.signers().stream()
        .filter(anchor -> anchor.publicKeyInfo().equals(key.encoded()))
        .findFirst()
        .map(anchor -> new CertificateList(anchor, List.of(), Optional.empty()));
  }

  private static boolean names(Certificate own, URI issuer) {
    return own.alternativeNames().stream()
        .anyMatch(
            name ->
                switch (name.getTagNo()) {
                  case GeneralName.uniformResourceIdentifier ->
                      name.getName().toString().equals(issuer.toString());
                  case GeneralName.dNSName ->
                      name.getName().toString().equalsIgnoreCase(issuer.getHost());
                  default -> false;
                });
  }

  private static Verdict<VerificationKey> judge(
      VerificationKey key, CertificateList listed, TrustPolicy policy, Report.Builder checks) {
    Certificate own = listed.leaf();
    if (!own.publicKeyInfo().equals(key.encoded())) {
      return checks
          .fail(ID, CLAUSE, Reason.SIGNING_CERTIFICATE_MISMATCH, "x5c is of another key")
          .refusal();
    }
    checks.pass(ID, CLAUSE, own.toString());
    policy.standing(key, policy.at()).report(checks, "algorithm-accepted", "RFC 8725 3.1");
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, policy.at(), TimeSource.NONE, Lenience.ETSI);
    checks.addAll("", ChainValidator.validate(own, listed.others(), query).report());
    return checks.verdict(key);
  }
}
