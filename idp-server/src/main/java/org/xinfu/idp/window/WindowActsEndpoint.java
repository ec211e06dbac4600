package org.xinfu.idp.window;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.idp.domain.Scopes;
import org.xinfu.idp.domain.window.WindowAct;
import org.xinfu.idp.domain.window.WindowActs;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.kit.web.BundleTexts;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.kit.web.Problem;
import org.xinfu.kit.web.ProblemAnswers;

/** {@code /api/v1/window-acts}, for clerks with {@code idp:window} at registered applications. */
@RestController
class WindowActsEndpoint {
  private final ActForCitizen acting;
  private final WindowTokens tokens;
  private final WindowClerks clerks;
  private final Doors doors;
  private final BundleTexts sentences = new BundleTexts(WindowActsEndpoint.class, "rules");

  /** What the endpoint needs besides. */
  record Doors(
      String origin,
      WindowActs acts,
      Idempotency idempotency,
      ProblemAnswers problems,
      Audit audit,
      Clock clock) {}

  WindowActsEndpoint(ActForCitizen acting, WindowTokens tokens, WindowClerks clerks, Doors doors) {
    this.acting = acting;
    this.tokens = tokens;
    this.clerks = clerks;
    this.doors = doors;
  }

  @PostMapping("/api/v1/window-acts")
  ResponseEntity<?> start(
      JwtAuthenticationToken login, @RequestBody NewAct body, HttpServletRequest request) {
    WindowAct.Clerk clerk = clerks.of(login.getToken());
    List<Problem.FieldError> faults = body.faults().stream().map(sentences::fault).toList();
    if (!faults.isEmpty()) {
      return doors.problems().answer(CommonRefusal.REQUEST_INVALID, faults, request);
    }
    ActForCitizen.Prepared prepared = acting.prepare(clerk, body);
    return doors.idempotency().once(request, body, () -> started(prepared));
  }

  private ResponseEntity<Answer> started(ActForCitizen.Prepared prepared) {
    WindowAct act = acting.begin(prepared, clerks.service(prepared.act()));
    boolean waits = act.personId() == null;
    String confirm = waits ? doors.origin() + "/window/" + prepared.secret() : null;
    return ResponseEntity.created(URI.create("/api/v1/window-acts/" + act.id()))
        .cacheControl(CacheControl.noStore())
        .body(answer(act, confirm));
  }

  @GetMapping("/api/v1/window-acts/{id}")
  Answer get(JwtAuthenticationToken login, @PathVariable String id) {
    return answer(clerks.own(id, clerks.of(login.getToken())), null);
  }

  @PostMapping("/api/v1/window-acts/{id}/token")
  ResponseEntity<Map<String, Object>> token(
      JwtAuthenticationToken login,
      @PathVariable String id,
      @RequestBody(required = false) @Nullable Wanted wanted) {
    WindowAct act = clerks.own(id, clerks.of(login.getToken()));
    WindowTokens.Use use = use(login, wanted == null ? null : wanted.audience());
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(tokens.issue(act, use));
  }

  /** The application's own unless it names licence-vault, which takes the scope of it. */
  private static WindowTokens.Use use(JwtAuthenticationToken login, @Nullable String audience) {
    if (audience == null) {
      return WindowTokens.Use.APPLICATION;
    }
    if (!Scopes.audiences(Set.of(Scopes.WINDOW_LICENCES)).contains(audience)) {
      throw new Refused(CommonRefusal.REQUEST_INVALID);
    }
    boolean held =
        login.getAuthorities().stream()
            .anyMatch(one -> ("SCOPE_" + Scopes.WINDOW_LICENCES).equals(one.getAuthority()));
    if (!held) {
      throw new Refused(CommonRefusal.NOT_PERMITTED);
    }
    return WindowTokens.Use.LICENCES;
  }

  /**
   * What a token is wanted for.
   *
   * @param audience {@code licence-vault}; none for the application itself
   */
  record Wanted(@Nullable String audience) {}

  @PostMapping("/api/v1/window-acts/{id}/end")
  ResponseEntity<?> end(
      JwtAuthenticationToken login, @PathVariable String id, HttpServletRequest request) {
    WindowAct act = clerks.own(id, clerks.of(login.getToken()));
    return doors.idempotency().once(request, id, () -> ResponseEntity.ok(ended(act)));
  }

  private Answer ended(WindowAct act) {
    if (!doors.acts().end(act.id(), WindowAct.End.CLERK, doors.clock().instant())) {
      throw new Refused(WindowRefusal.WINDOW_ACT_NOT_ACTIVE);
    }
    String subject = Objects.toString(act.personId(), act.id());
    doors.audit().record("window-ended", subject, "done", Map.of());
    return answer(clerks.own(act.id(), act.clerk()), null);
  }

  private Answer answer(WindowAct act, @Nullable String confirm) {
    WindowAct.State state = act.state(doors.clock().instant());
    return new Answer(
        act.id(),
        state,
        act.method(),
        act.where().matter(),
        act.where().window(),
        act.expires(),
        act.end(),
        act.objection() != null,
        confirm);
  }

  /**
   * An act, as its clerk sees it.
   *
   * @param confirmUri what the QR code for the citizen's phone says; once, in the first answer
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(
      String id,
      WindowAct.State state,
      WindowAct.Method method,
      String matter,
      String window,
      Instant expiresAt,
      WindowAct.@Nullable End endCause,
      boolean objected,
      @Nullable String confirmUri) {}
}
