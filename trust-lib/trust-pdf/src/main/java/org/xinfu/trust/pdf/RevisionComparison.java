package org.xinfu.trust.pdf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.SignatureReport.Change;

/**
 * Compares a signed revision with the latest one object by object. A difference is allowed only
 * when a rule of {@link AllowedUpdates} explains it; whatever stays unexplained is forbidden.
 */
final class RevisionComparison {
  private static final COSName XREF = COSName.getPDFName("XRef");
  private static final COSName XREF_STREAM = COSName.getPDFName("XRefStm");
  private final DocumentSource source;
  private final Revision then;
  private final Revision now;
  private final List<Change> changes = new ArrayList<>();

  RevisionComparison(DocumentSource source, Revision then, Revision now) {
    this.source = source;
    this.then = then;
    this.now = now;
  }

  /** Every change, in order of object number, those of the file as a whole first. */
  List<Change> changes() {
    compareFile();
    Set<COSObjectKey> added = new TreeSet<>();
    Set<COSObjectKey> changed = new TreeSet<>();
    Set<COSObjectKey> all = new TreeSet<>(then.keys());
    all.addAll(now.keys());
    for (COSObjectKey key : all) {
      if (then.place(key) == null) {
        added.add(key);
      } else if (now.place(key) == null) {
        forbid("object-removed", path(key));
      } else if (!Revisions.sameObject(then, now, key)) {
        changed.add(key);
      }
    }
    AllowedUpdates rules = new AllowedUpdates(then, now, added, changed);
    rules.apply();
    changes.addAll(rules.violations());
    for (COSObjectKey key : changed) {
      changes.add(new Change("object-changed", path(key), rules.explains(key)));
    }
    // A new object under a number that the signed revision already names would be shown by it.
    Set<Long> named = added.isEmpty() ? Set.of() : then.dangling();
    for (COSObjectKey key : added) {
      boolean fresh =
          !named.contains(key.getNumber())
              && then.keys().stream().noneMatch(k -> k.getNumber() == key.getNumber());
      boolean allowed = fresh && (rules.explains(key) || structural(now, key));
      changes.add(new Change("object-added", path(key), allowed));
    }
    return changes;
  }

  private void compareFile() {
    String start = startXref();
    // Octets that no revision owns would be read differently by a reader that repairs.
    if (start.isEmpty() || Long.parseLong(start) < then.end()) {
      forbid("octets-appended", "after octet " + then.end());
    } else {
      new UpdateTables(source, then, now)
          .problem(Long.parseLong(start))
          .ifPresent(problem -> forbid("cross-reference", problem));
    }
    for (COSName name : List.of(COSName.ROOT, COSName.ENCRYPT)) {
      if (!Revisions.same(then.trailer().getItem(name), now.trailer().getItem(name))) {
        forbid("trailer-changed", "trailer/" + name.getName());
      }
    }
    if (now.trailer().containsKey(XREF_STREAM)) {
      forbid("trailer-changed", "trailer/XRefStm");
    }
    if (then.trailer().containsKey(COSName.INFO)
        && !Revisions.same(
            then.trailer().getItem(COSName.INFO), now.trailer().getItem(COSName.INFO))) {
      forbid("trailer-changed", "trailer/Info");
    }
  }

  /** The number after the last startxref when the file ends with it; else empty. */
  private String startXref() {
    int size = (int) Math.min(64, source.length() - then.end());
    String tail =
        new String(
            source.read(source.length() - size, size).toArray(), StandardCharsets.ISO_8859_1);
    java.util.regex.Matcher last =
        java.util.regex.Pattern.compile("startxref\\s+(\\d{1,15})\\s+%%EOF\\r?\\n?\\z")
            .matcher(tail);
    return last.find() ? last.group(1) : "";
  }

  private static boolean structural(Revision now, COSObjectKey key) {
    if (!(now.object(key) instanceof COSStream stream)) {
      return false;
    }
    COSName type = ((COSDictionary) stream).getCOSName(COSName.TYPE);
    return XREF.equals(type) || COSName.OBJ_STM.equals(type);
  }

  private void forbid(String kind, String path) {
    changes.add(new Change(kind, path, false));
  }

  private static String path(COSObjectKey key) {
    return "object " + key.getNumber() + " " + key.getGeneration();
  }
}
