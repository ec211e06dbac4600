package org.xinfu.trust.pdf;

import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** What no table lists and a reader finds that rebuilds the table; looked for once. */
final class RebuiltTable {
  private final PdfView view;
  private @Nullable NavigableMap<Long, Integer> unlisted;
  private @Nullable NavigableMap<Long, Integer> copies;
  private long searched;

  RebuiltTable(PdfView view) {
    this.view = view;
  }

  /** Objects that are written behind a place and that no table lists there, by their place. */
  NavigableMap<Long, Integer> unlisted(long from) {
    if (unlisted == null || from < searched) {
      unlisted = UnlistedObjects.in(view.octets(), view.table(), from, number -> true);
      searched = from;
    }
    return unlisted.tailMap(from, true);
  }

  /**
   * Objects anywhere in the file that no table lists, by their place, of numbers that are in use
   * elsewhere or named in vain.
   */
  NavigableMap<Long, Integer> copies() {
    if (copies == null) {
      copies = UnlistedObjects.copies(view);
    }
    return copies;
  }
}
