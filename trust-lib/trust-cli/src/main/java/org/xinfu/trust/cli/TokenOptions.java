package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.p11.MechanismProfile;
import org.xinfu.trust.p11.Pkcs11KeyVault;
import org.xinfu.trust.p11.Pkcs11Settings;
import picocli.CommandLine.Option;

/** Which key of which PKCS#11 token signs, and the certificates that speak for it. */
final class TokenOptions {
  @Option(
      names = "--module",
      required = true,
      paramLabel = "LIBRARY",
      description = "the device's PKCS#11 library, such as libxinfu-hsm.so")
  @Nullable Path module;

  @Option(names = "--token", required = true, paramLabel = "LABEL", description = "the token")
  String token = "";

  @Option(names = "--key", required = true, paramLabel = "LABEL", description = "the key")
  String key = "";

  @Option(
      names = "--certificate",
      paramLabel = "PEM",
      description = "the signer's and its issuers; default: the one kept beside the key")
  @Nullable Path certificates;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "what the device calls SM2: project-default, sansec or tass")
  String profile = "project-default";

  /**
   * Logs in.
   *
   * @throws IllegalArgumentException when the library or profile is none
   * @throws org.xinfu.trust.key.VaultException when device or token cannot be reached, or the PIN
   *     is wrong
   */
  Pkcs11KeyVault open(Supplier<char[]> pin) {
    Path library = Objects.requireNonNull(module).toAbsolutePath();
    return Pkcs11KeyVault.open(
        Pkcs11Settings.of(library, token, pin)
            .withProfile(MechanismProfile.named(profile))
            .withSessions(1));
  }

  /**
   * The key with its certificates.
   *
   * @throws IllegalArgumentException when there is no such key, more than one, or no certificate
   *     for it
   */
  Signer signer(Pkcs11KeyVault vault) throws IOException {
    List<KeyRef> named = vault.list().stream().filter(k -> k.label().equals(key)).toList();
    if (named.size() != 1) {
      throw new IllegalArgumentException(
          "the token holds " + named.size() + " keys named " + key + ", not one");
    }
    Signer signer =
        vault
            .signer(named.get(0))
            .orElseThrow(() -> new IllegalArgumentException(key + " is no signing key"));
    return signer.withChain(chain(vault, named.get(0)));
  }

  private List<Certificate> chain(Pkcs11KeyVault vault, KeyRef ref) throws IOException {
    List<Certificate> chain =
        certificates == null
            ? vault.certificate(ref).stream().toList()
            : PemFile.read(Files.readString(certificates, StandardCharsets.ISO_8859_1))
                .map(PemFile::certificates)
                .orElse(List.of());
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("there is no certificate for the key: --certificate PEM");
    }
    return chain;
  }
}
