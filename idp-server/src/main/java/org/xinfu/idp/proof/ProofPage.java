package org.xinfu.idp.proof;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Claims;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.IdentityLevels;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.domain.Persons;
import org.xinfu.idp.domain.Proof;
import org.xinfu.idp.domain.Proofs;
import org.xinfu.idp.factor.Freshness;

/** Where a person has their identity verified and sees by what evidence it is. */
@Controller
class ProofPage {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneId.of("Asia/Shanghai"));

  private final ProvePerson prove;
  private final Accounts accounts;
  private final Persons persons;
  private final Shown shown;

  /** What the page shows, whether a login may end its account, and the book of who may not. */
  @Component
  record Shown(Proofs proofs, IdentityLevels levels, Freshness fresh, IdpAudit audit) {}

  ProofPage(ProvePerson prove, Accounts accounts, Persons persons, Shown shown) {
    this.prove = prove;
    this.accounts = accounts;
    this.persons = persons;
    this.shown = shown;
  }

  @GetMapping("/account/proof")
  String page(Principal login, @RequestParam(defaultValue = "") String outcome, Model model) {
    String key = outcome.matches("[a-z-]{1,20}") ? outcome : "";
    model.addAttribute("outcome", key);
    model.addAttribute("level", shown.levels().of(login.getName()).name());
    model.addAttribute("types", List.of(IdDocument.Type.values()));
    model.addAttribute("phones", phones(login.getName()).stream().map(Contact::masked).toList());
    model.addAttribute(
        "proofs", shown.proofs().of(login.getName()).stream().map(ProofPage::line).toList());
    return "proof";
  }

  @PostMapping("/account/proof")
  String prove(Authentication login, Form form, HttpServletRequest request, Locale language) {
    Account account =
        accounts
            .byId(login.getName())
            .orElseThrow(() -> new IllegalStateException("a session without its account"));
    Optional<Claims> claims = form.claims(phone(account, form.text(form.phone())));
    if (claims.isEmpty()) {
      return "redirect:/account/proof?outcome=malformed";
    }
    String other = form.text(form.otherLogin());
    if (other != null && !shown.fresh().of(login)) {
      return "redirect:" + shown.fresh().stepUp(login, "/account/proof");
    }
    if (other != null && shown.fresh().held(login)) {
      shown.audit().record(null, account.id(), "accounts-merged", "held");
      return "redirect:/account/proof?outcome=held";
    }
    ProvePerson.Outcome outcome =
        other == null
            ? prove.prove(account, claims.get())
            : prove.merge(
                account,
                claims.get(),
                new ProvePerson.Other(
                    other,
                    Objects.requireNonNullElse(form.otherPassword(), ""),
                    Objects.requireNonNullElse(form.otherCode(), ""),
                    Devices.origin(request),
                    language));
    if (other != null && outcome == ProvePerson.Outcome.DONE) {
      request.getSession().invalidate();
      return "redirect:/login?merged";
    }
    return "redirect:/account/proof?outcome="
        + outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The chosen one of those that the account has; the first where none is chosen. */
  private @Nullable String phone(Account account, @Nullable String chosen) {
    List<Contact> all = phones(account.id());
    int place = chosen != null && chosen.matches("[0-9]{1,2}") ? Integer.parseInt(chosen) : 0;
    return all.isEmpty() ? null : all.get(place < all.size() ? place : 0).value();
  }

  private List<Contact> phones(String account) {
    return persons.contacts(account).stream()
        .filter(contact -> contact.kind() == Contact.Kind.PHONE)
        .toList();
  }

  private static Line line(Proof proof) {
    return new Line(
        proof.level().name(),
        proof.source(),
        proof.matched().stream().map(Enum::name).sorted().toList(),
        DAY.format(proof.at()),
        DAY.format(proof.expires()));
  }

  /** A proof as the page shows it, in China Standard Time. */
  public record Line(
      String level, String source, List<String> matched, String at, String expires) {}

  /**
   * What was typed; dates are ISO 8601.
   *
   * @param phone place among the account's telephones
   */
  record Form(
      IdDocument.@Nullable Type type,
      @Nullable String number,
      @Nullable String name,
      @Nullable String birthDate,
      @Nullable String term,
      @Nullable String bankCard,
      @Nullable String faceReceipt,
      @Nullable String guardian,
      @Nullable String phone,
      @Nullable String otherLogin,
      @Nullable String otherPassword,
      @Nullable String otherCode) {
    Optional<Claims> claims(@Nullable String phone) {
      return new ClaimsForm(type, number, name, birthDate, term, bankCard, faceReceipt, guardian)
          .claims(phone);
    }

    @Nullable String text(@Nullable String typed) {
      return ClaimsForm.text(typed);
    }
  }
}
