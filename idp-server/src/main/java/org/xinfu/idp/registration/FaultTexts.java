package org.xinfu.idp.registration;

import java.util.List;
import java.util.Locale;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.xinfu.kit.web.Problem;

/** What is wrong in a registration, in zh-CN and en. */
final class FaultTexts {
  private final ResourceBundleMessageSource sentences = new ResourceBundleMessageSource();

  FaultTexts() {
    sentences.setBasename("org/xinfu/idp/registration/rules");
    sentences.setDefaultEncoding("UTF-8");
    sentences.setFallbackToSystemLocale(false);
  }

  List<Problem.FieldError> of(List<MetadataRules.Fault> faults, Locale language) {
    Locale bundle =
        language.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    return faults.stream()
        .map(
            fault ->
                new Problem.FieldError(
                    fault.field(),
                    sentences.getMessage(fault.rule(), new Object[] {fault.value()}, bundle)))
        .toList();
  }
}
