package org.xinfu.kit.start;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Has a thread of the system wake the virtual threads that wait for a socket. By itself the JDK
 * lets virtual threads do that on Linux, each of which is woken by a thread of the system in its
 * turn: two more hand-overs for each answer of the database, and more for nothing while there is
 * work. The JVM has no other door to it than this property, which it reads when the first virtual
 * thread waits, later than this; whoever has set it is left alone.
 */
final class PlainPollers implements EnvironmentPostProcessor {
  static final String MODE = "jdk.pollerMode";

  /** The JDK's {@code SYSTEM_THREADS}. */
  static final String SYSTEM_THREADS = "1";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (System.getProperty(MODE) == null) {
      System.setProperty(MODE, SYSTEM_THREADS);
    }
  }
}
