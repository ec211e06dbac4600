package org.xinfu.trust.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.Json;

/** The inputs of every published vector that is VALID: genuine samples of every format there is. */
final class Published {
  private static final int SHORTEST = 60;

  private Published() {}

  /** One list of samples for each vector file, by its name. */
  static Map<String, List<Bytes>> samples() {
    Map<String, List<Bytes>> all = new TreeMap<>();
    files()
        .forEach(
            (name, text) -> {
              List<Bytes> samples = valid(text);
              if (!samples.isEmpty()) {
                all.put("vectors " + name, samples);
              }
            });
    return all;
  }

  /** The text of each vector file, by its name such as {@code pdf/signature.json}. */
  static Map<String, String> files() {
    Map<String, String> all = new TreeMap<>();
    try {
      URI folder = Objects.requireNonNull(Published.class.getResource("/specs/vectors")).toURI();
      if (folder.getScheme().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
          read(jar.getPath("/specs/vectors"), all);
        }
      } else {
        read(Path.of(folder), all);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return all;
  }

  private static void read(Path folder, Map<String, String> all) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        all.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
  }

  private static List<Bytes> valid(String text) {
    List<Bytes> samples = new ArrayList<>();
    for (Object each : (List<?>) Objects.requireNonNull(Json.parseObject(text).get("tests"))) {
      Map<?, ?> test = (Map<?, ?>) each;
      Map<?, ?> expected = (Map<?, ?>) Objects.requireNonNull(test.get("expected"));
      if ("VALID".equals(expected.get("verdict"))) {
        Map<?, ?> input = (Map<?, ?>) Objects.requireNonNull(test.get("input"));
        input.values().stream()
            .map(v -> octets((String) v))
            .filter(o -> o.length() >= SHORTEST)
            .forEach(samples::add);
      }
    }
    return samples;
  }

  /** Octets are in Base64, texts as they are. */
  static Bytes octets(String value) {
    try {
      return Bytes.of(Base64.getDecoder().decode(value));
    } catch (IllegalArgumentException text) {
      return Bytes.utf8(value);
    }
  }
}
