package org.xinfu.kit.hsm;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.xinfu.kit.home.CredentialFile;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.trust.key.KeyVault;

/**
 * The service's tokens, opened when first asked for, so that services and device start in any
 * order. PINs are read from credential files at that moment and wiped.
 */
public final class Hsm implements AutoCloseable {
  private final HsmSettings settings;
  private final ServiceHome home;
  private final TokenDoor door;
  private final Map<String, KeyVault> open = new ConcurrentHashMap<>();

  Hsm(HsmSettings settings, ServiceHome home, TokenDoor door) {
    this.settings = settings;
    this.home = home;
    this.door = door;
  }

  /**
   * The vault of the token with this label; closed with the service, not by the caller.
   *
   * @throws org.xinfu.trust.key.VaultException when the device fails; asking again tries again
   */
  public KeyVault token(String label) {
    return open.computeIfAbsent(label, this::login);
  }

  /** The tokens that the configuration names or the service has opened. */
  public Set<String> tokens() {
    Set<String> all = new TreeSet<>(settings.tokens().keySet());
    all.addAll(open.keySet());
    return all;
  }

  boolean simulator(String label) {
    token(label);
    return door.simulator(label);
  }

  @Override
  public void close() {
    open.values().forEach(KeyVault::close);
    open.clear();
  }

  private KeyVault login(String label) {
    Path file =
        Optional.ofNullable(settings.tokens().get(label))
            .map(HsmSettings.Token::pinFile)
            .orElseGet(() -> home.credential(label + ".pin"));
    return door.open(label, () -> CredentialFile.read(file));
  }
}
