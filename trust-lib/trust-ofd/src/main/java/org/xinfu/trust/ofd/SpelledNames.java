package org.xinfu.trust.ofd;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of a package whose names are written somewhere in it, letter by letter: by the content,
 * or by lists and signatures of the files of which signatures consist (GB/T 33190-2016 §18). Of the
 * latter, only those count that are judged as what the location says they are; else a further
 * signature could call any file by a new name.
 */
final class SpelledNames {
  private final OfdFiles files;
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> read = new HashSet<>();

  private SpelledNames(OfdFiles files) {
    this.files = files;
  }

  /** The root is among them: who does not find it shows nothing else in its place. */
  static Set<String> of(OfdGraph graph) {
    SpelledNames spelled = new SpelledNames(graph.files());
    spelled.names.add(graph.path());
    for (OfdDocument document : graph.documents()) {
      spelled.names.addAll(document.reachable().spelled());
      document.signatures().ifPresent(list -> spelled.list(document, list));
    }
    return spelled.names;
  }

  private void list(OfdDocument document, String list) {
    document.body().children("Signatures").stream()
        .flatMap(e -> OfdPath.resolve(OfdGraph.ROOT, e.text()).stream())
        .filter(list::equals)
        .filter(files::has)
        .forEach(names::add);
    try {
      if (read.add(list)) {
        files.xml(list).children("Signature").stream()
            .flatMap(s -> s.attribute("BaseLoc").stream())
            .flatMap(location -> used(location, List.of(list)).stream())
            .forEach(path -> signature(path, list));
      }
    } catch (Finding unreadable) {
      // A finding of the package
    }
  }

  private void signature(String path, String list) {
    try {
      if (read.add(path)) {
        SignatureFile signature = files.signature(path);
        Stream.of(signature.sealLoc(), signature.imageLoc(), Optional.of(signature.signedValue()))
            .flatMap(Optional::stream)
            .forEach(location -> used(location, List.of(path, list)));
      }
    } catch (Finding unreadable) {
      // A finding of that signature
    }
  }

  /** The file at a location inside the first of these files where there is one. */
  private Optional<String> used(String location, List<String> inside) {
    Optional<String> path =
        inside.stream()
            .flatMap(file -> SignatureList.located(file, location, files).stream())
            .findFirst();
    Stream.concat(inside.stream(), Stream.of(OfdGraph.ROOT))
        .map(file -> OfdPath.resolve(file, location).orElse(null))
        .filter(Objects::nonNull)
        .filter(written -> path.filter(written::equals).isPresent())
        .forEach(names::add);
    return path;
  }
}
