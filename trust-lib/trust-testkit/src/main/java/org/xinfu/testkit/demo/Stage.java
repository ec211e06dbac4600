package org.xinfu.testkit.demo;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import org.xinfu.testkit.house.House;
import org.xinfu.trust.Bytes;

/**
 * Where the demonstration plays.
 *
 * @param root of the project
 * @param target where its files are left
 */
record Stage(Path root, Path target, House house, Transcript transcript) {
  /** The fictitious department: its name and code are those of the demo accounts. */
  static final String DEPARTMENT = "示例市自然资源局";

  static final String DEPARTMENT_CODE = "11510000MB0000019K";

  String seal(String path) {
    return house.ports().sealUrl() + path;
  }

  String vault(String path) {
    return house.ports().vaultUrl() + path;
  }

  /** A seal official, logged in by the authorization-code flow, with all scopes of the role. */
  Web official(String login, String scope) {
    return new Web().as(codeFlow().accessToken("seal-demo", "openid " + scope, login(login)));
  }

  /** A citizen, logged in likewise. */
  Web citizen() {
    String scope = "openid licence:own";
    return new Web().as(codeFlow().accessToken("citizen-wallet", scope, login("citizen")));
  }

  /** The department's system, by client credentials. */
  Web department() {
    String secret = read(house.home().resolve("credentials/department-demo.secret")).strip();
    String basic =
        Base64.getEncoder()
            .encodeToString(("department-demo:" + secret).getBytes(StandardCharsets.UTF_8));
    Map<String, String> request =
        Map.of(
            "grant_type", "client_credentials",
            "scope", "licence:issue licence:read licence:revoke licence:catalogue");
    Web.Answer answer =
        new Web().form(house.ports().idpUrl() + "/oauth2/token", request, basic).expect(200);
    return new Web().as(answer.member("access_token"));
  }

  /** Leaves a file for the reader. */
  Path leave(String name, Bytes content) {
    try {
      Path file = target.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, content.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that was left. */
  Bytes left(String name) {
    try {
      return Bytes.of(Files.readAllBytes(target.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CodeFlow codeFlow() {
    return new CodeFlow(house.ports().idpUrl());
  }

  private CodeFlow.Login login(String name) {
    Properties accounts = new Properties();
    try {
      accounts.load(
          new StringReader(read(house.home().resolve("credentials/demo-accounts.properties"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CodeFlow.Login(name, accounts.getProperty(name));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
