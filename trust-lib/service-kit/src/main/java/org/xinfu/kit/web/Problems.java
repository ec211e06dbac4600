package org.xinfu.kit.web;

import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.BindException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.xinfu.kit.Refused;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.key.VaultException;

/** The one map from what went wrong to RFC 9457; what nobody foresaw is an opaque 500. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
final class Problems extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /** SQLSTATE character_not_in_repertoire and untranslatable_character. */
  private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

  private final ProblemAnswers answers;

  Problems(ProblemAnswers answers) {
    this.answers = answers;
  }

  @ExceptionHandler
  ResponseEntity<Problem> refused(Refused refused, HttpServletRequest request) {
    return answers.answer(refused.refusal(), request);
  }

  @ExceptionHandler
  ResponseEntity<Problem> vault(VaultException failure, HttpServletRequest request) {
    return failed(Failure.Kind.VAULT_UNAVAILABLE, failure, request);
  }

  @ExceptionHandler({
    StoreUnavailable.class,
    DataAccessResourceFailureException.class,
    CannotCreateTransactionException.class
  })
  ResponseEntity<Problem> store(RuntimeException failure, HttpServletRequest request) {
    return failed(Failure.Kind.STORE_UNAVAILABLE, failure, request);
  }

  /** Forms and uploads that are none, and parameters that no client of ours writes. */
  @ExceptionHandler({
    MultipartException.class,
    RequestRejectedException.class,
    InvalidParameterException.class
  })
  ResponseEntity<Problem> form(RuntimeException failure, HttpServletRequest request) {
    LOG.debug("no form: {}", failure.getMessage());
    return answers.answer(CommonRefusal.REQUEST_MALFORMED, request);
  }

  /** A text that PostgreSQL cannot hold, such as one with U+0000. */
  @ExceptionHandler
  ResponseEntity<Problem> text(
      DataIntegrityViolationException failure, HttpServletRequest request) {
    boolean unstorable =
        failure.getMostSpecificCause() instanceof SQLException refused
            && UNSTORABLE.contains(refused.getSQLState());
    return unstorable
        ? answers.answer(CommonRefusal.REQUEST_MALFORMED, request)
        : failed(Failure.Kind.INTERNAL_ERROR, failure, request);
  }

  /** Unforeseen, but for the decisions that Spring Security answers itself. */
  @ExceptionHandler
  ResponseEntity<Problem> anythingElse(Exception failure, HttpServletRequest request)
      throws Exception {
    if (failure instanceof AccessDeniedException || failure instanceof AuthenticationException) {
      throw failure;
    }
    return failed(Failure.Kind.INTERNAL_ERROR, failure, request);
  }

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception failure,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    HttpServletRequest http = ((ServletWebRequest) request).getRequest();
    if (status.is5xxServerError()) {
      return cast(failed(Failure.Kind.INTERNAL_ERROR, failure, http));
    }
    List<Problem.FieldError> errors = fieldErrors(failure);
    Problem problem =
        errors.isEmpty()
            ? answers.problem(
                CommonRefusal.ofStatus(status.value()), http, UnreadFields.of(failure, answers))
            : answers.problem(CommonRefusal.REQUEST_INVALID, http, errors);
    LOG.debug("{}: {}", problem.code(), failure.getMessage());
    return ResponseEntity.status(problem.status())
        .headers(headers)
        .contentType(org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  private ResponseEntity<Problem> failed(
      Failure.Kind kind, Exception failure, HttpServletRequest request) {
    String auditId = UUID.randomUUID().toString();
    LOG.error("{} audit id {}", kind, auditId, failure);
    return answers.answer(new Failure(kind, List.of(auditId)), request);
  }

  private static List<Problem.FieldError> fieldErrors(Exception failure) {
    Stream<org.springframework.validation.FieldError> errors =
        failure instanceof BindException bind ? bind.getFieldErrors().stream() : Stream.of();
    return errors
        .map(
            e ->
                new Problem.FieldError(
                    e.getField(), Objects.requireNonNullElse(e.getDefaultMessage(), "invalid")))
        .toList();
  }

  private static ResponseEntity<Object> cast(ResponseEntity<Problem> answer) {
    return ResponseEntity.status(answer.getStatusCode())
        .headers(answer.getHeaders())
        .body(answer.getBody());
  }
}
