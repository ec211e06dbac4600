package org.xinfu.kit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.MethodParameter;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.mock.http.MockHttpInputMessage;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import org.xinfu.kit.Refused;
import org.xinfu.kit.pg.StoreUnavailable;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.VaultException;

/** One exception of each kind that can reach the door, and the problem that leaves it. */
class ProblemsTest {
  private final Problems problems = new Problems(TestAnswers.answers());
  private final MockHttpServletRequest request = TestAnswers.request();

  static List<Arguments> whatSpringThrows() {
    MediaType yaml = MediaType.parseMediaType("application/yaml");
    return List.of(
        Arguments.of(new HttpRequestMethodNotSupportedException("PUT"), "method-not-allowed", 405),
        Arguments.of(
            new HttpMediaTypeNotSupportedException(yaml, List.of(MediaType.APPLICATION_JSON)),
            "media-type-not-supported",
            415),
        Arguments.of(
            new HttpMediaTypeNotAcceptableException(List.of(MediaType.APPLICATION_JSON)),
            "not-acceptable",
            406),
        Arguments.of(
            new MissingServletRequestParameterException("holder", "String"),
            "request-malformed",
            400),
        Arguments.of(new MissingServletRequestPartException("file"), "request-malformed", 400),
        Arguments.of(new TypeMismatchException("x", Integer.class), "request-malformed", 400),
        Arguments.of(
            new HttpMessageNotReadableException("{ at 7", new MockHttpInputMessage(new byte[0])),
            "request-malformed",
            400),
        Arguments.of(new NoResourceFoundException(HttpMethod.GET, "/x", "x"), "not-found", 404),
        Arguments.of(new NoHandlerFoundException("GET", "/x", new HttpHeaders()), "not-found", 404),
        Arguments.of(new MaxUploadSizeExceededException(1), "payload-too-large", 413),
        Arguments.of(new ResponseStatusException(HttpStatus.CONFLICT, "why"), "conflict", 409),
        Arguments.of(new ResponseStatusException(HttpStatus.GONE), "request-malformed", 400),
        Arguments.of(new AsyncRequestTimeoutException(), "internal-error", 500),
        Arguments.of(new HttpMessageNotWritableException("secret detail"), "internal-error", 500));
  }

  @ParameterizedTest
  @MethodSource("whatSpringThrows")
  void whatSpringRefusesIsAProblemWithItsCode(Exception thrown, String code, int status)
      throws Exception {
    ResponseEntity<Object> answer =
        Objects.requireNonNull(problems.handleException(thrown, new ServletWebRequest(request)));
    Problem problem = (Problem) Objects.requireNonNull(answer.getBody());
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.status()).isEqualTo(status).isEqualTo(answer.getStatusCode().value());
    assertThat(problem.type()).isEqualTo("urn:xinfu:problem:" + code);
    assertThat(problem.instance()).isEqualTo("/api/v1/things");
    assertThat(problem.requestId()).isEqualTo("req-12345");
    assertThat(problem.title()).doesNotContain("secret detail", "Exception", "why");
    assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
  }

  @Test
  void theMethodsThatAreOfferedAreNamed() throws Exception {
    ResponseEntity<Object> answer =
        Objects.requireNonNull(
            problems.handleException(
                new HttpRequestMethodNotSupportedException("PUT", List.of("GET", "POST")),
                new ServletWebRequest(request)));
    assertThat(answer.getHeaders().getAllow())
        .containsExactlyInAnyOrder(HttpMethod.GET, HttpMethod.POST);
  }

  @Test
  void wrongFieldsAreNamedEach() throws Exception {
    BeanPropertyBindingResult binding = new BeanPropertyBindingResult(new Object(), "body");
    binding.addError(fieldError("name", "must not be blank"));
    binding.addError(
        new org.springframework.validation.FieldError(
            "body", "size", null, false, null, null, null));
    MethodParameter parameter =
        new MethodParameter(ProblemsTest.class.getDeclaredMethod("taking", String.class), 0);
    ResponseEntity<Object> answer =
        Objects.requireNonNull(
            problems.handleException(
                new MethodArgumentNotValidException(parameter, binding),
                new ServletWebRequest(request)));
    Problem problem = (Problem) Objects.requireNonNull(answer.getBody());
    assertThat(problem.code()).isEqualTo("request-invalid");
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.errors())
        .containsExactly(
            new Problem.FieldError("name", "must not be blank"),
            new Problem.FieldError("size", "invalid"));
  }

  @Test
  void aRefusalKeepsItsStatusCodeAndLanguage() {
    Problem english = body(problems.refused(new Refused(CommonRefusal.CONFLICT), request));
    assertThat(english.status()).isEqualTo(409);
    assertThat(english.title()).isEqualTo("The request contradicts the present state.");
    MockHttpServletRequest unspoken = new MockHttpServletRequest("GET", "/api/v1/things");
    Problem chinese =
        body(problems.refused(new Refused(new ReasonRefusal(Reason.SEAL_EXPIRED)), unspoken));
    assertThat(chinese.status()).isEqualTo(422);
    assertThat(chinese.code()).isEqualTo("seal-expired");
    assertThat(chinese.title()).containsPattern("[一-鿿]");
  }

  @Test
  void aRefusalIsADecisionWithoutATrace() {
    Refused refused = new Refused(CommonRefusal.CONFLICT);
    assertThat(refused).hasMessage("conflict");
    assertThat(refused.getStackTrace()).isEmpty();
    assertThat(refused.refusal()).isSameAs(CommonRefusal.CONFLICT);
  }

  @Test
  void theFailedWorldIs503AndSaysNothingOfItself() {
    assertFailure(
        problems.vault(new VaultException("slot 7, PIN 1234"), request), "vault-unavailable", 503);
    for (RuntimeException failure :
        List.of(
            new StoreUnavailable("disk of host seven"),
            new DataAccessResourceFailureException("jdbc:postgresql://db"),
            new CannotCreateTransactionException("password"))) {
      assertFailure(problems.store(failure, request), "store-unavailable", 503);
    }
  }

  @Test
  void whatNobodyForesawIsAnOpaque500WithItsOwnAuditId() throws Exception {
    ResponseEntity<Problem> one = problems.anythingElse(new IllegalStateException("x"), request);
    ResponseEntity<Problem> two = problems.anythingElse(new IOException("x"), request);
    assertFailure(one, "internal-error", 500);
    assertFailure(two, "internal-error", 500);
    assertThat(body(one).title()).isNotEqualTo(body(two).title());
  }

  @Test
  void whoMayDoWhatIsAnsweredBySpringSecurity() {
    AccessDeniedException denied = new AccessDeniedException("no");
    BadCredentialsException unknown = new BadCredentialsException("no");
    assertThatThrownBy(() -> problems.anythingElse(denied, request)).isSameAs(denied);
    assertThatThrownBy(() -> problems.anythingElse(unknown, request)).isSameAs(unknown);
  }

  @Test
  void aFilterWritesTheSameProblemAsJson() throws Exception {
    MockHttpServletResponse response = new MockHttpServletResponse();
    TestAnswers.answers().write(CommonRefusal.NOT_PERMITTED, request, response);
    assertThat(response.getStatus()).isEqualTo(403);
    assertThat(response.getContentType()).isEqualTo("application/problem+json");
    assertThat(response.getContentAsString(java.nio.charset.StandardCharsets.UTF_8))
        .contains(
            "\"type\":\"urn:xinfu:problem:not-permitted\"",
            "\"title\":\"You may not do this.\"",
            "\"status\":403",
            "\"code\":\"not-permitted\"",
            "\"instance\":\"/api/v1/things\"",
            "\"requestId\":\"req-12345\"")
        .doesNotContain("errors");
  }

  @Test
  void aPageShowsTheSameSentence() {
    ProblemAnswers answers = TestAnswers.answers();
    assertThat(answers.sentence(CommonRefusal.NOT_FOUND, java.util.Locale.ENGLISH))
        .isEqualTo("There is nothing at this address.");
  }

  private static void assertFailure(ResponseEntity<Problem> answer, String code, int status) {
    assertThat(answer.getStatusCode().value()).isEqualTo(status);
    assertThat(body(answer).code()).isEqualTo(code);
    assertThat(body(answer).title())
        .containsPattern("[0-9a-f]{8}-[0-9a-f]{4}")
        .doesNotContain("1234,", "slot", "seven", "jdbc", "password");
  }

  private static Problem body(ResponseEntity<Problem> answer) {
    return Objects.requireNonNull(answer.getBody());
  }

  private static org.springframework.validation.FieldError fieldError(String field, String why) {
    return new org.springframework.validation.FieldError("body", field, why);
  }

  @SuppressWarnings("unused")
  void taking(String body) {}
}
