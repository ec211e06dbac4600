package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import picocli.CommandLine.Option;

/** Certificates, CRLs and OCSP responses that are handed in; none of them is trusted. */
final class EvidenceOptions {
  @Option(
      names = "--intermediates",
      paramLabel = "PEM|DIR",
      description = {
        "certificates to build paths of; they are not trusted",
        "用于构造证书路径的中间证书，本身不受信任"
      })
  List<Path> intermediates = new ArrayList<>();

  @Option(
      names = "--crl",
      paramLabel = "FILE",
      description = {
        "a CRL in DER, besides those beside the anchors",
        "DER 编码的 CRL，与信任锚旁的 CRL 一并使用"
      })
  List<Path> crls = new ArrayList<>();

  @Option(
      names = "--ocsp",
      paramLabel = "FILE",
      description = {"an OCSP response in DER", "DER 编码的 OCSP 响应"})
  List<Path> ocsps = new ArrayList<>();

  /**
   * {@code policy} with this evidence, too.
   *
   * @throws IOException when a file cannot be read
   */
  TrustPolicy apply(TrustPolicy policy) throws IOException {
    Anchors handed = Anchors.read(intermediates);
    List<Certificate> certificates = new ArrayList<>(policy.intermediates());
    certificates.addAll(handed.certificates());
    Set<Bytes> lists = new LinkedHashSet<>(policy.crls());
    lists.addAll(handed.revocations());
    lists.addAll(read(crls));
    List<Bytes> responses = new ArrayList<>(policy.ocsps());
    responses.addAll(read(ocsps));
    return policy.withIntermediates(certificates).withCrls(List.copyOf(lists)).withOcsps(responses);
  }

  /** What a policy has of it, for a document to carry. */
  static Evidence of(TrustPolicy policy) {
    return new Evidence(policy.intermediates(), policy.crls(), policy.ocsps());
  }

  private static List<Bytes> read(List<Path> files) throws IOException {
    List<Bytes> all = new ArrayList<>();
    for (Path file : files) {
      all.add(Bytes.of(Files.readAllBytes(file)));
    }
    return all;
  }
}
