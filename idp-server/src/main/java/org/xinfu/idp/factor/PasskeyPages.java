package org.xinfu.idp.factor;

import jakarta.servlet.http.HttpSession;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.StandingLogin;
import org.xinfu.idp.passkey.Ceremony;
import org.xinfu.idp.passkey.PasskeyCeremonies;

/** Where a person adds passkeys; they are renamed and removed like other authenticators. */
@Controller
class PasskeyPages {
  private static final int LONGEST = 40;

  private final PasskeyCeremonies ceremonies;
  private final Accounts accounts;
  private final Freshness fresh;
  private final Part part;

  /** Who tells people, and whether the login still counts. */
  @Component
  record Part(FactorNotices told, StandingLogin standing) {}

  PasskeyPages(PasskeyCeremonies ceremonies, Accounts accounts, Freshness fresh, Part part) {
    this.ceremonies = ceremonies;
    this.accounts = accounts;
    this.fresh = fresh;
    this.part = part;
  }

  @PostMapping("/account/authenticators/passkey/options")
  @ResponseBody
  Map<String, Object> options(Authentication login, HttpSession session) {
    if (!fresh.of(login)) {
      return Map.of("goTo", fresh.stepUp(login));
    }
    return PasskeyDoor.begin(session, ceremonies.add(accounts.byId(login.getName()).orElseThrow()));
  }

  @PostMapping("/account/authenticators/passkey")
  String add(
      Authentication login,
      @SessionAttribute(name = PasskeyDoor.BEGUN, required = false) @Nullable Ceremony begun,
      Made made,
      HttpSession session) {
    if (!fresh.of(login)) {
      return "redirect:" + fresh.stepUp(login);
    }
    session.removeAttribute(PasskeyDoor.BEGUN);
    boolean added =
        begun != null
            && login.getName().equals(begun.accountId())
            && ceremonies.added(begun, made.json(), named(made.label()), guarded(login));
    return "redirect:" + Freshness.HERE + (added ? "" : "?problem=passkey");
  }

  /** While the login stands, and the owner is told. */
  private Predicate<BooleanSupplier> guarded(Authentication login) {
    return work -> {
      boolean done = part.standing().of(login.getName()) && work.getAsBoolean();
      if (done) {
        part.told().tell(login, FactorNotices.Change.ADDED);
      }
      return done;
    };
  }

  private static String named(@Nullable String typed) {
    String name = typed == null ? "" : typed.strip();
    return name.isEmpty() ? "Passkey" : name.substring(0, Math.min(LONGEST, name.length()));
  }

  /** What the browser's script filled in, and what its owner calls the passkey. */
  record Made(@Nullable String credential, @Nullable String label) {
    String json() {
      return credential == null ? "" : credential;
    }
  }
}
