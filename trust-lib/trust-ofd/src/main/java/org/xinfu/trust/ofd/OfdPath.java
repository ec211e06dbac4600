package org.xinfu.trust.ofd;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/** Names of package entries and ST_Loc, GB/T 33190-2016 §6 and §7.3.3. */
final class OfdPath {
  private static final String ILLEGAL = "\\:*?\"<>|";

  private OfdPath() {}

  /**
   * Whether {@code name} is a plain relative path of entries: no root, drive, backslash, control
   * character, empty, {@code .} or {@code ..} segment. A directory's final slash is left to the
   * caller.
   */
  static boolean legal(String name) {
    if (name.isEmpty() || name.length() > 1024) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        return false;
      }
      if (ILLEGAL.indexOf(c) >= 0) {
        return false;
      }
    }
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /**
   * The form in which two spellings of one file are equal to some reader: percent-decoded, NFKC,
   * lower case, without {@code ./}, doubled slashes and trailing dots or blanks.
   */
  static String key(String name) {
    String decoded = name;
    if (name.indexOf('%') >= 0) {
      try {
        decoded = URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        decoded = name; // a lone percent sign is a character like any other
      }
    }
    String folded =
        Normalizer.normalize(decoded.replace('\\', '/'), Normalizer.Form.NFKC)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    StringBuilder key = new StringBuilder();
    for (String segment : folded.split("/", -1)) {
      String plain = segment.equals("..") ? segment : untailed(segment);
      if (!plain.isEmpty()) {
        key.append('/').append(plain);
      }
    }
    return key.toString();
  }

  /**
   * Without dots and blanks at the end, in linear time: references of strangers have any length.
   */
  private static String untailed(String segment) {
    int end = segment.length();
    while (end > 0 && (segment.charAt(end - 1) == '.' || segment.charAt(end - 1) == ' ')) {
      end--;
    }
    return segment.substring(0, end);
  }

  /**
   * The entry that {@code location} names when written inside {@code file}: from the package root
   * when it begins with a slash, else relative to the file's folder. Empty when it leaves the
   * package or is no legal path.
   */
  static Optional<String> resolve(String file, String location) {
    return location.startsWith("/")
        ? join("", location.substring(1))
        : join(folderOf(file), location);
  }

  /** {@code location} relative to {@code folder}; {@code .} and {@code ..} are followed. */
  static Optional<String> join(String folder, String location) {
    Deque<String> segments = new ArrayDeque<>();
    String all = folder.isEmpty() ? location : folder + "/" + location;
    for (String segment : all.split("/", -1)) {
      if (segment.equals("..")) {
        if (segments.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    String path = String.join("/", segments);
    return legal(path) ? Optional.of(path) : Optional.empty();
  }

  /** The folder of an entry, without a final slash; empty for the root. */
  static String folderOf(String file) {
    int slash = file.lastIndexOf('/');
    return slash < 0 ? "" : file.substring(0, slash);
  }
}
