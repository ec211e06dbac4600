package org.xinfu.trust.pdf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDPage;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.SignatureReport.Change;

/**
 * What may be appended to a signed PDF: a further signature with its field and widget, and material
 * for long-term validation (ISO 32000-2 §12.8.4.3). Each rule names the one place it explains.
 */
final class AllowedUpdates {
  private static final COSName DSS = COSName.getPDFName("DSS");
  private static final COSName EXTENSIONS = COSName.getPDFName("Extensions");
  private static final COSName SIG_FLAGS = COSName.getPDFName("SigFlags");
  private static final Set<String> FIELD_KEYS =
      Set.of(
          "Type", "Subtype", "FT", "T", "TU", "V", "F", "Ff", "P", "Rect", "AP", "MK", "Lock", "DA",
          "Border", "BS");
  private static final Set<String> STAMPED_INFO = Set.of("ModDate", "Producer");

  private final Revision then;
  private final Revision now;
  private final Set<COSObjectKey> added;
  private final Set<COSObjectKey> changed;
  private final Set<COSObjectKey> explained = new HashSet<>();
  private final Set<COSObjectKey> newFields = new HashSet<>();
  private final List<Change> violations = new ArrayList<>();

  AllowedUpdates(Revision then, Revision now, Set<COSObjectKey> added, Set<COSObjectKey> changed) {
    this.then = then;
    this.now = now;
    this.added = added;
    this.changed = changed;
  }

  void apply() {
    COSDictionary before = then.catalog();
    COSDictionary after = now.catalog();
    COSBase root = now.trailer().getItem(COSName.ROOT);
    boolean clean = true;
    for (COSName name : union(before, after)) {
      clean &= catalogEntry(name, before, after);
    }
    if (clean && root instanceof COSObject reference) {
      explained.add(reference.getKey());
    }
    for (PDPage page : then.document().getPages()) {
      page(page);
    }
    info();
  }

  boolean explains(COSObjectKey key) {
    return explained.contains(key);
  }

  /** Differences inside objects that are no objects of their own. */
  List<Change> violations() {
    return violations;
  }

  private boolean catalogEntry(COSName name, COSDictionary before, COSDictionary after) {
    if (name.equals(COSName.ACRO_FORM)) {
      return form(before, after);
    }
    COSBase a = before.getItem(name);
    COSBase b = after.getItem(name);
    if (name.equals(DSS)) {
      return validationMaterial(a, b);
    }
    boolean same = Revisions.same(a, b) || (name.equals(EXTENSIONS) && b instanceof COSDictionary);
    if (!same) {
      forbid("Root/" + name.getName());
    }
    return same;
  }

  /** A DSS may come; one that is there already is not touched. */
  private boolean validationMaterial(@Nullable COSBase before, @Nullable COSBase after) {
    if (before == null && after != null) {
      explainNew(after);
      return true;
    }
    if (!Revisions.same(before, after)) {
      forbid("Root/DSS");
      return false;
    }
    return true;
  }

  private boolean form(COSDictionary before, COSDictionary after) {
    COSDictionary a = before.getCOSDictionary(COSName.ACRO_FORM);
    COSDictionary b = after.getCOSDictionary(COSName.ACRO_FORM);
    if (b == null) {
      if (a != null) {
        forbid("Root/AcroForm");
      }
      return a == null;
    }
    COSDictionary base = a == null ? new COSDictionary() : a;
    boolean clean = true;
    for (COSName name : union(base, b)) {
      boolean fine =
          name.equals(COSName.FIELDS)
              ? fields(base, b)
              : name.equals(SIG_FLAGS)
                  || Revisions.same(base.getItem(name), b.getItem(name))
                  || (name.equals(COSName.DA) && !base.containsKey(name));
      if (!fine) {
        forbid("Root/AcroForm/" + name.getName());
      }
      clean &= fine;
    }
    if (clean) {
      explainContainer(COSName.ACRO_FORM, before, after);
    }
    return clean;
  }

  /** The list of fields only grows, and only by signed signature fields. */
  private boolean fields(COSDictionary before, COSDictionary after) {
    COSArray a = before.getCOSArray(COSName.FIELDS);
    COSArray b = after.getCOSArray(COSName.FIELDS);
    COSArray head = a == null ? new COSArray() : a;
    if (b == null || !Revisions.startsWith(b, head)) {
      return false;
    }
    for (int i = head.size(); i < b.size(); i++) {
      if (!(b.get(i) instanceof COSObject reference)
          || !added.contains(reference.getKey())
          || !(reference.getObject() instanceof COSDictionary field)
          || !signedField(field)) {
        return false;
      }
      newFields.add(reference.getKey());
      explainNew(reference);
    }
    explainContainer(COSName.FIELDS, before, after);
    return true;
  }

  /**
   * A field that is its own widget and holds a new signature, which is judged like every other: an
   * unsigned field could paint anything.
   */
  private boolean signedField(COSDictionary field) {
    return COSName.SIG.equals(field.getCOSName(COSName.FT))
        && COSName.WIDGET.equals(field.getCOSName(COSName.SUBTYPE))
        && field.keySet().stream().allMatch(k -> FIELD_KEYS.contains(k.getName()))
        && field.getItem(COSName.V) instanceof COSObject value
        && added.contains(value.getKey());
  }

  /** On a page nothing changes but that /Annots gains widgets of the new fields. */
  private void page(PDPage page) {
    COSDictionary before = page.getCOSObject();
    COSObjectKey key = before.getKey();
    COSBase item = before.getItem(COSName.ANNOTS);
    boolean list = item instanceof COSObject array && changed.contains(array.getKey());
    if (key == null || (!changed.contains(key) && !list)) {
      return;
    }
    if (!(now.object(key) instanceof COSDictionary after)) {
      return;
    }
    for (COSName name : union(before, after)) {
      if (!name.equals(COSName.ANNOTS)
          && !Revisions.same(before.getItem(name), after.getItem(name))) {
        return;
      }
    }
    if (annotations(before, after)) {
      explained.add(key);
      explainContainer(COSName.ANNOTS, before, after);
    }
  }

  private boolean annotations(COSDictionary before, COSDictionary after) {
    COSArray a = before.getCOSArray(COSName.ANNOTS);
    COSArray b = after.getCOSArray(COSName.ANNOTS);
    COSArray head = a == null ? new COSArray() : a;
    if (b == null || !Revisions.startsWith(b, head)) {
      return false;
    }
    for (int i = head.size(); i < b.size(); i++) {
      if (!(b.get(i) instanceof COSObject reference) || !newFields.contains(reference.getKey())) {
        return false;
      }
    }
    return true;
  }

  /** Libraries stamp the time of the update; nothing that is shown. */
  private void info() {
    COSBase item = now.trailer().getItem(COSName.INFO);
    if (!(item instanceof COSObject reference)
        || !(reference.getObject() instanceof COSDictionary after)
        || !(added.contains(reference.getKey())
            || Revisions.same(then.trailer().getItem(COSName.INFO), item))) {
      return;
    }
    COSDictionary before =
        then.object(reference.getKey()) instanceof COSDictionary found
            ? found
            : new COSDictionary();
    boolean clean =
        union(before, after).stream()
            .allMatch(
                name ->
                    Revisions.same(before.getItem(name), after.getItem(name))
                        || (STAMPED_INFO.contains(name.getName())
                            && textOrNone(before.getItem(name))
                            && textOrNone(after.getItem(name))));
    if (clean) {
      explained.add(reference.getKey());
    }
  }

  private static boolean textOrNone(@Nullable COSBase item) {
    return item == null || item instanceof COSString;
  }

  /**
   * The object behind an entry that held nothing but what was just judged: the one that was there
   * before, or a new one. Any other would be taken away from where it was shown.
   */
  private void explainContainer(COSName name, COSDictionary before, COSDictionary after) {
    COSBase item = after.getItem(name);
    if (item instanceof COSObject reference
        && (added.contains(reference.getKey()) || Revisions.same(before.getItem(name), item))) {
      explained.add(reference.getKey());
    }
  }

  /** Marks new objects reachable from {@code start}; what was there before ends the walk. */
  private void explainNew(COSBase start) {
    Deque<COSBase> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      COSBase next = open.pop();
      if (next instanceof COSObject reference) {
        if (added.contains(reference.getKey()) && explained.add(reference.getKey())) {
          Stream.ofNullable(reference.getObject()).forEach(open::push);
        }
      } else if (next instanceof COSStream stream) {
        stream.getValues().forEach(open::push);
      } else if (next instanceof COSDictionary dictionary) {
        dictionary.getValues().forEach(open::push);
      } else if (next instanceof COSArray array) {
        array.forEach(open::push);
      }
    }
  }

  private void forbid(String path) {
    violations.add(new Change("entry-changed", path, false));
  }

  private static Set<COSName> union(COSDictionary a, COSDictionary b) {
    Set<COSName> names = new java.util.TreeSet<>(a.keySet());
    names.addAll(b.keySet());
    return names;
  }
}
