package org.xinfu.licence.types;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.xinfu.licence.layout.Template;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.id.UnifiedSocialCreditCode;
import org.xinfu.trust.key.Digests;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The type packages of this vault, read once from {@code types/} on the class path. */
public final class Catalogue {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final List<TypePackage> packages;

  private Catalogue(List<TypePackage> packages) {
    this.packages = List.copyOf(packages);
  }

  /**
   * Reads all packages named in {@code types/index.yaml}.
   *
   * @throws IllegalStateException when a package contradicts itself
   */
  public static Catalogue standard() {
    List<TypePackage> packages = new ArrayList<>();
    for (String folder : YAML.readValue(resource("index.yaml").toArray(), Index.class).packages()) {
      packages.add(read(folder));
    }
    return new Catalogue(packages);
  }

  /** All packages, every version. */
  public List<TypePackage> all() {
    return packages;
  }

  /** The newest version of each type. */
  public List<TypePackage> current() {
    return packages.stream()
        .filter(p -> find(p.type().code()).filter(p::equals).isPresent())
        .toList();
  }

  /** The newest version of a type. */
  public Optional<TypePackage> find(String typeCode) {
    return packages.stream()
        .filter(p -> p.type().code().equals(typeCode))
        .max(Comparator.comparingInt(p -> p.type().version()));
  }

  /** The type's name in a language: Chinese for {@code zh}, English otherwise. */
  public String name(String typeCode, Locale language) {
    return find(typeCode)
        .map(p -> language.getLanguage().equals("zh") ? p.type().name().zh() : p.type().name().en())
        .orElse(typeCode);
  }

  private static TypePackage read(String folder) {
    Bytes type = resource(folder + "/type.yaml");
    Bytes template = resource(folder + "/template.yaml");
    TypePackage read =
        new TypePackage(
            YAML.readValue(type.toArray(), LicenceType.class),
            YAML.readValue(template.toArray(), Template.class),
            Digests.sha256(type.concat(template)).toHex());
    check(read.type());
    return read;
  }

  /** GB/T 36904 4.2: the type's code begins with its defining authority's code. */
  private static void check(LicenceType type) {
    String authority = type.definedBy().uscc();
    if (UnifiedSocialCreditCode.parse(authority).isEmpty()
        || !type.code().matches("\\Q" + authority + "\\E[0-9]{3}")) {
      throw new IllegalStateException("type code and authority disagree: " + type.code());
    }
    if (type.items().stream().noneMatch(i -> i.key().equals(type.numberItem()))) {
      throw new IllegalStateException("no item is the number: " + type.code());
    }
  }

  private static Bytes resource(String path) {
    try (InputStream stream =
        Objects.requireNonNull(Catalogue.class.getResourceAsStream("/types/" + path), path)) {
      return Bytes.of(stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Folders below {@code types/}. */
  record Index(List<String> packages) {}
}
