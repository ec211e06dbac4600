package org.xinfu.kit.web;

import java.util.Locale;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.ClassPathResource;
import org.xinfu.kit.Refusal;

/**
 * The sentences of refusals and reasons in zh-CN and en, from {@code problems} (the service's own,
 * at the root of its resources), the kit's and the library's bundles.
 */
final class ProblemTexts {
  private final ResourceBundleMessageSource bundles = new ResourceBundleMessageSource();

  ProblemTexts() {
    if (new ClassPathResource("problems.properties").exists()) {
      bundles.addBasenames("problems"); // a service without its own is not warned of it
    }
    bundles.addBasenames("org/xinfu/kit/problems", "org/xinfu/trust/reasons");
    bundles.setDefaultEncoding("UTF-8");
    bundles.setFallbackToSystemLocale(false);
  }

  /** The sentence, or the code itself when nobody wrote one. */
  String sentence(Refusal refusal, Locale language) {
    Object[] arguments = refusal.arguments().toArray();
    String text = bundles.getMessage(refusal.code(), arguments, refusal.code(), bundle(language));
    return text == null ? refusal.code() : text;
  }

  /** Chinese first; English for those who ask for it. */
  private static Locale bundle(Locale language) {
    return language.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
  }
}
