package org.xinfu.kit.web;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.xinfu.kit.Refusal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Which field of a JSON body could not be read, so that its writer need not guess. */
final class UnreadFields {
  private static final int LONGEST = 100;

  private UnreadFields() {}

  /** A sentence about one field. */
  private record Sentence(String code) implements Refusal {
    @Override
    public int status() {
      return CommonRefusal.REQUEST_MALFORMED.status();
    }
  }

  /** Empty where the body is no JSON at all, or the fault is no field's. */
  static List<Problem.FieldError> of(Exception failure, ProblemAnswers answers) {
    if (!(failure instanceof HttpMessageNotReadableException)
        || !(failure.getCause() instanceof DatabindException unread)) {
      return List.of();
    }
    String field =
        unread.getPath().stream().map(UnreadFields::step).collect(Collectors.joining("."));
    boolean unknown = unread instanceof UnrecognizedPropertyException;
    Sentence sentence = new Sentence(unknown ? "field-unknown" : "field-type");
    return field.isEmpty()
        ? List.of()
        : List.of(
            new Problem.FieldError(
                field, answers.sentence(sentence, LocaleContextHolder.getLocale())));
  }

  /** As it was written, cut and without what does not show. */
  private static String step(JacksonException.Reference step) {
    String name = step.getPropertyName();
    if (name == null) {
      return String.valueOf(step.getIndex());
    }
    String shown = name.replaceAll("\\p{C}", "?");
    return shown.substring(0, Math.min(LONGEST, shown.length()));
  }
}
