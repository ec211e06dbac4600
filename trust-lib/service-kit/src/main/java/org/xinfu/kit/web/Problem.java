package org.xinfu.kit.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * RFC 9457 problem details, with the code that programs act on.
 *
 * @param type {@code urn:xinfu:problem:<code>}
 * @param title the sentence, in the caller's language
 * @param status HTTP status
 * @param code stable kebab-case code
 * @param instance the path asked for
 * @param requestId as in X-Request-Id
 * @param errors per field, for {@code request-invalid}; of a body that cannot be read, the field at
 *     which reading ended
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
    String type,
    String title,
    int status,
    String code,
    String instance,
    String requestId,
    List<FieldError> errors) {
  public Problem {
    errors = List.copyOf(errors);
  }

  /** What is wrong with one field. */
  public record FieldError(String field, String message) {}
}
