package org.xinfu.trust.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.TrustPolicy.Mode;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.facts.Facts;
import org.xinfu.trust.json.Json;

/** The published vectors as documents with the policies that they are judged under. */
final class VectorDocuments {
  /** Inputs that are files by themselves; other inputs are what such files are held against. */
  private static final Set<String> FILES =
      Set.of("document", "file", "jws", "sdJwt", "seal", "signature");

  private VectorDocuments() {}

  record Case(String name, Facts.Subject subject, TrustPolicy policy) {}

  static List<Case> all() {
    List<Case> all = new ArrayList<>();
    Published.files()
        .forEach(
            (file, text) -> {
              // Bare signature values and certificates are no files.
              if (!file.startsWith("sm2") && !file.startsWith("chain")) {
                cases(file, text, all);
              }
            });
    return all;
  }

  private static void cases(String file, String text, List<Case> all) {
    Map<String, ?> root = Json.parseObject(text);
    for (Object each : list(root.get("tests"))) {
      Map<?, ?> test = (Map<?, ?>) each;
      Map<?, ?> input = (Map<?, ?>) Objects.requireNonNull(test.get("input"));
      TrustPolicy policy = policy((Map<?, ?>) Objects.requireNonNull(root.get("trust")), test);
      Optional<DocumentSource> content =
          Optional.ofNullable(input.get("content"))
              .map(c -> DocumentSource.of(Published.octets((String) c)));
      input.forEach(
          (key, value) -> {
            if (FILES.contains(key)) {
              String name = file + " " + test.get("id") + " " + key;
              DocumentSource document = DocumentSource.of(Published.octets((String) value));
              all.add(new Case(name, new Facts.Subject(name, document, content), policy));
            }
          });
    }
  }

  private static TrustPolicy policy(Map<?, ?> trust, Map<?, ?> test) {
    Instant at = Instant.parse((String) Objects.requireNonNull(test.get("at")));
    String mode = (String) Objects.requireNonNull(test.get("policy"));
    return TrustPolicy.interop(
            certificates(trust.get("signers")), certificates(trust.get("makers")), at)
        .withTimestampers(certificates(trust.get("timestampers")))
        .withCrls(list(trust.get("crls")).stream().map(c -> Published.octets((String) c)).toList())
        .withMode(Mode.valueOf(mode.toUpperCase(Locale.ROOT)));
  }

  private static List<Certificate> certificates(@Nullable Object base64) {
    return list(base64).stream()
        .map(c -> Certificate.parse(Published.octets((String) c)).orElseThrow())
        .toList();
  }

  private static List<?> list(@Nullable Object value) {
    return value == null ? List.<Bytes>of() : (List<?>) value;
  }
}
