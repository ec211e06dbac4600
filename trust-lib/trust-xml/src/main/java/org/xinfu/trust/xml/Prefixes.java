package org.xinfu.trust.xml;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * How a reference treats prefixes that nothing visible has, read once: a list may be as long as the
 * document, and every element of the content asks.
 *
 * @param exclusive whether what unsigned ancestors lend (namespaces, xml:lang and the like) is not
 *     among the octets
 * @param listed the prefixes that are to be signed nevertheless, empty for the default namespace
 */
record Prefixes(boolean exclusive, Set<String> listed) {
  static Prefixes of(Element reference) {
    boolean exclusive =
        Dom.all(reference, Dom.DS, "Transform").stream()
            .anyMatch(
                t -> C14n.of(Dom.attribute(t, "Algorithm")).filter(C14n::exclusive).isPresent());
    Set<String> listed =
        Dom.all(reference, Dom.DS, "Transform").stream()
            .flatMap(t -> Stream.ofNullable(C14n.prefixes(t)))
            .flatMap(C14n::names)
            .map(name -> name.equals("#default") ? "" : name)
            .collect(Collectors.toUnmodifiableSet());
    return new Prefixes(exclusive, listed);
  }
}
