package org.xinfu.idp.demo;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.xinfu.idp.config.SecretFile;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.kit.home.CredentialFile;
import org.xinfu.kit.home.ServiceHome;
import tools.jackson.core.type.TypeReference;

/**
 * Seeds the fictitious department members and citizen of the demonstration ({@code
 * xinfu.demo=true}) before the first request is taken. Passwords are random, made once, and lie in
 * {@code demo-accounts.properties} of the credentials directory.
 */
@Component
@ConditionalOnBooleanProperty("xinfu.demo")
class DemoAccounts implements SmartInitializingSingleton {
  private final Accounts accounts;
  private final PasswordEncoder encoder;
  private final ServiceHome home;
  private final DemoPosts posts;

  DemoAccounts(Accounts accounts, PasswordEncoder encoder, ServiceHome home, DemoPosts posts) {
    this.accounts = accounts;
    this.encoder = encoder;
    this.home = home;
    this.posts = posts;
  }

  @Override
  public void afterSingletonsInstantiated() {
    List<DemoAccount> wanted = Seeds.read("accounts.json", new TypeReference<>() {});
    Path file = home.credential("demo-accounts.properties");
    Properties passwords = passwords(file);
    boolean fresh = false;
    for (DemoAccount account : wanted) {
      fresh |= passwords.putIfAbsent(account.login(), SecretFile.random().substring(0, 16)) == null;
    }
    if (fresh) {
      SecretFile.write(file, lines(passwords));
    }
    wanted.forEach(account -> seed(account, passwords.getProperty(account.login())));
    wanted.forEach(posts::give);
  }

  private void seed(DemoAccount demo, String password) {
    Accounts.Credential known = accounts.byLoginName(demo.login()).orElse(null);
    if (known == null) {
      accounts.add(demo.enrol(), hash(password), demo.citizenId());
    } else if (!encoder.matches(password, known.passwordHash())) {
      accounts.setPassword(known.account().id(), hash(password));
    }
  }

  private String hash(String password) {
    return Objects.requireNonNull(encoder.encode(password));
  }

  private static Properties passwords(Path file) {
    Properties passwords = new Properties();
    if (Files.exists(file)) {
      try {
        passwords.load(new StringReader(CredentialFile.text(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return passwords;
  }

  private static String lines(Properties passwords) {
    return new TreeMap<>(passwords)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n", "", "\n"));
  }
}
