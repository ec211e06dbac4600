package org.xinfu.trust.chain;

import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/**
 * What a caller asks of the certificate policies of a signer's path, RFC 5280 §6.1.1 c, e, f and g.
 * The acceptable policies alone refuse nothing: without {@code explicitPolicy} they only count
 * where a certificate of the path requires one.
 *
 * @param acceptable user-initial-policy-set: object identifiers in dotted form, at least one;
 *     {@link #ANY_POLICY} among them accepts all
 * @param explicitPolicy initial-explicit-policy: the path must be valid for an acceptable policy
 * @param mappingInhibited initial-policy-mapping-inhibit: no CA may translate policies
 * @param anyPolicyInhibited initial-any-policy-inhibit: anyPolicy in a certificate is nothing
 */
public record InitialPolicies(
    Set<String> acceptable,
    boolean explicitPolicy,
    boolean mappingInhibited,
    boolean anyPolicyInhibited) {
  /** The object identifier of anyPolicy, RFC 5280 §4.2.1.4. */
  public static final String ANY_POLICY = "2.5.29.32.0";

  /**
   * Checks what it is given.
   *
   * @throws IllegalArgumentException if there is no policy, or one that is no object identifier
   */
  public InitialPolicies {
    acceptable = Set.copyOf(acceptable);
    if (acceptable.isEmpty()) {
      throw new IllegalArgumentException("no acceptable policy");
    }
    acceptable.forEach(ASN1ObjectIdentifier::new);
  }

  /** Asks nothing: any policy, none required. */
  public static InitialPolicies any() {
    return new InitialPolicies(Set.of(ANY_POLICY), false, false, false);
  }

  /** One of these policies must hold from the anchor to the signer. */
  public static InitialPolicies oneOf(Set<String> policies) {
    return new InitialPolicies(policies, true, false, false);
  }

  /** Whether a path where no certificate requires a policy can be refused for its policies. */
  boolean binds() {
    return explicitPolicy;
  }

  boolean accepts(Set<ASN1ObjectIdentifier> policies) {
    return acceptable.contains(ANY_POLICY)
        || policies.stream().anyMatch(p -> acceptable.contains(p.getId()));
  }
}
