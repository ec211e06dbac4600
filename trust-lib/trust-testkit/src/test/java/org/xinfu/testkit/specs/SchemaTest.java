package org.xinfu.testkit.specs;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.ReportJson;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.json.Json;

/** Reports and vectors have the shape that their schema promises. */
class SchemaTest {
  @Test
  void aReportValidates() {
    TrustPolicy policy =
        TrustPolicy.interop(List.of(), List.of(), Instant.parse("2026-01-01T00:00:00Z"));
    for (Bytes document : List.of(Bytes.utf8("text"), Bytes.hex("504b030400"))) {
      String json = ReportJson.write("a", Trust.verify(DocumentSource.of(document), policy));
      assertThat(schema("report").validate(json, InputFormat.JSON)).isEmpty();
    }
  }

  @Test
  void aReportThatLiesDoesNotValidate() {
    TrustPolicy policy =
        TrustPolicy.interop(List.of(), List.of(), Instant.parse("2026-01-01T00:00:00Z"));
    String json =
        ReportJson.write("a", Trust.verify(DocumentSource.of(Bytes.utf8("text")), policy))
            .replace("NO_SIGNATURE", "VALID");
    assertThat(schema("report").validate(json, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void everyVectorFileValidatesCountsItselfAndExplainsItsFlags() throws Exception {
    List<Vector> files = vectors();
    assertThat(files).isNotEmpty();
    for (Vector file : files) {
      assertThat(schema("vector").validate(file.text(), InputFormat.JSON))
          .as(file.name())
          .isEmpty();
      Map<String, Object> root = Json.parseObject(file.text());
      List<?> tests = (List<?>) root.get("tests");
      assertThat((Long) root.get("numberOfTests")).as(file.name()).isEqualTo(tests.size());
      Map<?, ?> flags = (Map<?, ?>) root.get("flags");
      for (Object test : tests) {
        assertThat(flags.keySet().containsAll((List<?>) ((Map<?, ?>) test).get("flags")))
            .as(file.name() + " " + ((Map<?, ?>) test).get("id"))
            .isTrue();
      }
    }
  }

  private static Schema schema(String name) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(SchemaTest.class.getResourceAsStream("/specs/" + name + ".schema.json"));
  }

  private static List<Vector> vectors() throws IOException, URISyntaxException {
    URI uri =
        java.util.Objects.requireNonNull(SchemaTest.class.getResource("/specs/vectors")).toURI();
    if (uri.getScheme().equals("jar")) {
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return read(jar.getPath("/specs/vectors"));
      }
    }
    return read(Path.of(uri));
  }

  private static List<Vector> read(Path folder) throws IOException {
    List<Vector> files = new java.util.ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        files.add(new Vector(file.toString(), Files.readString(file)));
      }
    }
    return files;
  }

  private record Vector(String name, String text) {}
}
