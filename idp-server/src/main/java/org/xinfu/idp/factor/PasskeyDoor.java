package org.xinfu.idp.factor;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.server.ResponseStatusException;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Assurance;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.passkey.Ceremony;
import org.xinfu.idp.passkey.PasskeyCeremonies;

/** Where passkeys open the door: alone, or beside a password. */
@Controller
class PasskeyDoor {
  static final String BEGUN = "xinfu.passkey.ceremony";

  private final PasskeyCeremonies ceremonies;
  private final Completion completion;
  private final IdpAudit audit;

  PasskeyDoor(PasskeyCeremonies ceremonies, Completion completion, IdpAudit audit) {
    this.ceremonies = ceremonies;
    this.completion = completion;
    this.audit = audit;
  }

  @PostMapping("/login/passkey/options")
  ResponseEntity<Map<String, Object>> loginOptions(HttpServletRequest request) {
    return ceremonies
        .ask(Devices.origin(request))
        .map(begun -> ResponseEntity.ok(begin(request.getSession(), begun)))
        .orElseGet(() -> ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS).build());
  }

  /** A passkey is a whole login: something held, unlocked by what its owner knows or is. */
  @PostMapping("/login/passkey")
  void logIn(Answer answer, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    Optional<PasskeyCeremonies.Proven> proven = proven(answer, request, Ceremony.Purpose.LOG_IN);
    if (proven.isEmpty()) {
      response.sendRedirect("/login?problem=passkey");
      return;
    }
    PasskeyCeremonies.Proven by = proven.get();
    audit.record(null, by.who().accountId(), "login", "done");
    completion.finish(request, response, by.who(), Assurance.none().with(by.factor(), by.at()));
  }

  @PostMapping("/login/second/passkey/options")
  @ResponseBody
  Map<String, Object> secondOptions(
      @SessionAttribute(name = PendingLogin.KEPT, required = false) @Nullable PendingLogin pending,
      HttpSession session) {
    if (pending == null) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
    }
    return begin(session, ceremonies.show(pending.accountId()));
  }

  @PostMapping("/login/second/passkey")
  void second(
      @SessionAttribute(name = PendingLogin.KEPT, required = false) @Nullable PendingLogin pending,
      Answer answer,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, ServletException {
    if (pending == null) {
      response.sendRedirect("/login");
      return;
    }
    Optional<PasskeyCeremonies.Proven> proven =
        proven(answer, request, Ceremony.Purpose.SECOND_FACTOR)
            .filter(by -> by.who().accountId().equals(pending.accountId()));
    if (proven.isEmpty()) {
      response.sendRedirect("/login/second?problem=passkey");
      return;
    }
    PasskeyCeremonies.Proven by = proven.get();
    completion.finish(
        request, response, pending.who(), pending.assurance().with(by.factor(), by.at()));
  }

  static Map<String, Object> begin(HttpSession session, PasskeyCeremonies.Begun begun) {
    session.setAttribute(BEGUN, begun.ceremony());
    return begun.options();
  }

  private Optional<PasskeyCeremonies.Proven> proven(
      Answer answer, HttpServletRequest request, Ceremony.Purpose purpose) {
    HttpSession session = request.getSession();
    Ceremony begun = (Ceremony) session.getAttribute(BEGUN);
    session.removeAttribute(BEGUN);
    return begun == null || begun.purpose() != purpose
        ? Optional.empty()
        : ceremonies.shown(begun, answer.json(), Devices.origin(request));
  }

  /** What the browser's script filled in. */
  record Answer(@Nullable String credential) {
    String json() {
      return credential == null ? "" : credential;
    }
  }
}
