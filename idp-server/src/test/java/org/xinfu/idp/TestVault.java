package org.xinfu.idp;

import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.xinfu.kit.hsm.TokenDoor;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.trust.key.KeyVault;

/** A token in memory that outlives the server, as a device does. */
@Configuration(proxyBeanMethods = false)
class TestVault {
  private static final SoftKeyVault TOKEN = SoftKeyVault.random();

  @Bean
  TokenDoor door() {
    return new TokenDoor() {
      @Override
      public KeyVault open(String token, Supplier<char[]> pin) {
        return TOKEN;
      }

      @Override
      public boolean simulator(String token) {
        return true;
      }
    };
  }
}
