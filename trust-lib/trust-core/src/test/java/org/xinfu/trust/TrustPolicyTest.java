package org.xinfu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.TrustPolicy.Budgets;
import org.xinfu.trust.TrustPolicy.Mode;
import org.xinfu.trust.TrustPolicy.Revocation;
import org.xinfu.trust.chain.InitialPolicies;
import org.xinfu.trust.key.SignatureAlgorithm;

/** A policy keeps what it was given, and its fingerprint names all of it but the moment. */
class TrustPolicyTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final TrustPolicy USUAL = TrustPolicy.interop(List.of(), List.of(), AT);

  @Test
  void theUsualPolicyIsInteropOfflineWithoutLegacySuites() {
    assertThat(USUAL.strict()).isFalse();
    assertThat(USUAL.revocation()).isEqualTo(Revocation.OFFLINE);
    assertThat(USUAL.algorithms()).isEqualTo(SignatureAlgorithm.current());
    assertThat(USUAL.timestampers()).isEmpty();
    assertThat(USUAL.crls()).isEmpty();
  }

  @Test
  void eachVariantChangesItsOwnPartAlone() {
    assertThat(USUAL.withMode(Mode.STRICT).strict()).isTrue();
    assertThat(USUAL.withMode(Mode.STRICT).withMode(Mode.INTEROP)).isEqualTo(USUAL);
    TrustPolicy listed = USUAL.withCrls(List.of(Bytes.hex("00")));
    assertThat(listed.crls()).containsExactly(Bytes.hex("00"));
    assertThat(listed.withCrls(List.of())).isEqualTo(USUAL);
    assertThat(USUAL.withAt(AT.plusSeconds(1)).at()).isEqualTo(AT.plusSeconds(1));
    assertThat(USUAL.withAt(AT.plusSeconds(1)).withAt(AT)).isEqualTo(USUAL);
    TrustPolicy none = USUAL.withRevocation(Revocation.NONE);
    assertThat(none.revocation()).isEqualTo(Revocation.NONE);
    assertThat(none.withRevocation(Revocation.OFFLINE)).isEqualTo(USUAL);
  }

  @Test
  void aPolicyCannotBeChangedThroughWhatItWasMadeOf() {
    List<Bytes> crls = new ArrayList<>(List.of(Bytes.hex("00")));
    Set<SignatureAlgorithm> suites = EnumSet.of(SignatureAlgorithm.SM2_SM3);
    TrustPolicy policy = with(suites, Budgets.standard()).withCrls(crls);
    crls.clear();
    suites.add(SignatureAlgorithm.RSA_PSS_SHA256);
    assertThat(policy.crls()).hasSize(1);
    assertThat(policy.algorithms()).containsExactly(SignatureAlgorithm.SM2_SM3);
  }

  @Test
  void everyPartChangesTheFingerprint() {
    List<TrustPolicy> policies = new ArrayList<>(List.of(USUAL));
    policies.add(USUAL.withMode(Mode.STRICT));
    policies.add(USUAL.withCrls(List.of(Bytes.hex("00"))));
    policies.add(USUAL.withCrls(List.of(Bytes.hex("01"))));
    policies.add(USUAL.withCrls(List.of(Bytes.hex("00"), Bytes.hex("00"))));
    policies.add(USUAL.withOcsps(List.of(Bytes.hex("00"))));
    policies.add(USUAL.withOcsps(List.of(Bytes.hex("01"))));
    policies.add(USUAL.withRevocation(Revocation.ONLINE));
    policies.add(USUAL.withRevocation(Revocation.NONE));
    policies.add(asking(new InitialPolicies(Set.of("1.2.3"), false, false, false)));
    policies.add(asking(new InitialPolicies(Set.of("1.2.3", "1.2.4"), false, false, false)));
    policies.add(asking(new InitialPolicies(Set.of("1.2.3"), true, false, false)));
    policies.add(asking(new InitialPolicies(Set.of("1.2.3"), false, true, false)));
    policies.add(asking(new InitialPolicies(Set.of("1.2.3"), false, false, true)));
    for (SignatureAlgorithm suite : SignatureAlgorithm.values()) {
      Set<SignatureAlgorithm> others = EnumSet.allOf(SignatureAlgorithm.class);
      others.remove(suite);
      policies.add(with(others, Budgets.standard()));
    }
    for (int part = 0; part < 14; part++) {
      policies.add(with(USUAL.algorithms(), lessened(part)));
    }
    Set<String> fingerprints = new HashSet<>();
    for (TrustPolicy policy : policies) {
      assertThat(fingerprints.add(PolicyFingerprint.of(policy))).describedAs("%s", policy).isTrue();
    }
  }

  /** Reports that exist cite it; a limit invented later changes it only when it is not standard. */
  @Test
  void thePolicyOfReportsThatExistKeepsItsFingerprint() {
    assertThat(PolicyFingerprint.of(USUAL))
        .isEqualTo("e9a49237ddced152162bc3906ec16b6681095f10168daf8bd232815800802960");
  }

  @Test
  void theMomentAndTheOrderDoNotChangeTheFingerprint() {
    assertThat(PolicyFingerprint.of(USUAL.withAt(Instant.EPOCH)))
        .isEqualTo(PolicyFingerprint.of(USUAL));
    TrustPolicy one = USUAL.withCrls(List.of(Bytes.hex("00"), Bytes.hex("01")));
    TrustPolicy other = USUAL.withCrls(List.of(Bytes.hex("01"), Bytes.hex("00")));
    assertThat(PolicyFingerprint.of(one)).isEqualTo(PolicyFingerprint.of(other));
    assertThat(PolicyFingerprint.of(one)).matches("[0-9a-f]{64}");
  }

  @Test
  void theNameIsLowerCase() {
    assertThat(PolicyFingerprint.nameOf(USUAL)).isEqualTo("interop");
    assertThat(PolicyFingerprint.nameOf(USUAL.withMode(Mode.STRICT))).isEqualTo("strict");
  }

  private static TrustPolicy asking(InitialPolicies initial) {
    return USUAL.withInitialPolicies(initial);
  }

  private static TrustPolicy with(Set<SignatureAlgorithm> suites, Budgets budgets) {
    return new TrustPolicy(
        Mode.INTEROP,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        suites,
        Revocation.OFFLINE,
        AT,
        budgets);
  }

  private static Budgets lessened(int part) {
    Budgets b = Budgets.standard();
    int[] less = new int[14];
    XmlLimits x = b.xml();
    less[part] = 1;
    return new Budgets(
        b.documentBytes() - less[0],
        b.entries() - less[1],
        b.entryBytes() - less[2],
        b.inflatedBytes() - less[3],
        b.ratio() - less[4],
        b.depth() - less[5],
        b.signatures() - less[6],
        b.chainLength() - less[7],
        new XmlLimits(
            x.octets() - less[8],
            x.tags() - less[9],
            x.attributes() - less[10],
            x.references() - less[11],
            x.transforms() - less[12],
            x.canonicalOctets() - less[13]));
  }
}
