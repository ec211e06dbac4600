package org.xinfu.trust.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.InitialPolicies;
import org.xinfu.trust.key.SignatureAlgorithm;
import picocli.CommandLine.Option;

/** What is asked of certificate paths. */
final class PathOptions {
  @Option(
      names = "--certificate-policy",
      paramLabel = "OID",
      description = {
        "the signer's path must hold this certificate policy; several times: one of them",
        "签名者证书路径须具有该证书策略；可多次给出，满足其一即可"
      })
  List<String> policies = new ArrayList<>();

  @Option(
      names = "--inhibit-policy-mapping",
      description = {"no CA may translate certificate policies", "不允许 CA 映射证书策略"})
  boolean mappingInhibited;

  @Option(
      names = "--inhibit-any-policy",
      description = {"anyPolicy in a certificate counts as no policy", "证书中的 anyPolicy 不视为任何策略"})
  boolean anyPolicyInhibited;

  @Option(
      names = "--algorithm",
      paramLabel = "SUITE",
      description = {
        "accept this suite alone, such as SM2_SM3; several times for more",
        "只接受该算法组合，例如 SM2_SM3；可多次给出"
      })
  List<String> algorithms = new ArrayList<>();

  /**
   * {@code policy} with what these options ask.
   *
   * @throws IllegalArgumentException when an identifier or a suite is not written as one
   */
  TrustPolicy apply(TrustPolicy policy) {
    TrustPolicy asking = policy;
    if (!policies.isEmpty() || mappingInhibited || anyPolicyInhibited) {
      asking = asking.withInitialPolicies(initial());
    }
    return algorithms.isEmpty() ? asking : asking.withAlgorithms(suites());
  }

  private InitialPolicies initial() {
    Set<String> acceptable = new LinkedHashSet<>(policies);
    if (acceptable.isEmpty()) {
      acceptable.add(InitialPolicies.ANY_POLICY);
    }
    return new InitialPolicies(
        acceptable, !policies.isEmpty(), mappingInhibited, anyPolicyInhibited);
  }

  private Set<SignatureAlgorithm> suites() {
    Set<SignatureAlgorithm> suites = EnumSet.noneOf(SignatureAlgorithm.class);
    for (String word : algorithms) {
      suites.add(SignatureAlgorithm.valueOf(word.toUpperCase(Locale.ROOT)));
    }
    return suites;
  }
}
