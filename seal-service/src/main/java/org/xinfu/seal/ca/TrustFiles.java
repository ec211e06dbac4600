package org.xinfu.seal.ca;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.key.VaultException;

/**
 * Writes the anchors and their CRLs where verifiers find them: {@code signers.pem}, {@code
 * makers.pem}, {@code tsa.pem} and a {@code .crl} (DER) of each root, in {@code <home>/trust}.
 */
@Component
public class TrustFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TrustFiles.class);
  private final BuiltInCa ca;
  private final CaSettings settings;
  private final Path directory;

  TrustFiles(BuiltInCa ca, CaSettings settings, ServiceHome home) {
    this.ca = ca;
    this.settings = settings;
    this.directory = home.home().resolve("trust").toAbsolutePath().normalize();
  }

  /** At the start; a device that is not there yet is asked again by {@link #refresh}. */
  @EventListener(ApplicationReadyEvent.class)
  void atStart() {
    refresh();
  }

  /** Establishes what is missing and writes fresh files. */
  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1H")
  void hourly() {
    refresh();
  }

  /** While there are no anchors yet. */
  @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT10S")
  void untilEstablished() {
    if (settings.enabled() && !Files.exists(directory.resolve("signers.pem"))) {
      refresh();
    }
  }

  /** The anchors for document signers. */
  public List<Certificate> signers() {
    return certificates(Authority.SIGNERS, Authority.SIGNERS_P256);
  }

  /** The anchors for seal makers. */
  public List<Certificate> makers() {
    return certificates(Authority.MAKERS);
  }

  /** The anchors for time-stamps. */
  public List<Certificate> timestampers() {
    return certificates(Authority.TIMESTAMPERS);
  }

  /** The CRLs as last written. */
  public List<Bytes> crls() {
    return List.of(Authority.values()).stream()
        .map(authority -> file(authority.id() + ".crl"))
        .flatMap(Optional::stream)
        .toList();
  }

  /** A public file by its name; empty when there is no such file. */
  public Optional<Bytes> file(String name) {
    if (!name.matches("[a-z0-9-]{1,40}\\.(pem|crl)")) {
      return Optional.empty();
    }
    Path file = directory.resolve(name);
    try {
      return Files.isRegularFile(file)
          ? Optional.of(Bytes.of(Files.readAllBytes(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void refresh() {
    if (!settings.enabled()) {
      return;
    }
    try {
      ca.establish();
      for (Authority authority : Authority.values()) {
        write(authority.id() + ".crl", ca.crl(authority));
      }
    } catch (VaultException e) {
      LOG.warn("the device does not answer; anchors follow later: {}", e.getMessage());
      return;
    }
    write("makers.pem", Bytes.utf8(new PemFile(makers(), List.of()).write()));
    write("tsa.pem", Bytes.utf8(new PemFile(timestampers(), List.of()).write()));
    write("signers.pem", Bytes.utf8(new PemFile(signers(), List.of()).write()));
  }

  private List<Certificate> certificates(Authority... authorities) {
    return List.of(authorities).stream().map(ca::certificate).flatMap(Optional::stream).toList();
  }

  /** A reader sees the old file or the new one, never a part. */
  private void write(String name, Bytes content) {
    try {
      Files.createDirectories(directory);
      Path fresh = directory.resolve(name + ".new");
      Files.write(fresh, content.toArray());
      Files.move(
          fresh,
          directory.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
