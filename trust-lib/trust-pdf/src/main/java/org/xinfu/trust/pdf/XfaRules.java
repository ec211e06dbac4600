package org.xinfu.trust.pdf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.pdf.RevisionChanges.Weight;

/**
 * What may change in a form in XML, ISO 32000-1 §12.7.8 and XFA 3.3: the data that was filled in.
 * The template, its styles and its settings say the same in their signed and their present form,
 * spelled anew or not.
 */
final class XfaRules {
  /** A packet; with any other entry the stream could be a picture or a page's content. */
  private static final Set<String> PACKET = Set.of("Type", "Length", "Filter", "DecodeParms");

  private static final int DEEPEST = 10;

  private final RevisionComparison comparison;
  private final PdfView then;
  private final PdfView now;

  XfaRules(RevisionComparison comparison) {
    this.comparison = comparison;
    this.then = comparison.then();
    this.now = comparison.now();
  }

  void compare(PdfValue before, PdfValue after, DocumentPath path) {
    if (!spelled(then, before).equals(spelled(now, after))) {
      comparison.change("entry-changed", path, Weight.DOUBTFUL);
    }
    if (comparison.same(before, after)) {
      return;
    }
    PdfValue a = then.resolve(before);
    PdfValue b = now.resolve(after);
    if (a instanceof PdfValue.Array && b instanceof PdfValue.Array) {
      packets(packets(then, before), packets(now, after), path);
    } else if (a instanceof PdfValue.Stream x && b instanceof PdfValue.Stream y) {
      packet(x, y, path, 2);
    } else {
      // Without the XML a reader shows the fields, which were signed too.
      boolean gone = b instanceof PdfValue.Null && !(a instanceof PdfValue.Null);
      comparison.change("entry-changed", path, gone ? Weight.DOUBTFUL : Weight.FORBIDDEN);
    }
  }

  /**
   * PDF.js shows the pages in place of a form in XML that has to be laid out once there are fields
   * other than signatures without a place, or it is told that none are signatures.
   */
  void compareUse(PdfValue.Dict before, PdfValue.Dict after, DocumentPath path) {
    boolean laid =
        now.resolve(now.catalog().get("NeedsRendering")) instanceof PdfValue.Truth truth
            && truth.value()
            && after.has("XFA");
    if (laid && alone(then, before) != alone(now, after)) {
      comparison.change("entry-changed", path, Weight.SHOWN);
    }
  }

  private boolean alone(PdfView view, PdfValue.Dict form) {
    boolean seals =
        view.resolve(form.get("SigFlags")) instanceof PdfValue.Numeral n
            && ((long) n.value() & 1) != 0;
    return view.array(form.get("Fields")).isEmpty() || (seals && seals(view, form, "Fields", 0));
  }

  /** As PDF.js looks for them: it inherits nothing, and goes on to ten nodes beneath another. */
  private boolean seals(PdfView view, PdfValue.Dict node, String list, int depth) {
    if (!(view.resolve(node.get(list)) instanceof PdfValue.Array)) {
      return false;
    }
    List<PdfValue> items = view.array(node.get(list));
    comparison.looked(items.size());
    int below = depth;
    for (PdfValue item : items) {
      PdfValue.Dict field = view.dict(item);
      boolean kids = field.has("Kids");
      below += kids ? 1 : 0;
      if (below > DEEPEST || !(kids ? seals(view, field, "Kids", below) : placeless(view, field))) {
        return false;
      }
    }
    return true;
  }

  private static boolean placeless(PdfView view, PdfValue.Dict field) {
    return view.resolve(field.get("FT")).equals(new PdfValue.Name("Sig"))
        && view.resolve(field.get("Rect")) instanceof PdfValue.Array place
        && place.items().stream().allMatch(v -> v instanceof PdfValue.Numeral n && n.value() == 0);
  }

  /**
   * The names as they stand there, that of a saved layout with them: PDF.js knows packets by the
   * octets of strings in the array itself, and the first and the last by their places.
   */
  private static List<Bytes> spelled(PdfView view, PdfValue array) {
    List<PdfValue> items = view.array(array);
    return IntStream.range(0, items.size() / 2)
        .mapToObj(i -> items.get(2 * i) instanceof PdfValue.Text t ? t.value() : Bytes.empty())
        .toList();
  }

  /** Packets by their names, in order; none when they are not written as they should be. */
  private static Map<String, PdfValue> packets(PdfView view, PdfValue array) {
    List<PdfValue> items = view.array(array);
    Map<String, PdfValue> packets = new LinkedHashMap<>();
    for (int i = 0; i + 1 < items.size(); i += 2) {
      if (!(view.resolve(items.get(i)) instanceof PdfValue.Text name)
          || packets.put(PdfText.of(name.value()), items.get(i + 1)) != null) {
        return Map.of();
      }
    }
    return items.size() % 2 == 0 ? packets : Map.of();
  }

  private void packets(Map<String, PdfValue> old, Map<String, PdfValue> young, DocumentPath path) {
    if (!names(old).equals(names(young))) {
      comparison.change("entry-changed", path, Weight.FORBIDDEN);
      return;
    }
    for (Map.Entry<String, PdfValue> packet : young.entrySet()) {
      DocumentPath place = path.then(packet.getKey());
      PdfValue a = then.resolve(old.getOrDefault(packet.getKey(), PdfValue.NULL));
      PdfValue b = now.resolve(packet.getValue());
      if (packet.getKey().equals("form")) {
        // What a reader saved of how it laid the form out: nobody can say what it shows.
        if (!comparison.same(a, b)) {
          comparison.change("field-filled", place, plain(b) ? Weight.DOUBTFUL : Weight.FORBIDDEN);
        }
      } else if (a instanceof PdfValue.Stream x && b instanceof PdfValue.Stream y) {
        packet(x, y, place, 1);
      } else {
        comparison.change("entry-changed", place, Weight.FORBIDDEN);
      }
    }
  }

  private static List<String> names(Map<String, PdfValue> packets) {
    return packets.keySet().stream().filter(name -> !name.equals("form")).toList();
  }

  /** Whether every reader unpacks it so: parameters in another shape PDF.js does not hear. */
  private boolean simple(PdfValue.Dict packet) {
    PdfValue filter = now.resolve(packet.get("Filter"));
    boolean one = filter instanceof PdfValue.Array list && list.items().size() == 1;
    PdfValue only = one ? ((PdfValue.Array) filter).items().get(0) : filter;
    return !packet.has("DecodeParms")
        && (only instanceof PdfValue.Null || only.equals(new PdfValue.Name("FlateDecode")));
  }

  private static boolean plain(PdfValue value) {
    return value instanceof PdfValue.Stream stream
        && PACKET.containsAll(stream.dict().entries().keySet());
  }

  private void packet(PdfValue.Stream x, PdfValue.Stream y, DocumentPath path, int depth) {
    if (comparison.same(x, y)) {
      return;
    }
    Optional<XfaPacket> before = read(then, x, depth);
    Optional<XfaPacket> after = read(now, y, depth);
    if (!plain(y)
        || before.isEmpty()
        || after.isEmpty()
        || !before.get().rest().equals(after.get().rest())) {
      comparison.change("entry-changed", path, Weight.FORBIDDEN);
      return;
    }
    if (!before.get().form().equals(after.get().form())) {
      comparison.change("field-filled", path, Weight.DOUBTFUL);
    }
    if (!simple(y.dict())
        || !before.get().read().equals(after.get().read())
        || before.get().raw()
        || after.get().raw()) {
      comparison.change("entry-changed", path, Weight.DOUBTFUL);
    }
    boolean filled = !before.get().data().equals(after.get().data());
    comparison.change(
        filled ? "field-filled" : "entry-changed", path, filled ? filled() : Weight.ALLOWED);
  }

  private Weight filled() {
    Permissions permissions = comparison.permissions();
    boolean all = permissions.locks().stream().anyMatch(l -> l.action() == Permissions.Action.ALL);
    if (all || permissions.level().filter(level -> level < 2).isPresent()) {
      return Weight.FORBIDDEN;
    }
    // The data have names of their own: which field they are of is the template's to say.
    return permissions.locks().isEmpty() ? Weight.SHOWN : Weight.DOUBTFUL;
  }

  private static Optional<XfaPacket> read(PdfView view, PdfValue.Stream stream, int depth) {
    try {
      Bytes octets = StreamDecoder.decode(view, stream);
      return XfaPacket.read(octets, depth);
    } catch (MalformedPdf unreadable) {
      if (unreadable.exhausted()) {
        throw unreadable;
      }
      return Optional.empty();
    }
  }
}
