package org.xinfu.idp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the identity provider. {@code XINFU_HOME} and a port are all it needs in development. */
@SpringBootApplication
@EnableScheduling
public class IdpServer {
  public static void main(String[] arguments) {
    SpringApplication.run(IdpServer.class, arguments);
  }
}
