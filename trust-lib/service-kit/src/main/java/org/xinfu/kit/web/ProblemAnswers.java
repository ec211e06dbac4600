package org.xinfu.kit.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.LocaleResolver;
import org.xinfu.kit.Refusal;
import tools.jackson.databind.json.JsonMapper;

/** Turns a refusal into an answer; the one place that knows the shape of a problem. */
public final class ProblemAnswers {
  private final ProblemTexts texts;
  private final LocaleResolver languages;
  private final JsonMapper json;

  ProblemAnswers(ProblemTexts texts, LocaleResolver languages, JsonMapper json) {
    this.texts = texts;
    this.languages = languages;
    this.json = json;
  }

  /** The answer of an endpoint whose use case refused. */
  public ResponseEntity<Problem> answer(Refusal refusal, HttpServletRequest request) {
    return answer(problem(refusal, request, List.of()));
  }

  /** The same, field by field. */
  public ResponseEntity<Problem> answer(
      Refusal refusal, List<Problem.FieldError> errors, HttpServletRequest request) {
    return answer(problem(refusal, request, errors));
  }

  /** For filters, before or beside the dispatcher. */
  public void write(Refusal refusal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(refusal.status());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(problem(refusal, request, List.of())));
  }

  /** The sentence for a page. */
  public String sentence(Refusal refusal, Locale language) {
    return texts.sentence(refusal, language);
  }

  Problem problem(Refusal refusal, HttpServletRequest request, List<Problem.FieldError> errors) {
    return new Problem(
        "urn:xinfu:problem:" + refusal.code(),
        texts.sentence(refusal, languages.resolveLocale(request)),
        refusal.status(),
        refusal.code(),
        request.getRequestURI(),
        RequestIds.of(request),
        errors);
  }

  static ResponseEntity<Problem> answer(Problem problem) {
    return ResponseEntity.status(problem.status())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
