package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.InitialPolicies;
import org.xinfu.trust.key.SignatureAlgorithm;
import picocli.CommandLine.Option;

/** What is asked of certificate paths, and what may be needed to judge them. */
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
      names = "--intermediates",
      paramLabel = "PEM|DIR",
      description = {
        "certificates to build paths of; they are not trusted",
        "用于构造证书路径的中间证书，本身不受信任"
      })
  List<Path> intermediates = new ArrayList<>();

  @Option(
      names = "--ocsp",
      paramLabel = "FILE",
      description = {"an OCSP response in DER", "DER 编码的 OCSP 响应"})
  List<Path> ocsps = new ArrayList<>();

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
   * @throws IOException when a file cannot be read
   */
  TrustPolicy apply(TrustPolicy policy) throws IOException {
    TrustPolicy asking = policy;
    if (!policies.isEmpty() || mappingInhibited || anyPolicyInhibited) {
      asking = asking.withInitialPolicies(initial());
    }
    if (!intermediates.isEmpty()) {
      asking = asking.withIntermediates(Anchors.read(intermediates).certificates());
    }
    if (!ocsps.isEmpty()) {
      List<Bytes> responses = new ArrayList<>();
      for (Path file : ocsps) {
        responses.add(Bytes.of(Files.readAllBytes(file)));
      }
      asking = asking.withOcsps(responses);
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
