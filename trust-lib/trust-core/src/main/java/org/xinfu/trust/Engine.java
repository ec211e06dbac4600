package org.xinfu.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The engine's name and version, as reports cite it; the version is the build's. */
final class Engine {
  private Engine() {}

  static String name() {
    Properties build = new Properties();
    try (InputStream stream = Engine.class.getResourceAsStream("engine.properties")) {
      build.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "xinfu/" + build.getProperty("version");
  }
}
