package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Check;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Policies, mappings and what requires or inhibits them, RFC 5280 §6.1.3 d–f to §6.1.5. */
class PolicyRulesTest {
  private static final Signer KEY =
      SoftKeyVault.seeded("policies").key(SignatureAlgorithm.SM2_SM3, "any");
  private static final String ANY = "2.5.29.32.0";
  private static final String A = "1.2.3.1";
  private static final String B = "1.2.3.2";
  private static final String C = "1.2.3.3";

  @Test
  void whereNothingIsRequiredNothingIsSaid() {
    assertThat(judge(ca(), leaf())).isEmpty();
    assertThat(judge(ca().policies(A), leaf().policies(B))).isEmpty();
  }

  @Test
  void aRequiredPolicyMustRunThroughToTheLeaf() {
    assertThat(judge(ca().policies(A).require(0), leaf().policies(A))).contains(Outcome.PASS);
    assertThat(judge(ca().policies(A).require(0), leaf().policies(B))).contains(Outcome.UNKNOWN);
    assertThat(judge(ca().policies(A).require(0), leaf())).contains(Outcome.UNKNOWN);
    assertThat(judge(ca().require(0), leaf().policies(A))).contains(Outcome.UNKNOWN);
    assertThat(judge(ca().policies(A, B).require(0), leaf().policies(C, B))).contains(Outcome.PASS);
  }

  @Test
  void theRequirementMayBeginFurtherDown() {
    assertThat(judge(ca().require(1), leaf())).contains(Outcome.UNKNOWN);
    assertThat(judge(ca().require(2), leaf())).contains(Outcome.PASS);
    assertThat(judge(ca().require(1), ca(), leaf())).contains(Outcome.UNKNOWN);
    assertThat(judge(ca().require(3), ca(), leaf())).contains(Outcome.PASS);
    assertThat(judge(ca(), leaf().require(0))).contains(Outcome.UNKNOWN);
    assertThat(judge(ca().policies(A), leaf().policies(A).require(0))).contains(Outcome.PASS);
    assertThat(judge(ca(), leaf().require(1))).contains(Outcome.PASS);
  }

  @Test
  void anyPolicyStandsForEachUnlessInhibited() {
    assertThat(judge(ca().policies(ANY).require(0), leaf().policies(A))).contains(Outcome.PASS);
    assertThat(judge(ca().policies(A).require(0), leaf().policies(ANY))).contains(Outcome.PASS);
    assertThat(judge(ca().policies(A).require(0).inhibitAny(0), leaf().policies(ANY)))
        .contains(Outcome.UNKNOWN);
    assertThat(judge(ca().policies(A).require(0).inhibitAny(1), leaf().policies(ANY)))
        .contains(Outcome.PASS);
    assertThat(judge(ca().policies(A).require(0).inhibitAny(0), leaf().policies(ANY, A)))
        .contains(Outcome.PASS);
  }

  @Test
  void aSelfIssuedCertificateKeepsAnyPolicyAndCountsNot() {
    Forge rollover = ca().selfIssued().policies(ANY);
    assertThat(judge(ca().policies(A).require(0).inhibitAny(0), rollover, leaf().policies(A)))
        .contains(Outcome.PASS);
    assertThat(
            judge(
                ca().policies(A).require(0).inhibitAny(0), ca().policies(ANY), leaf().policies(A)))
        .contains(Outcome.UNKNOWN);
    assertThat(judge(ca().require(2), ca().selfIssued(), leaf())).contains(Outcome.PASS);
  }

  @Test
  void aMappingTranslates() {
    assertThat(judge(ca().policies(A).map(A, B).require(0), leaf().policies(B)))
        .contains(Outcome.PASS);
    assertThat(judge(ca().policies(A).map(A, B).require(0), leaf().policies(A)))
        .contains(Outcome.UNKNOWN);
    assertThat(judge(ca().policies(A).map(A, B, A, C).require(0), leaf().policies(C)))
        .contains(Outcome.PASS);
    // A mapping of what is not asserted is empty, unless any policy is.
    assertThat(judge(ca().policies(A).map(C, B).require(0), leaf().policies(B)))
        .contains(Outcome.UNKNOWN);
    assertThat(judge(ca().policies(ANY).map(C, B).inhibitAny(0).require(0), leaf().policies(B)))
        .contains(Outcome.PASS);
  }

  @Test
  void anInhibitedMappingTakesThePolicyAway() {
    Forge mapping = ca().policies(A).map(A, B);
    assertThat(judge(ca().policies(A).require(0).inhibitMapping(0), mapping, leaf().policies(B)))
        .contains(Outcome.UNKNOWN);
    assertThat(judge(ca().policies(A).require(0).inhibitMapping(0), mapping, leaf().policies(A)))
        .contains(Outcome.UNKNOWN);
    assertThat(judge(ca().policies(A).require(0).inhibitMapping(1), mapping, leaf().policies(B)))
        .contains(Outcome.PASS);
  }

  @Test
  void anyPolicyIsNeverMapped() {
    assertThat(judge(ca().policies(A).map(ANY, B), leaf().policies(A))).contains(Outcome.UNKNOWN);
    assertThat(judge(ca().policies(A).map(A, ANY), leaf().policies(A))).contains(Outcome.UNKNOWN);
  }

  @Test
  void numbersBeyondAnyPathChangeNothing() {
    assertThat(judge(ca().require(Integer.MAX_VALUE), leaf())).contains(Outcome.PASS);
    assertThat(judge(ca().require(-1), leaf())).contains(Outcome.UNKNOWN);
  }

  /** CVE-2023-0464: as a tree, two policies that each map to both double on every level. */
  @Test
  void mappingsThatMultiplyStaySmall() {
    List<Forge> path = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      path.add(ca().policies(A, B).map(A, A, A, B, B, A, B, B).require(0));
    }
    path.add(leaf().policies(A));
    assertThat(judge(path.toArray(Forge[]::new))).contains(Outcome.PASS);
  }

  @Test
  void tooManyPoliciesEndAtTheBudget() {
    String[] many = new String[1100];
    Arrays.setAll(many, i -> "1.2.3.4." + i);
    Check check =
        check(InitialPolicies.any(), ca().policies(many).require(0), leaf().policies(many))
            .orElseThrow();
    assertThat(check.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(check.reason()).isEqualTo(Reason.BUDGET_EXCEEDED);
  }

  @Test
  void theCallersPoliciesAreThoseOfTheAnchor() {
    InitialPolicies a = InitialPolicies.oneOf(Set.of(A));
    assertThat(judge(a, ca().policies(A), leaf().policies(A))).contains(Outcome.PASS);
    assertThat(judge(a, ca().policies(A, B), leaf().policies(B))).contains(Outcome.UNKNOWN);
    assertThat(judge(a, ca().policies(B), leaf().policies(B))).contains(Outcome.UNKNOWN);
    assertThat(judge(a, ca(), leaf())).contains(Outcome.UNKNOWN);
    assertThat(judge(a, leaf())).contains(Outcome.UNKNOWN);
    assertThat(judge(a, leaf().policies(A))).contains(Outcome.PASS);
    InitialPolicies either = InitialPolicies.oneOf(Set.of(A, B));
    assertThat(judge(either, ca().policies(B), leaf().policies(B))).contains(Outcome.PASS);
    assertThat(judge(either, ca().policies(A), leaf().policies(B))).contains(Outcome.UNKNOWN);
  }

  /** §6.1.5 g: what a policy is called below does not count, only what it is mapped from. */
  @Test
  void aMappedPolicyIsItsOriginal() {
    InitialPolicies a = InitialPolicies.oneOf(Set.of(A));
    InitialPolicies b = InitialPolicies.oneOf(Set.of(B));
    Forge mapping = ca().policies(A).map(A, B);
    assertThat(judge(a, mapping, leaf().policies(B))).contains(Outcome.PASS);
    assertThat(judge(b, mapping, leaf().policies(B))).contains(Outcome.UNKNOWN);
    Forge both = ca().policies(A, B).map(A, C, B, C);
    assertThat(judge(b, both, leaf().policies(C))).contains(Outcome.PASS);
    Forge crossed = ca().policies(A, B).map(A, B, B, A);
    assertThat(judge(a, crossed, leaf().policies(A))).contains(Outcome.UNKNOWN);
    assertThat(judge(a, crossed, leaf().policies(B))).contains(Outcome.PASS);
    assertThat(judge(a, crossed, crossed, leaf().policies(A))).contains(Outcome.PASS);
    // What any policy stands for is the anchor's own until it is mapped.
    assertThat(judge(a, ca().policies(ANY), mapping, leaf().policies(B))).contains(Outcome.PASS);
    assertThat(judge(a, ca().policies(ANY).map(C, B), leaf().policies(B)))
        .contains(Outcome.UNKNOWN);
  }

  @Test
  void anyPolicyAtTheEndStandsForWhatTheCallerAccepts() {
    InitialPolicies a = InitialPolicies.oneOf(Set.of(A));
    assertThat(judge(a, ca().policies(ANY), leaf().policies(ANY))).contains(Outcome.PASS);
    assertThat(judge(a, ca().policies(ANY), leaf().policies(A))).contains(Outcome.PASS);
    assertThat(judge(a, ca().policies(ANY), leaf().policies(B))).contains(Outcome.UNKNOWN);
    assertThat(judge(a, ca().policies(B), leaf().policies(ANY))).contains(Outcome.UNKNOWN);
    InitialPolicies literal = new InitialPolicies(Set.of(A), true, false, true);
    assertThat(judge(literal, ca().policies(ANY), leaf().policies(A))).contains(Outcome.UNKNOWN);
    assertThat(judge(literal, ca().policies(A), leaf().policies(A))).contains(Outcome.PASS);
  }

  @Test
  void theCallerMayForbidMappings() {
    InitialPolicies untranslated = new InitialPolicies(Set.of(ANY), true, true, false);
    Forge mapping = ca().policies(A, C).map(A, B);
    assertThat(judge(untranslated, mapping, leaf().policies(B))).contains(Outcome.UNKNOWN);
    assertThat(judge(untranslated, mapping, leaf().policies(C))).contains(Outcome.PASS);
    InitialPolicies any = new InitialPolicies(Set.of(ANY), true, false, false);
    assertThat(judge(any, mapping, leaf().policies(B))).contains(Outcome.PASS);
  }

  @Test
  void acceptablePoliciesAloneRefuseNothing() {
    InitialPolicies wish = new InitialPolicies(Set.of(A), false, false, false);
    assertThat(judge(wish, ca().policies(B), leaf().policies(B))).isEmpty();
    assertThat(judge(wish, ca().policies(B).require(0), leaf().policies(B)))
        .contains(Outcome.UNKNOWN);
    assertThat(judge(wish, ca().policies(A).require(0), leaf().policies(A))).contains(Outcome.PASS);
  }

  @Test
  void whatIsAskedOfSignersIsNotAskedOfTimeStampers() {
    TrustPolicy policy =
        TrustPolicy.interop(List.of(), List.of(), TestPki.NOW)
            .withInitialPolicies(InitialPolicies.oneOf(Set.of(A)));
    for (ChainQuery.Role role : ChainQuery.Role.values()) {
      ChainQuery query =
          new ChainQuery(policy, role, TestPki.NOW, TimeSource.NONE, ChainQuery.Lenience.ETSI);
      assertThat(query.initialPolicies().explicitPolicy())
          .isEqualTo(role == ChainQuery.Role.SIGNER);
    }
  }

  @Test
  void noPolicyAtAllOrNoIdentifierIsAMistakeOfTheCaller() {
    assertThatIllegalArgumentException().isThrownBy(() -> InitialPolicies.oneOf(Set.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> InitialPolicies.oneOf(Set.of("seal")));
  }

  private static Optional<Outcome> judge(Forge... downwards) {
    return judge(InitialPolicies.any(), downwards);
  }

  private static Optional<Outcome> judge(InitialPolicies initial, Forge... downwards) {
    Optional<Check> check = check(initial, downwards);
    check
        .filter(c -> c.outcome() == Outcome.UNKNOWN)
        .ifPresent(c -> assertThat(c.reason()).isEqualTo(Reason.CERTIFICATE_POLICY_WRONG));
    return check.map(Check::outcome);
  }

  /** The path under an anchor that is silent, topmost first. */
  private static Optional<Check> check(InitialPolicies initial, Forge... downwards) {
    List<Certificate> path = new ArrayList<>();
    path.add(CertificateForge.root("CN=anchor", KEY).ca().make());
    String above = "CN=anchor";
    for (int i = 0; i < downwards.length; i++) {
      String name = downwards[i].selfIssued ? above : "CN=" + i;
      path.add(0, downwards[i].make(name, above));
      above = name;
    }
    Report.Builder checks = new Report.Builder();
    PolicyRules.check(path, initial, checks);
    return checks.report().check("certificate-policies");
  }

  private static Forge ca() {
    return new Forge();
  }

  private static Forge leaf() {
    return new Forge();
  }

  /** Extensions about policies of one certificate. */
  private static final class Forge {
    private final List<Extension> extensions = new ArrayList<>();
    private final List<ASN1Encodable> constraints = new ArrayList<>();
    private boolean selfIssued;

    Forge selfIssued() {
      selfIssued = true;
      return this;
    }

    Forge policies(String... oids) {
      return with(
          Extension.certificatePolicies,
          new DERSequence(
              Arrays.stream(oids)
                  .map(o -> new DERSequence(new ASN1ObjectIdentifier(o)))
                  .toArray(ASN1Encodable[]::new)));
    }

    Forge map(String... pairs) {
      List<ASN1Encodable> all = new ArrayList<>();
      for (int i = 0; i < pairs.length; i += 2) {
        ASN1Encodable[] pair = {
          new ASN1ObjectIdentifier(pairs[i]), new ASN1ObjectIdentifier(pairs[i + 1])
        };
        all.add(new DERSequence(pair));
      }
      return with(Extension.policyMappings, new DERSequence(all.toArray(ASN1Encodable[]::new)));
    }

    Forge require(int skip) {
      constraints.add(new DERTaggedObject(false, 0, new ASN1Integer(skip)));
      return this;
    }

    Forge inhibitMapping(int skip) {
      constraints.add(new DERTaggedObject(false, 1, new ASN1Integer(skip)));
      return this;
    }

    Forge inhibitAny(int skip) {
      return with(Extension.inhibitAnyPolicy, new ASN1Integer(skip));
    }

    private Forge with(ASN1ObjectIdentifier oid, ASN1Encodable value) {
      extensions.add(CertificateForge.extension(oid, true, value));
      return this;
    }

    Certificate make(String name, String issuer) {
      CertificateForge forge = new CertificateForge(name, KEY, KEY, issuer);
      extensions.forEach(forge::with);
      if (!constraints.isEmpty()) {
        forge.with(
            Extension.policyConstraints,
            true,
            new DERSequence(constraints.toArray(ASN1Encodable[]::new)));
      }
      return forge.make();
    }
  }
}
