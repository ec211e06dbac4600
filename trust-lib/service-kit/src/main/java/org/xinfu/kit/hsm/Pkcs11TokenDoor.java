package org.xinfu.kit.hsm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.key.KeyVault;
import org.xinfu.trust.p11.MechanismProfile;
import org.xinfu.trust.p11.Pkcs11KeyVault;
import org.xinfu.trust.p11.Pkcs11Settings;

/** Tokens behind the configured PKCS#11 library. */
final class Pkcs11TokenDoor implements TokenDoor {
  private final Path library;
  private final MechanismProfile profile;
  private final Duration patience;
  private final Map<String, Pkcs11KeyVault> opened = new ConcurrentHashMap<>();

  Pkcs11TokenDoor(HsmSettings settings) {
    this.library = Objects.requireNonNull(settings.library()).toAbsolutePath();
    this.profile = profile(settings.profile());
    this.patience = settings.patience();
  }

  @Override
  public KeyVault open(String token, Supplier<char[]> pin) {
    Pkcs11KeyVault vault =
        Pkcs11KeyVault.open(
            Pkcs11Settings.of(library, token, pin).withProfile(profile).withPatience(patience));
    opened.put(token, vault);
    return vault;
  }

  @Override
  public boolean simulator(String token) {
    @Nullable Pkcs11KeyVault vault = opened.get(token);
    return vault != null && vault.model().equals("SIMULATOR");
  }

  /** A shipped profile by its name, or a properties file of the vendor. */
  private static MechanismProfile profile(String name) {
    if (!name.endsWith(".properties")) {
      return MechanismProfile.named(name);
    }
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      Properties properties = new Properties();
      properties.load(in);
      return MechanismProfile.of(name, properties);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the mechanism profile " + name, e);
    }
  }
}
