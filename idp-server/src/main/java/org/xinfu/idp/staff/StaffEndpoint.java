package org.xinfu.idp.staff;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.idp.domain.staff.Members;
import org.xinfu.idp.domain.staff.OfficeDays;
import org.xinfu.idp.domain.staff.Post;
import org.xinfu.idp.domain.staff.Posts;
import org.xinfu.idp.staff.KeepStaff.Department;
import org.xinfu.idp.staff.KeepStaff.Done;
import org.xinfu.idp.staff.KeepStaff.Kept;
import org.xinfu.kit.Refusal;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.web.BundleTexts;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.kit.web.Problem;
import org.xinfu.kit.web.ProblemAnswers;

/**
 * {@code /api/v1/staff}: for a department's personnel system with {@code idp:staff}. Every call
 * says how somebody should be, by their login name, and may be repeated.
 */
@RestController
class StaffEndpoint {
  private static final int PAGE = 100;
  private static final int ROWS = 200;

  private final KeepStaff keep;
  private final StaffClients clients;
  private final BundleTexts texts = new BundleTexts(StaffEndpoint.class, "rules");
  private final ProblemAnswers problems;
  private final Audit audit;

  StaffEndpoint(KeepStaff keep, StaffClients clients, ProblemAnswers problems, Audit audit) {
    this.keep = keep;
    this.clients = clients;
    this.problems = problems;
    this.audit = audit;
  }

  @GetMapping("/api/v1/staff")
  ResponseEntity<Page> list(
      JwtAuthenticationToken caller,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "false") boolean past) {
    Department department = clients.department(caller.getToken());
    List<Posts.Line> some = keep.page(department, past, after, PAGE + 1);
    List<Posts.Line> page = some.subList(0, Math.min(PAGE, some.size()));
    String next = some.size() > PAGE ? page.getLast().key() : "";
    return told(new Page(page.stream().map(line -> answer(line, "")).toList(), next));
  }

  @GetMapping("/api/v1/staff/{login}")
  ResponseEntity<Answer> get(JwtAuthenticationToken caller, @PathVariable String login) {
    return told(answer(keep.last(clients.department(caller.getToken()), login), ""));
  }

  @PutMapping("/api/v1/staff/{login}")
  ResponseEntity<?> put(
      JwtAuthenticationToken caller,
      @PathVariable String login,
      @RequestBody StaffEntry entry,
      HttpServletRequest request) {
    Department department = clients.department(caller.getToken());
    List<String> faults = faults(department, login, entry);
    if (!faults.isEmpty()) {
      List<Problem.FieldError> errors = faults.stream().map(texts::fault).toList();
      return problems.answer(CommonRefusal.REQUEST_INVALID, errors, request);
    }
    Kept kept = keep.put(department, login, entry);
    Answer answer = answer(keep.last(department, login), kept.password());
    return kept.done() == Done.APPOINTED
        ? ResponseEntity.created(URI.create("/api/v1/staff/" + login))
            .cacheControl(CacheControl.noStore())
            .body(answer)
        : told(answer);
  }

  @DeleteMapping("/api/v1/staff/{login}")
  ResponseEntity<Void> leave(JwtAuthenticationToken caller, @PathVariable String login) {
    keep.leave(clients.department(caller.getToken()), login);
    return ResponseEntity.noContent().build();
  }

  /** Each row by itself: what is wrong with one does not keep the others from being done. */
  @PostMapping("/api/v1/staff/import")
  ResponseEntity<?> all(
      JwtAuthenticationToken caller, @RequestBody Rows asked, HttpServletRequest request) {
    Department department = clients.department(caller.getToken());
    List<Row> rows = Objects.requireNonNullElse(asked.rows(), List.of());
    boolean none = rows.stream().anyMatch(Objects::isNull);
    if (none || rows.isEmpty() || rows.size() > ROWS) {
      List<Problem.FieldError> errors = List.of(texts.fault("rows"));
      return problems.answer(CommonRefusal.REQUEST_INVALID, errors, request);
    }
    Set<String> seen = new HashSet<>();
    List<Result> results = new ArrayList<>();
    for (int number = 0; number < rows.size(); number++) {
      results.add(row(department, number, rows.get(number), seen));
    }
    refused(request, results);
    return told(Map.of("results", results));
  }

  /** One row of the book for a call: numbers and codes, nothing that a row says of anybody. */
  private void refused(HttpServletRequest request, List<Result> results) {
    String rows =
        results.stream()
            .filter(result -> result.code() != null)
            .map(result -> result.row() + ":" + result.code())
            .collect(Collectors.joining(" "));
    if (!rows.isEmpty()) {
      audit.record("api-refused", request.getServletPath(), "rows-refused", Map.of("rows", rows));
    }
  }

  private Result row(Department department, int number, Row row, Set<String> seen) {
    String login = Objects.requireNonNullElse(row.login(), "");
    try {
      if (!seen.add(login)) {
        throw new Refused(StaffRefusal.STAFF_ROW_REPEATED);
      }
      if (Boolean.TRUE.equals(row.leave())) {
        return Result.done(number, login, new Kept(keep.leave(department, login), ""));
      }
      StaffEntry entry = new StaffEntry(row.name(), row.roles(), row.from(), row.until());
      List<String> faults = faults(department, login, entry);
      return faults.isEmpty()
          ? Result.done(number, login, keep.put(department, login, entry))
          : refused(number, login, CommonRefusal.REQUEST_INVALID, faults);
    } catch (Refused not) {
      return refused(number, login, not.refusal(), List.of());
    }
  }

  private List<String> faults(Department department, String login, StaffEntry entry) {
    List<String> faults = new ArrayList<>(entry.faults(keep.now()));
    if (!Members.loginName(login) && !keep.has(department, login)) {
      faults.addFirst("login");
    }
    return faults;
  }

  private Result refused(int number, String login, Refusal why, List<String> faults) {
    Map<String, String> sentences =
        Map.of(
            "zh-CN", problems.sentence(why, Locale.SIMPLIFIED_CHINESE),
            "en", problems.sentence(why, Locale.ENGLISH));
    return new Result(number, login, "REFUSED", null, why.code(), sentences, faults);
  }

  private Answer answer(Posts.Line line, String password) {
    Post post = line.post();
    String until = post.until() == null ? null : OfficeDays.last(post.until());
    String state =
        post.end() != null ? "OVER" : post.from().isAfter(keep.now()) ? "COMING" : "SERVING";
    return new Answer(
        line.loginName(),
        line.name(),
        post.org(),
        post.roles().stream().map(Enum::name).sorted().toList(),
        OfficeDays.first(post.from()),
        until,
        state,
        post.end() == null ? null : post.end().name(),
        line.active(),
        password.isEmpty() ? null : password);
  }

  private static <T> ResponseEntity<T> told(T body) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
  }

  /** A page of posts; {@code next} is empty at the end. */
  record Page(List<Answer> staff, String next) {}

  /**
   * A post, as its department sees it.
   *
   * @param state SERVING, COMING or OVER
   * @param active false while the account is suspended
   * @param password of an account that was made by this call, told once
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(
      String login,
      String name,
      String department,
      List<String> roles,
      String from,
      @Nullable String until,
      String state,
      @Nullable String end,
      boolean active,
      @Nullable String password) {}

  /** What is imported. */
  record Rows(@Nullable List<Row> rows) {}

  /** As in the body of PUT; {@code leave} ends the post instead. */
  record Row(
      @Nullable String login,
      @Nullable String name,
      @Nullable List<String> roles,
      @Nullable String from,
      @Nullable String until,
      @Nullable Boolean leave) {}

  /**
   * What came of a row.
   *
   * @param row its number from 0
   * @param outcome APPOINTED, CHANGED, UNCHANGED, LEFT or REFUSED
   * @param code of a refusal, with its sentences
   * @param faults members of the row that are not right
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Result(
      int row,
      String login,
      String outcome,
      @Nullable String password,
      @Nullable String code,
      Map<String, String> problem,
      List<String> faults) {
    static Result done(int row, String login, Kept kept) {
      String password = kept.password().isEmpty() ? null : kept.password();
      return new Result(row, login, kept.done().name(), password, null, Map.of(), List.of());
    }
  }
}
