package org.xinfu.licence.issue;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.xinfu.kit.Refusal;
import org.xinfu.kit.web.Problem;
import org.xinfu.kit.web.ProblemAnswers;

/** The seal-service is away: 503, and the same request may be repeated. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SealingProblems {
  private static final Logger LOG = LoggerFactory.getLogger(SealingProblems.class);
  private final ProblemAnswers answers;

  SealingProblems(ProblemAnswers answers) {
    this.answers = answers;
  }

  @ExceptionHandler
  ResponseEntity<Problem> unavailable(
      Sealing.SealingUnavailable failure, HttpServletRequest request) {
    String auditId = UUID.randomUUID().toString();
    LOG.error("sealing unavailable, audit id {}", auditId, failure);
    return answers.answer(new Unavailable(List.of(auditId)), request);
  }

  /** As a problem. */
  private record Unavailable(List<String> arguments) implements Refusal {
    @Override
    public String code() {
      return "sealing-unavailable";
    }

    @Override
    public int status() {
      return 503;
    }
  }
}
