package org.xinfu.idp.registration;

import java.util.List;
import java.util.Locale;
import org.xinfu.kit.web.BundleTexts;
import org.xinfu.kit.web.Problem;

/** What is wrong in a registration, in zh-CN and en. */
final class FaultTexts {
  private final BundleTexts sentences = new BundleTexts(FaultTexts.class, "rules");

  List<Problem.FieldError> of(List<MetadataRules.Fault> faults, Locale language) {
    return faults.stream()
        .map(
            fault ->
                new Problem.FieldError(
                    fault.field(), sentences.text(fault.rule(), language, fault.value())))
        .toList();
  }
}
