package org.xinfu.idp.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads the seed files that lie beside this class. */
final class Seeds {
  private Seeds() {}

  static <T> T read(String name, TypeReference<T> type) {
    try (InputStream in = Seeds.class.getResourceAsStream(name)) {
      return JsonMapper.builder().build().readValue(Objects.requireNonNull(in, name), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
