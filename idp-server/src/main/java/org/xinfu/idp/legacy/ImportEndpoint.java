package org.xinfu.idp.legacy;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.Refusal;
import org.xinfu.kit.Refused;
import org.xinfu.kit.web.BundleTexts;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.kit.web.Problem;
import org.xinfu.kit.web.ProblemAnswers;

/**
 * {@code /api/v1/accounts/import}, for the operator's client with {@code idp:accounts}: one JSON
 * object a line. Each line is taken over or refused by itself, and all may be sent again.
 */
@RestController
class ImportEndpoint {
  /** A digest that is hashed again costs as much as a login. */
  private static final int LINES = 200;

  static final String SOURCE = "[a-z0-9][a-z0-9.-]{0,39}";

  private final ImportAccounts accounts;
  private final ProblemAnswers problems;
  private final BundleTexts texts = new BundleTexts(ImportEndpoint.class, "rules");

  ImportEndpoint(ImportAccounts accounts, ProblemAnswers problems) {
    this.accounts = accounts;
    this.problems = problems;
  }

  @PostMapping(path = "/api/v1/accounts/import", consumes = "application/x-ndjson")
  ResponseEntity<?> all(
      @RequestParam(defaultValue = "") String source,
      @RequestBody byte[] body,
      HttpServletRequest request) {
    Optional<List<String>> read = lines(body);
    if (read.isEmpty()) {
      return problems.answer(CommonRefusal.REQUEST_MALFORMED, List.of(), request);
    }
    List<String> lines = read.get();
    List<Problem.FieldError> faults = new ArrayList<>();
    if (!source.matches(SOURCE)) {
      faults.add(texts.fault("source"));
    }
    if (lines.isEmpty() || lines.size() > LINES) {
      faults.add(texts.fault("lines"));
    }
    if (!faults.isEmpty()) {
      return problems.answer(CommonRefusal.REQUEST_INVALID, faults, request);
    }
    Set<String> seen = new HashSet<>();
    List<Result> results = new ArrayList<>();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1);
      if (!line.isBlank()) {
        results.add(result(number, source, line, seen));
      }
    }
    accounts.refused(source, results.size(), codes(results));
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Answer.of(results));
  }

  private static Map<String, Long> codes(List<Result> results) {
    return results.stream()
        .filter(result -> result.outcome() == Outcome.REFUSED)
        .collect(
            Collectors.groupingBy(
                result -> Objects.toString(result.code()), TreeMap::new, Collectors.counting()));
  }

  private static Optional<List<String>> lines(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return Optional.of(text.lines().toList());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  private Result result(int number, String source, String line, Set<String> seen) {
    Optional<LegacyAccount> parsed = LegacyAccount.parse(line);
    if (parsed.isEmpty()) {
      return refused(number, "", CommonRefusal.REQUEST_MALFORMED, List.of());
    }
    LegacyAccount account = parsed.get();
    List<String> faults = account.faults();
    try {
      if (!faults.isEmpty()) {
        return accounts
            .before(source, account)
            .map(taken -> Result.done(number, account, taken))
            .orElseGet(() -> refused(number, account.id(), CommonRefusal.REQUEST_INVALID, faults));
      }
      if (!seen.add(account.id())) {
        throw new Refused(LegacyRefusal.LEGACY_LINE_REPEATED);
      }
      return accounts
          .take(source, account)
          .map(taken -> Result.done(number, account, taken))
          .orElseGet(
              () ->
                  refused(
                      number, account.id(), CommonRefusal.REQUEST_INVALID, List.of("password")));
    } catch (Refused not) {
      return refused(number, account.id(), not.refusal(), List.of());
    }
  }

  private Result refused(int number, String id, Refusal why, List<String> faults) {
    Map<String, String> sentences =
        Map.of(
            "zh-CN", problems.sentence(why, Locale.SIMPLIFIED_CHINESE),
            "en", problems.sentence(why, Locale.ENGLISH));
    return new Result(
        number, id, Outcome.REFUSED, "", "", List.of(), why.code(), sentences, faults);
  }

  /** What came of a line. */
  enum Outcome {
    CREATED,
    UNCHANGED,
    REFUSED
  }

  /** What came of all. */
  record Answer(long created, long unchanged, long refused, List<Result> results) {
    static Answer of(List<Result> results) {
      return new Answer(
          count(results, Outcome.CREATED),
          count(results, Outcome.UNCHANGED),
          count(results, Outcome.REFUSED),
          results);
    }

    private static long count(List<Result> results, Outcome outcome) {
      return results.stream().filter(result -> result.outcome() == outcome).count();
    }
  }

  /**
   * What came of a line.
   *
   * @param line its number from 1
   * @param id of the other system
   * @param left contacts that nobody had verified, which are not bound
   * @param code of a refusal, with its sentences
   * @param faults members of the line that are not right
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Result(
      int line,
      String id,
      Outcome outcome,
      String account,
      String login,
      List<String> left,
      @Nullable String code,
      Map<String, String> problem,
      List<String> faults) {
    static Result done(int line, LegacyAccount account, ImportAccounts.Taken taken) {
      Outcome outcome = taken.made() ? Outcome.CREATED : Outcome.UNCHANGED;
      List<String> left = taken.made() ? account.left() : List.of();
      return new Result(
          line,
          account.id(),
          outcome,
          taken.accountId(),
          taken.login(),
          left,
          null,
          Map.of(),
          List.of());
    }
  }
}
