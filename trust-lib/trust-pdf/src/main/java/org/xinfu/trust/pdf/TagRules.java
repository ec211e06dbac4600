package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xinfu.trust.pdf.RevisionChanges.Weight;

/**
 * What may change in the structure tree, ISO 32000-2 §14.7: elements may come that tag the widgets
 * of new signature fields and say nothing else. Any other change is doubted, since tags say what a
 * page means to those who do not see it.
 */
final class TagRules {
  private static final int MOST = 1_000_000;

  /** How deep new elements lie in each other; what libraries write is one for the document. */
  private static final int DEEPEST = 8;

  private static final Set<String> TAG = Set.of("Type", "S", "P", "Pg", "K", "T", "Lang", "NS");
  private static final Set<String> LINK = Set.of("Type", "Obj", "Pg");
  private final RevisionComparison comparison;
  private final PdfView then;
  private final PdfView now;
  private final Set<PdfValue.Ref> added = new HashSet<>();
  private final Set<PdfValue.Ref> seen = new HashSet<>();
  private final Deque<Pair> open = new ArrayDeque<>();

  /** An element that both revisions have. */
  private record Pair(PdfValue.Dict before, PdfValue.Dict after, DocumentPath path) {}

  TagRules(RevisionComparison comparison) {
    this.comparison = comparison;
    this.then = comparison.then();
    this.now = comparison.now();
  }

  void compare(PdfValue before, PdfValue after, DocumentPath path) {
    if (!(then.resolve(before) instanceof PdfValue.Dict a)
        || !(now.resolve(after) instanceof PdfValue.Dict b)) {
      comparison.unexplained(before, after, path, Weight.DOUBTFUL);
      return;
    }
    open.push(new Pair(a, b, path));
    while (!open.isEmpty()) {
      element(open.pop());
    }
    parents(a.get("ParentTree"), b.get("ParentTree"), path.then("ParentTree"));
  }

  private void element(Pair pair) {
    Set<String> keys = new TreeSet<>(pair.before().entries().keySet());
    keys.addAll(pair.after().entries().keySet());
    for (String key : keys) {
      PdfValue a = pair.before().get(key);
      PdfValue b = pair.after().get(key);
      DocumentPath path = pair.path().then(key);
      switch (key) {
        case "K" -> kids(a, b, path);
        case "ParentTree" -> {}
        case "ParentTreeNextKey" -> {
          if (!(now.resolve(b) instanceof PdfValue.Numeral)) {
            comparison.change("entry-changed", path, Weight.DOUBTFUL);
          }
        }
        // An empty map says what none says (§14.8.4); iText writes one.
        case "RoleMap" -> {
          if (pair.before().has(key) || !empty(b)) {
            comparison.unexplained(a, b, path, Weight.DOUBTFUL);
          }
        }
        // The parent is compared where its kids are.
        case "P" -> doubt(a.equals(b) || comparison.same(a, b), path);
        default -> comparison.unexplained(a, b, path, Weight.DOUBTFUL);
      }
    }
  }

  private boolean empty(PdfValue value) {
    return now.resolve(value) instanceof PdfValue.Dict map && map.entries().isEmpty();
  }

  /** Kids stay in their order; what comes in between has to be a tag of a new widget. */
  private void kids(PdfValue before, PdfValue after, DocumentPath path) {
    List<PdfValue> old = list(then, before);
    int next = 0;
    for (PdfValue kid : list(now, after)) {
      if (next < old.size() && kept(old.get(next), kid, path)) {
        next++;
      } else if (tagsWidget(kid)) {
        comparison.change("tag-added", path, Weight.ALLOWED);
      } else {
        comparison.change("tag-added", path, Weight.DOUBTFUL);
      }
    }
    doubt(next == old.size(), path);
  }

  private List<PdfValue> list(PdfView view, PdfValue value) {
    PdfValue found = view.resolve(value);
    List<PdfValue> items =
        found instanceof PdfValue.Array array
            ? array.items()
            : found instanceof PdfValue.Null ? List.of() : List.of(value);
    comparison.looked(items.size());
    return items;
  }

  private boolean kept(PdfValue a, PdfValue b, DocumentPath path) {
    if (!(a instanceof PdfValue.Ref x) || !(b instanceof PdfValue.Ref y)) {
      return comparison.same(a, b, path);
    }
    if (!x.equals(y)) {
      return false;
    }
    if (seen.add(x)) {
      follow(x, path);
    }
    return true;
  }

  private void follow(PdfValue.Ref element, DocumentPath path) {
    if (seen.size() > MOST) {
      throw new MalformedPdf("the document's tags are too many to compare", true);
    }
    if (then.object(element) instanceof PdfValue.Dict a
        && now.object(element) instanceof PdfValue.Dict b) {
      open.push(new Pair(a, b, path.in(element)));
    } else {
      comparison.unexplained(then.object(element), now.object(element), path, Weight.DOUBTFUL);
    }
  }

  /** A new element whose content is nothing but widgets that a rule let come. */
  private boolean tagsWidget(PdfValue kid) {
    return tagsWidget(kid, DEEPEST);
  }

  private boolean tagsWidget(PdfValue kid, int deepest) {
    boolean tags =
        deepest > 0
            && kid instanceof PdfValue.Ref ref
            && comparison.isNew(ref)
            && !added.contains(ref)
            && now.object(ref) instanceof PdfValue.Dict element
            && TAG.containsAll(element.entries().keySet())
            && !list(now, element.get("K")).isEmpty()
            && list(now, element.get("K")).stream()
                .allMatch(content -> widget(content) || tagsWidget(content, deepest - 1));
    return tags && added.add((PdfValue.Ref) kid);
  }

  private boolean widget(PdfValue content) {
    PdfValue.Dict link = now.dict(content);
    return link.name("Type").filter("OBJR"::equals).isPresent()
        && LINK.containsAll(link.entries().keySet())
        && link.get("Obj") instanceof PdfValue.Ref object
        && comparison.approvedWidgets().contains(object.number());
  }

  /** Keys of the parent tree stay; new ones lead to new tags. */
  private void parents(PdfValue before, PdfValue after, DocumentPath path) {
    Map<Long, PdfValue> old = numbers(then, before);
    Map<Long, PdfValue> young = numbers(now, after);
    for (Map.Entry<Long, PdfValue> entry : old.entrySet()) {
      Optional<PdfValue> found = Optional.ofNullable(young.remove(entry.getKey()));
      doubt(
          found.filter(value -> sameParents(entry.getValue(), value)).isPresent(),
          path.then(entry.getKey().toString()));
    }
    young.forEach(
        (key, value) ->
            doubt(
                list(now, value).stream()
                    .allMatch(tag -> tag instanceof PdfValue.Ref ref && added.contains(ref)),
                path.then(key.toString())));
  }

  private boolean sameParents(PdfValue a, PdfValue b) {
    return list(then, a).equals(list(now, b));
  }

  private Map<Long, PdfValue> numbers(PdfView view, PdfValue root) {
    Map<Long, PdfValue> found = new TreeMap<>();
    References.Walk walk = new References.Walk(view).node(root);
    for (Optional<PdfValue> next = walk.next(); next.isPresent(); next = walk.next()) {
      PdfValue.Dict node = view.dict(next.get());
      walk.list(node.get("Kids"));
      List<PdfValue> numbers = view.array(node.get("Nums"));
      comparison.looked(numbers.size());
      for (int n = 0; n + 1 < numbers.size(); n += 2) {
        if (view.resolve(numbers.get(n)) instanceof PdfValue.Numeral key) {
          found.put((long) key.value(), numbers.get(n + 1));
        }
      }
    }
    return found;
  }

  private void doubt(boolean same, DocumentPath path) {
    if (!same) {
      comparison.change("entry-changed", path, Weight.DOUBTFUL);
    }
  }
}
