package org.xinfu.testkit.house;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The four processes on one home directory. */
public final class House implements AutoCloseable {
  private final Ports ports;
  private final Path home;
  private final List<HouseProcess> processes;

  /**
   * A house that is not started yet.
   *
   * @param root of the project, whose jars are built
   * @param home keeps all data, credentials and logs; made when missing
   */
  public House(Path root, Path home, Ports ports) {
    this.ports = ports;
    this.home = home.toAbsolutePath().normalize();
    this.processes =
        List.of(
            hsm(root),
            service(root, "idp-server", ports.idp()),
            service(root, "seal-service", ports.seal()),
            service(root, "licence-vault", ports.vault()));
  }

  public Ports ports() {
    return ports;
  }

  public Path home() {
    return home;
  }

  /**
   * Starts every process and waits until all are well. The services find each other late, but
   * idp-server makes credentials that the others read, so it goes first.
   */
  public void start() {
    for (HouseProcess process : processes) {
      process.start();
      if (!process.name().equals("seal-service")) {
        process.awaitHealthy();
      }
    }
    processes.forEach(HouseProcess::awaitHealthy);
  }

  /** The process named hsm-sim, idp-server, seal-service or licence-vault. */
  public HouseProcess process(String name) {
    return processes.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name));
  }

  public List<HouseProcess> processes() {
    return processes;
  }

  @Override
  public void close() {
    List<HouseProcess> reversed = new ArrayList<>(processes);
    java.util.Collections.reverse(reversed);
    reversed.forEach(HouseProcess::stop);
  }

  private HouseProcess hsm(Path root) {
    List<String> command = java("-Xmx256m");
    command.addAll(List.of("-jar", jar(root, "hsm-sim"), "--dir", home.resolve("hsm").toString()));
    command.addAll(List.of("--credentials", home.resolve("credentials").toString()));
    command.addAll(List.of("--tokens", "maker,seals,oidc,ca,tsa,log"));
    command.addAll(List.of("--admin-port", Integer.toString(ports.hsmAdmin())));
    URI health = URI.create("http://127.0.0.1:" + ports.hsmAdmin() + "/health");
    return new HouseProcess("hsm-sim", command, environment(), health);
  }

  private HouseProcess service(Path root, String name, int port) {
    List<String> command = java("-Xmx512m");
    command.addAll(List.of("-jar", jar(root, name), "--server.port=" + port));
    if (port != ports.idp()) {
      command.add("--xinfu.idp.issuer=" + ports.idpUrl());
    }
    if (port == ports.seal()) {
      // Renewed documents are stamped under the house's own test CA.
      command.add("--xinfu.seal.tsa.enabled=true");
    }
    URI health = URI.create("http://localhost:" + port + "/actuator/health");
    return new HouseProcess(name, command, environment(), health);
  }

  private Map<String, String> environment() {
    return Map.of(
        "XINFU_HOME", home.toString(),
        "XINFU_DEMO", "true",
        "XINFU_URLS_IDP", ports.idpUrl(),
        "XINFU_URLS_SEAL", ports.sealUrl(),
        "XINFU_URLS_VAULT", ports.vaultUrl());
  }

  private static List<String> java(String heap) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ArrayList<>(
        List.of(
            java, heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8"));
  }

  private static String jar(Path root, String module) {
    return root.resolve(module).resolve("target").resolve(module + ".jar").toString();
  }
}
