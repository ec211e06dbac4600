package org.xinfu.trust.ofd;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The versions that a document keeps, GB/T 33190-2016 §19. Readers that know them show the one
 * marked as current, others what DocRoot names: it must be one.
 */
record Versions(OfdFiles files, OfdDocument document) {
  static final String CLAUSE = "GB/T 33190 19";

  /** Why two readers may show two documents; empty when they may not. */
  Optional<String> doubt() {
    List<XmlElement> current =
        document.body().children("Versions").stream()
            .flatMap(v -> v.children("Version").stream())
            .filter(Versions::current)
            .toList();
    if (current.size() > 1) {
      return Optional.of(current.size() + " versions are the current one");
    }
    return current.stream()
        .filter(v -> !rootsOf(v).allMatch(document.docRoot()::equals))
        .map(v -> "the current version has another DocRoot than " + document.docRoot())
        .findFirst();
  }

  private static boolean current(XmlElement version) {
    return version
        .attribute("Current")
        .filter(c -> c.equalsIgnoreCase("true") || c.equals("1"))
        .isPresent();
  }

  /** DocRoot of a version by each reading; what cannot be read is a finding of the walk. */
  private Stream<String> rootsOf(XmlElement version) {
    return version.attribute("BaseLoc").stream()
        .flatMap(l -> OfdPath.resolve(OfdGraph.ROOT, l).flatMap(files::named).stream())
        .flatMap(
            file ->
                roots(file).stream()
                    .flatMap(l -> SignatureList.located(file, l.text(), files).stream()));
  }

  private List<XmlElement> roots(String file) {
    try {
      return files.xml(file).children("DocRoot");
    } catch (Finding unreadable) {
      return List.of();
    }
  }
}
