package org.xinfu.licence;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the licence vault. */
@SpringBootApplication
public class LicenceVault {
  public static void main(String[] arguments) {
    SpringApplication.run(LicenceVault.class, arguments);
  }
}
