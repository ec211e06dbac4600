package org.xinfu.seal;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The seal service; {@code java -jar seal-service.jar} with {@code XINFU_HOME} set. */
@SpringBootApplication
public class SealService {
  /** Starts it. */
  public static void main(String[] arguments) {
    SpringApplication.run(SealService.class, arguments);
  }
}
