package org.xinfu.testkit.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Spellings of a path that some parser or other takes for the path itself. */
final class OddPaths {
  private OddPaths() {}

  /** Each of them as a request's target. */
  static List<String> of(String path) {
    int last = path.lastIndexOf('/');
    String before = path.substring(0, last);
    String name = path.substring(last + 1);
    List<String> all = new ArrayList<>();
    all.add(path + "/");
    all.add("/" + path);
    all.add(before + "//" + name);
    all.add(before + "%2F" + name);
    all.add(before + "%2f" + name);
    all.add(before + "%5C" + name);
    all.add(before + "\\" + name);
    all.add(path + ";x=y");
    all.add(before + ";x=y/" + name);
    all.add(path + "%3Bx=y");
    all.add(path + "/.");
    all.add(before + "/./" + name);
    all.add("/verify/.." + path);
    all.add("/verify/%2e%2e" + path);
    all.add("/kit/..;" + path);
    all.add("/actuator/health/%252e%252e/%252e%252e" + path);
    all.add(path + ".json");
    all.add(path + "%00");
    all.add(path + "%20");
    all.add(path + "%0d%0aX-Probe:%20probe-1");
    all.add(path.toUpperCase(Locale.ROOT));
    all.add(path.substring(0, 1) + percent(path.substring(1)));
    all.add("http://evil.invalid" + path);
    all.add(path + "#fragment");
    return all;
  }

  /** The first letter as an octet in hexadecimal: the same path to whoever decodes. */
  private static String percent(String text) {
    return text.isEmpty() ? "" : "%" + Integer.toHexString(text.charAt(0)) + text.substring(1);
  }
}
