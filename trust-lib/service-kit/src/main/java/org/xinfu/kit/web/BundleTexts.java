package org.xinfu.kit.web;

import java.util.Locale;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.ResourceBundleMessageSource;

/** The sentences of one package, in zh-CN and en. */
public final class BundleTexts {
  private final ResourceBundleMessageSource sentences = new ResourceBundleMessageSource();

  /**
   * Reads them.
   *
   * @param name of the bundle beside {@code owner}
   */
  public BundleTexts(Class<?> owner, String name) {
    sentences.setBasename(owner.getPackageName().replace('.', '/') + "/" + name);
    sentences.setDefaultEncoding("UTF-8");
    sentences.setFallbackToSystemLocale(false);
  }

  /** Chinese for whoever asks for any Chinese, English for everybody else. */
  public String text(String key, Locale language, Object... values) {
    Locale bundle =
        language.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    return sentences.getMessage(key, values, bundle);
  }

  /** What a member of a request has to be, in the language of the request. */
  public Problem.FieldError fault(String member) {
    return new Problem.FieldError(member, text(member, LocaleContextHolder.getLocale()));
  }
}
