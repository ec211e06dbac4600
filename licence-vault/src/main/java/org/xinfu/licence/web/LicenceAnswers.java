package org.xinfu.licence.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.xinfu.kit.Refused;
import org.xinfu.kit.web.Problem;
import org.xinfu.kit.web.ProblemAnswers;
import org.xinfu.licence.domain.LicenceRefusal;

/** Adds the wrong fields to the problem of a {@link LicenceRefusal.Faulty}. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class LicenceAnswers {
  private final ProblemAnswers answers;

  public LicenceAnswers(ProblemAnswers answers) {
    this.answers = answers;
  }

  @ExceptionHandler
  ResponseEntity<Problem> refused(Refused refused, HttpServletRequest request) {
    ResponseEntity<Problem> answer = answers.answer(refused.refusal(), request);
    Problem problem = answer.getBody();
    if (problem == null || !(refused.refusal() instanceof LicenceRefusal.Faulty faulty)) {
      return answer;
    }
    List<Problem.FieldError> errors =
        faulty.faults().stream().map(f -> new Problem.FieldError(f.field(), f.fault())).toList();
    return ResponseEntity.status(answer.getStatusCode())
        .headers(answer.getHeaders())
        .body(
            new Problem(
                problem.type(),
                problem.title(),
                problem.status(),
                problem.code(),
                problem.instance(),
                problem.requestId(),
                errors));
  }
}
