package org.xinfu.idp.legacy;

import java.util.Locale;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.xinfu.kit.web.Problem;

/** What a request has to be, in zh-CN and en. */
final class LegacyTexts {
  private final ResourceBundleMessageSource sentences = new ResourceBundleMessageSource();

  LegacyTexts() {
    sentences.setBasename("org/xinfu/idp/legacy/rules");
    sentences.setDefaultEncoding("UTF-8");
    sentences.setFallbackToSystemLocale(false);
  }

  Problem.FieldError fault(String member) {
    Locale language =
        LocaleContextHolder.getLocale().getLanguage().equals("zh")
            ? Locale.SIMPLIFIED_CHINESE
            : Locale.ENGLISH;
    return new Problem.FieldError(member, sentences.getMessage(member, null, language));
  }
}
