package org.xinfu.trust.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The names of object identifiers that a reader of certificates and seals meets. */
final class Identifiers {
  private static final Properties NAMES = load();

  private Identifiers() {}

  /** The usual name; empty when we know none. */
  static String name(String dotted) {
    return NAMES.getProperty(dotted, "");
  }

  private static Properties load() {
    Properties names = new Properties();
    try (InputStream in = Identifiers.class.getResourceAsStream("identifiers.properties")) {
      names.load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }
}
