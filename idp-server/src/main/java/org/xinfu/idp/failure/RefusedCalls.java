package org.xinfu.idp.failure;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.HandlerMapping;
import org.xinfu.kit.Refusal;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.idempotency.IdempotencyRefusal;
import org.xinfu.kit.web.Problem;
import org.xinfu.kit.web.ProblemAnswers;

/**
 * What a rule refuses at the API is in the audit book, as what is done there is: by whom, through
 * which client, at which resource and why. It is written after the transaction that was refused.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RefusedCalls {
  private static final String API = "/api/";
  private static final int NOT_FOUND = 404;
  private static final String PATTERN = HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE;
  private static final String VARIABLES = HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE;
  private static final List<String> IDS = List.of("id", "client", "platform", "test", "act");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  /** What is wrong with the form of a call, whoever makes it: nothing was decided. */
  private static final Set<Integer> FORM = Set.of(400, 415, 422, 428);

  private final ProblemAnswers answers;
  private final Audit audit;

  RefusedCalls(ProblemAnswers answers, Audit audit) {
    this.answers = answers;
    this.audit = audit;
  }

  @ExceptionHandler
  ResponseEntity<Problem> refused(Refused refused, HttpServletRequest request) {
    Refusal refusal = refused.refusal();
    if (request.getServletPath().startsWith(API) && decided(refusal, request.getMethod())) {
      audit.record(
          "api-refused", resource(request), refusal.code(), Map.of("method", request.getMethod()));
    }
    return answers.answer(refusal, request);
  }

  /**
   * The path, however it was encoded. Ids of resources are in it and no login names, which can be
   * telephone numbers.
   */
  static String resource(HttpServletRequest request) {
    String path = Objects.toString(request.getAttribute(PATTERN), API);
    if (request.getAttribute(VARIABLES) instanceof Map<?, ?> variables) {
      for (String name : IDS) {
        String value = Objects.toString(variables.get(name), "");
        if (ID.matcher(value).matches()) {
          path = path.replace("{" + name + "}", value);
        }
      }
    }
    return path;
  }

  /** Who looks for what is not there is told so, no more. */
  private static boolean decided(Refusal refusal, String method) {
    boolean lookUp = method.equals("GET") && refusal.status() == NOT_FOUND;
    return !lookUp && !FORM.contains(refusal.status()) && !(refusal instanceof IdempotencyRefusal);
  }
}
