package org.xinfu.trust.pdf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a signed revision with the document as it is now, from the trailer down. Every path has
 * to lead to what it led to when it was signed, but for what a rule allows at that very place: the
 * catalog's entries ({@link CatalogRules}), the form and its fields ({@link FormRules}), the pages'
 * annotations ({@link PageRules}).
 */
final class RevisionComparison implements GraphComparison.Roles {
  private static final int MOST_MISSES = 64;

  private final PdfView then;
  private final PdfView now;
  private final Permissions permissions;
  private final RevisionChanges changes = new RevisionChanges();
  private final GraphComparison graph;
  private final Layers layers;
  private final SplitFields splits;
  private final FacelessFields faceless;
  private final FieldWidgets widgets = new FieldWidgets(this);
  private final Map<Integer, String> fields = new HashMap<>();
  private final Set<Integer> pages = new TreeSet<>();
  private final Set<Integer> nodes = new HashSet<>();
  private final Set<Integer> approvedWidgets = new TreeSet<>();
  private int misses;
  private final ComparisonBudget budget;

  RevisionComparison(PdfView then, PdfView now, Permissions permissions, ComparisonBudget budget) {
    this.then = then;
    this.now = now;
    this.permissions = permissions;
    this.budget = budget;
    this.graph = new GraphComparison(then, now, this, budget);
    this.layers = new Layers(then);
    this.splits = new SplitFields(this);
    this.faceless = new FacelessFields(this);
  }

  /** Every change, those of the file as a whole first. */
  RevisionChanges compare() {
    compareFile();
    PageRules pageRules = new PageRules(this);
    FormRules formRules = new FormRules(this);
    pageRules.collect();
    formRules.collect();
    budget.through(fields.size());
    splits.collect();
    new CatalogRules(this).compare(formRules);
    formRules.compareFields();
    pageRules.compare();
    String tags = "StructTreeRoot";
    new TagRules(this)
        .compare(then.catalog().get(tags), now.catalog().get(tags), DocumentPath.of(tags));
    for (int number : graph.beyond()) {
      changes.add("object-hidden", "object " + number, RevisionChanges.Weight.DOUBTFUL);
    }
    for (int number : graph.split()) {
      changes.add("object-doubled", "object " + number, RevisionChanges.Weight.DOUBTFUL);
    }
    List<Integer> elsewhere = now.elsewhere(then);
    listUnused(elsewhere);
    new WrittenObjects(then, now, changes).judge(graph.standing(), elsewhere);
    return changes;
  }

  private void compareFile() {
    for (String contradiction : now.table().contradictions()) {
      if (then.table().contradictions().contains(contradiction)) {
        continue; // the signer's own, doubted for the whole document
      }
      changes.add("cross-reference", contradiction, RevisionChanges.Weight.FORBIDDEN);
    }
    // The encryption dictionary is itself in the clear, so that a change of it is no doubt
    // (§7.6.2).
    if (then.trailer().has("Encrypt") != now.trailer().has("Encrypt")
        || !sameKey()
        || !same(then.trailer().get("Encrypt"), now.trailer().get("Encrypt"))) {
      changes.add("entry-changed", "Encrypt", RevisionChanges.Weight.FORBIDDEN);
    }
    if (now.trailer().has("Encrypt") && !identified()) {
      changes.add("entry-changed", "ID", RevisionChanges.Weight.DOUBTFUL);
    }
    compareSize();
    compareEditions();
    // A chain that begins before the signed revision's end shows an older document.
    if (now.table().starts().get(0) < then.octets().end()) {
      changes.add(
          "octets-appended",
          "after octet " + then.octets().end(),
          RevisionChanges.Weight.FORBIDDEN);
    }
  }

  /**
   * LibreOffice shows in place of the pages what any trailer names so, if the trailer's checksum is
   * that of the octets before it, which anybody can compute.
   */
  private void compareEditions() {
    DocumentPath path = DocumentPath.of(XrefTable.EDITIONS);
    Map<PdfValue, PdfValue> signed = then.table().editions();
    for (Map.Entry<PdfValue, PdfValue> edition : now.table().editions().entrySet()) {
      if (signed.containsKey(edition.getKey())) {
        strict(signed.get(edition.getKey()), edition.getValue(), path);
      } else {
        change("entry-added", path, RevisionChanges.Weight.FORBIDDEN);
      }
    }
  }

  /** The key is made of the trailer's /ID too (§7.6.4.3.2): with another one nothing opens. */
  private boolean sameKey() {
    if (then.decryption().isEmpty() || now.decryption().isEmpty()) {
      return then.decryption().isEmpty() && now.decryption().isEmpty();
    }
    return then.decryption().get().opensLike(now.decryption().get());
  }

  /**
   * Whether readers find what the key is made of: PDF.js opens no file where a half of the /ID does
   * not stand there itself, MuPDF none where they are not two.
   */
  private boolean identified() {
    PdfValue before = then.trailer().get("ID");
    PdfValue after = now.trailer().get("ID");
    return !(now.resolve(after) instanceof PdfValue.Array halves)
        || (halves.items().size() == 2
            && halves.items().stream().allMatch(PdfValue.Text.class::isInstance))
        || before.equals(after);
  }

  /**
   * Readers that go by the word of §7.5.5 take objects beyond /Size as missing: what was there may
   * not vanish so, nor appear. Signers that forget to raise it are real; what they wrote last is
   * theirs.
   */
  private void compareSize() {
    long before = size(then);
    long after = size(now);
    RevisionChanges.Weight hidden = lowered(after);
    List<Long> starts = then.table().starts();
    long last = starts.size() > 1 ? starts.get(1) : 0;
    for (int number : before == after ? Set.<Integer>of() : then.numbers()) {
      if (number < before && number >= after) {
        changes.add("object-hidden", "object " + number, hidden);
      } else if (number >= before && number < after && place(number) < last) {
        changes.add("object-shown", "object " + number, RevisionChanges.Weight.DOUBTFUL);
      }
    }
  }

  /** The trailer's /Size (§7.5.5): beyond any number where there is none, 0 where it is none. */
  static long size(PdfView view) {
    PdfValue size = view.resolve(view.trailer().get("Size"));
    return size instanceof PdfValue.Numeral number
        ? (long) number.value()
        : size instanceof PdfValue.Null ? Long.MAX_VALUE : 0;
  }

  /** Where the object, or the stream that packs it, was written. */
  private long place(int number) {
    return then.entry(number)
        .flatMap(
            e -> e.kind() == XrefTable.Kind.PACKED ? then.entry((int) e.place()) : Optional.of(e))
        .map(XrefTable.Entry::place)
        .orElse(0L);
  }

  /**
   * PDFBox counts no more than the objects of its own update where none of them is new. A reader
   * that took it at its word could not even begin where the catalog or the tree of pages, under the
   * number that was signed, is left out.
   */
  private RevisionChanges.Weight lowered(long size) {
    if (size != now.table().highest() + 1L) {
      return RevisionChanges.Weight.FORBIDDEN;
    }
    boolean blind =
        beyond(then.trailer().get("Root"), now.trailer().get("Root"), size)
            || beyond(then.catalog().get("Pages"), now.catalog().get("Pages"), size);
    return blind ? RevisionChanges.Weight.ALLOWED : RevisionChanges.Weight.DOUBTFUL;
  }

  private static boolean beyond(PdfValue before, PdfValue after, long size) {
    return before.equals(after) && after instanceof PdfValue.Ref ref && ref.number() >= size;
  }

  /**
   * The catalog, pages and fields have rules of their own where they stand as such. Drawn as a
   * resource, a field as a node of another of the catalog's trees, they mean something else there.
   */
  @Override
  public boolean judgesElsewhere(PdfValue.Ref object, DocumentPath path) {
    if (path.drawn() || !object.equals(then.reference(object.number()))) {
      return false;
    }
    return object.equals(then.trailer().get("Root"))
        || pages.contains(object.number())
        || (fields.containsKey(object.number()) && !path.tree());
  }

  /**
   * Layers are known by their references; the tree of pages (§7.7.3.2) and fields (§12.7.3) have to
   * have one.
   */
  @Override
  public boolean known(PdfValue.Ref object, PdfValue other) {
    return layers.name(object)
        || (!(other instanceof PdfValue.Ref)
            && (pages.contains(object.number())
                || nodes.contains(object.number())
                || fields.containsKey(object.number())));
  }

  PdfView then() {
    return then;
  }

  PdfView now() {
    return now;
  }

  Permissions permissions() {
    return permissions;
  }

  SplitFields splits() {
    return splits;
  }

  FieldWidgets widgets() {
    return widgets;
  }

  FacelessFields faceless() {
    return faceless;
  }

  RevisionChanges changes() {
    return changes;
  }

  /** Numbers of the fields and widgets of the signed revision, with their full names. */
  Map<Integer, String> fields() {
    return fields;
  }

  /** Their numbers in order. */
  int[] fieldNumbers() {
    return fields.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /** Numbers of the nodes above the pages of the signed revision. */
  Set<Integer> nodes() {
    return nodes;
  }

  /** Numbers of the pages of the signed revision. */
  Set<Integer> pages() {
    return pages;
  }

  /** Widgets that may newly stand on pages: those of signature fields found in order. */
  Set<Integer> approvedWidgets() {
    return approvedWidgets;
  }

  boolean same(PdfValue before, PdfValue after) {
    return graph.same(before, after);
  }

  /** The same for values that stand at this place: it matters whether they are drawn. */
  boolean same(PdfValue before, PdfValue after, DocumentPath path) {
    return graph.same(before, after, path);
  }

  /**
   * Whether an object was written anew under another number, as some libraries do, and says the
   * same. Looked at only while it is mostly so: what is swapped at large is not worth the work.
   */
  boolean moved(PdfValue before, PdfValue after, DocumentPath path) {
    if (misses == MOST_MISSES || then.resolve(before).equals(PdfValue.NULL)) {
      return false;
    }
    boolean same = same(before, after, path);
    misses += same ? 0 : 1;
    return same;
  }

  /** Whether nothing changed from here down; whatever did is forbidden. */
  boolean strict(PdfValue before, PdfValue after, DocumentPath path) {
    return unexplained(before, after, path, RevisionChanges.Weight.FORBIDDEN);
  }

  /** Reports whatever changed from here down with this weight. */
  boolean unexplained(
      PdfValue before, PdfValue after, DocumentPath path, RevisionChanges.Weight weight) {
    return graph.walk(
        before,
        after,
        path,
        (place, doubtful) -> {
          change("object-changed", place, doubtful ? RevisionChanges.Weight.DOUBTFUL : weight);
          return true;
        });
  }

  /** Doubts what rules of its own compare and readers reach no more, or only now. */
  void reached(PdfValue before, PdfValue after, DocumentPath path) {
    if (References.detours(then, before) != References.detours(now, after)) {
      change("entry-changed", path, RevisionChanges.Weight.DOUBTFUL);
    }
  }

  /**
   * Counts elements of lists, since many may share a long one.
   *
   * @throws MalformedPdf when they become too many
   */
  void looked(int elements) {
    budget.looked(elements);
  }

  /** Counts the characters of this full name. */
  void named(String name) {
    budget.named(name);
  }

  /** Records a change; what a password seals can only be doubted. */
  void change(String kind, DocumentPath path, RevisionChanges.Weight weight) {
    boolean blind = now.sealed() && weight == RevisionChanges.Weight.FORBIDDEN;
    changes.add(kind, path.toString(), blind ? RevisionChanges.Weight.DOUBTFUL : weight);
  }

  /**
   * Whether the object is new: its number was never taken, or was freed and is used again under a
   * later generation (§7.3.10). Whatever led to the older object is compared on its own.
   */
  boolean isNew(PdfValue.Ref object) {
    int before = then.entry(object.number()).map(XrefTable.Entry::generation).orElse(-1);
    return now.entry(object.number())
        .filter(entry -> entry.generation() == object.generation())
        .filter(entry -> entry.generation() > before)
        .isPresent();
  }

  /** New objects, for the record; whatever of them is reached was compared on the way. */
  private void listUnused(List<Integer> elsewhere) {
    for (int number : elsewhere) {
      if (isNew(now.reference(number))) {
        changes.add("object-added", "object " + number, RevisionChanges.Weight.ALLOWED);
      }
    }
  }
}
