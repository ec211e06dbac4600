package org.xinfu.trust.pdf;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that a picture or a default appearance string speaks of, as some reader or other takes them
 * (ISO 32000-2 §7.3.5): with their escapes undone or not, cut at an octet that is white space to
 * one (PDFium: 80, FF) and none to others (0B), or with a code of its own for a number sign that no
 * two digits follow.
 */
final class LooseNames {
  private static final Pattern TOKEN = Pattern.compile("/([^\\x00\\t\\n\\f\\r ()<>\\[\\]{}/%]+)");
  private static final Pattern ESCAPED = Pattern.compile("#([0-9A-Fa-f]{2})");
  private static final Pattern BROKEN = Pattern.compile("#(?![0-9A-Fa-f]{2})");

  /** What no reader takes otherwise; shorter than what any keeps of a longer one. */
  private static final Pattern PLAIN = Pattern.compile("[!-~&&[^#()<>\\[\\]{}/%]]{1,60}");

  private static final Pattern OTHER = Pattern.compile("[^!-~]|[#()<>\\[\\]{}/%]");
  private static final int MOST = 100_000;
  private final Set<String> names = new HashSet<>();
  private final Set<String> beginnings = new HashSet<>();

  /** Notes what these octets, as Latin-1, speak of, and says whether that is anything. */
  boolean collect(String octets) {
    Matcher tokens = TOKEN.matcher(octets);
    boolean found = false;
    while (!full() && tokens.find()) {
      add(tokens.group(1));
      found = true;
    }
    return found;
  }

  private void add(String token) {
    names.add(plainly(token));
    names.add(plainly(unescaped(token)));
    String[] pieces = BROKEN.split(token, 2);
    if (pieces.length > 1) {
      beginnings.add(plainly(unescaped(pieces[0])));
    }
  }

  private boolean full() {
    return names.size() + beginnings.size() >= MOST;
  }

  /** Whether some reader may find this name there. */
  boolean speaks(String name) {
    if (names.isEmpty() || full() || !PLAIN.matcher(name).matches()) {
      return !names.isEmpty();
    }
    for (int end = 0; end <= name.length() && !beginnings.isEmpty(); end++) {
      if (beginnings.contains(name.substring(0, end))) {
        return true;
      }
    }
    return names.contains(name);
  }

  private static String plainly(String token) {
    return OTHER.split(token, 2)[0];
  }

  private static String unescaped(String name) {
    return ESCAPED
        .matcher(name)
        .replaceAll(
            octet -> {
              char one = (char) Integer.parseInt(octet.group(1), 16);
              return one == '\\' || one == '$' ? "\\" + one : String.valueOf(one);
            });
  }
}
