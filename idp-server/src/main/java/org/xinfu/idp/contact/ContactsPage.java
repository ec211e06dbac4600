package org.xinfu.idp.contact;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.xinfu.idp.code.Messages;
import org.xinfu.idp.contact.ChangeContacts.Outcome;
import org.xinfu.idp.contact.ChangeContacts.Proven;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.factor.Freshness;

/** Where a person says by which numbers and mailboxes they are reached. */
@Controller
class ContactsPage {
  private static final String PATH = "/account/contacts";
  private static final String HERE = "redirect:" + PATH;
  private static final String PROBLEM = HERE + "?problem=";

  /** The contact to which a code went last. */
  private static final String KEPT = "xinfu.contact";

  /** The one whose code was given, and that is another account's. */
  private static final String PROVEN = "xinfu.contact.proven";

  private static final Set<String> PROBLEMS =
      Set.of(
          "contact",
          "limited",
          "unavailable",
          "code",
          "taken",
          "known",
          "many",
          "closed",
          "recent",
          "held",
          "last",
          "gone",
          "done");

  private final ChangeContacts contacts;
  private final Accounts accounts;
  private final Freshness fresh;

  ContactsPage(ChangeContacts contacts, Accounts accounts, Freshness fresh) {
    this.contacts = contacts;
    this.accounts = accounts;
    this.fresh = fresh;
  }

  @GetMapping(PATH)
  String page(
      Authentication login,
      @RequestParam(defaultValue = "") String problem,
      @SessionAttribute(name = KEPT, required = false) @Nullable String kept,
      @SessionAttribute(name = PROVEN, required = false) @Nullable Proven proven,
      Model model) {
    Optional<String> elsewhere = elsewhere(login);
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    List<Contact> bound = contacts.of(login.getName());
    model.addAttribute(
        "lines",
        IntStream.range(0, bound.size())
            .mapToObj(at -> new Line(at, bound.get(at).kind().name(), bound.get(at).masked()))
            .toList());
    model.addAttribute("proven", proven == null ? "" : proven.contact().masked());
    model.addAttribute("asked", asked(kept).map(Contact::masked).orElse(""));
    model.addAttribute("problem", PROBLEMS.contains(problem) ? problem : "");
    return "contacts";
  }

  /** Sends a code. */
  @PostMapping(PATH)
  String send(
      Authentication login, @RequestParam String contact, HttpServletRequest request, Locale in) {
    Optional<String> elsewhere = elsewhere(login);
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    Optional<Contact> typed = Contact.parse(contact);
    if (typed.isEmpty()) {
      return PROBLEM + "contact";
    }
    try {
      if (!contacts.send(login.getName(), typed.get(), Devices.origin(request), in)) {
        return PROBLEM + "limited";
      }
    } catch (Messages.MessageNotSent gateway) {
      return PROBLEM + "unavailable";
    }
    request.getSession().removeAttribute(PROVEN);
    request.getSession().setAttribute(KEPT, typed.get().value());
    return HERE;
  }

  @PostMapping(PATH + "/confirm")
  String confirm(
      Authentication login, @RequestParam String code, HttpSession session, Locale language) {
    Optional<String> elsewhere = elsewhere(login);
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    Optional<Contact> asked = asked(session.getAttribute(KEPT));
    if (asked.isEmpty()) {
      return HERE;
    }
    Outcome outcome = contacts.add(login.getName(), asked.get(), code, language);
    if (outcome != Outcome.CODE) {
      session.removeAttribute(KEPT);
    }
    if (outcome == Outcome.TAKEN) {
      session.setAttribute(PROVEN, contacts.proven(asked.get()));
    }
    return told(outcome);
  }

  /** Binds the other account's, whose code was given, for the new holder of the number. */
  @PostMapping(PATH + "/take")
  String take(
      Authentication login,
      @RequestParam(defaultValue = "false") boolean newHolder,
      HttpSession session,
      Locale language) {
    Optional<String> elsewhere = elsewhere(login);
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    if (!(session.getAttribute(PROVEN) instanceof Proven proven)) {
      return HERE;
    }
    if (!newHolder) {
      return PROBLEM + "taken";
    }
    Outcome outcome = contacts.take(login.getName(), proven, language);
    if (outcome != Outcome.TAKEN) {
      session.removeAttribute(PROVEN);
    }
    return told(outcome);
  }

  @PostMapping(PATH + "/remove")
  String remove(Authentication login, ChangeContacts.Shown shown, Locale language) {
    return elsewhere(login)
        .orElseGet(() -> told(contacts.remove(login.getName(), shown, language)));
  }

  private static String told(Outcome outcome) {
    return PROBLEM + outcome.name().toLowerCase(Locale.ROOT);
  }

  /** Departments reach their own people; and every change wants a fresh login. */
  private Optional<String> elsewhere(Authentication login) {
    boolean person =
        accounts
            .byId(login.getName())
            .filter(account -> account.kind() == AccountKind.PERSON)
            .isPresent();
    if (!person) {
      return Optional.of("redirect:/account");
    }
    return fresh.of(login)
        ? Optional.empty()
        : Optional.of("redirect:" + fresh.stepUp(login, PATH));
  }

  private static Optional<Contact> asked(@Nullable Object kept) {
    return kept instanceof String value ? Contact.parse(value) : Optional.empty();
  }

  /** A contact as the page shows it. */
  public record Line(int at, String kind, String masked) {}
}
