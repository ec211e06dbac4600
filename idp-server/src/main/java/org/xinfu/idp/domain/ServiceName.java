package org.xinfu.idp.domain;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What people call a service (RFC 7591 §2.2, {@code client_name} and {@code client_name#en}).
 * Whoever shows it to somebody asks for it in the language of the page.
 *
 * @param name as registered, for whoever reads Chinese, and for all where there is no other
 * @param english null where none is registered
 */
public record ServiceName(String name, @Nullable String english) {
  /** Of no service. */
  public static final ServiceName NONE = new ServiceName("", null);

  /** For a page in this language. */
  public String in(Locale language) {
    return english == null || chinese(language) ? name : english;
  }

  /** What it is called on pages in the other language; empty where that is the same. */
  public String elsewhere(Locale language) {
    String other = english != null && chinese(language) ? english : name;
    return other.equals(in(language)) ? "" : other;
  }

  private static boolean chinese(Locale language) {
    return language.getLanguage().equals("zh");
  }
}
