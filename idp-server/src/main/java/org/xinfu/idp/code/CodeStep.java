package org.xinfu.idp.code;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.xinfu.idp.domain.Contact;

/**
 * The two pages that a registration and a recovery alike begin with: the visitor names a contact,
 * then types the code that it got.
 *
 * @param name the first page's path without its slash, with which its messages' keys begin too
 */
public record CodeStep(String name) {
  /**
   * Sends a code to what was typed.
   *
   * @param send false when a budget is used up
   * @return the redirect to the code's page, or back with what is wrong
   */
  public String begin(String typed, Predicate<Contact> send) {
    Optional<Contact> contact = Contact.parse(typed);
    if (contact.isEmpty()) {
      return redirect("?problem=contact");
    }
    try {
      return redirect(send.test(contact.get()) ? "/code" : "?problem=limited");
    } catch (Messages.MessageNotSent gateway) {
      return redirect("?problem=unavailable");
    }
  }

  /** The redirect of a wrong code. */
  public String wrong() {
    return redirect("/code?problem=code");
  }

  /** The redirect of who has given the code too long ago. */
  public String expired() {
    return redirect("?problem=expired");
  }

  /** What the first page shows. */
  public Map<String, String> start(String problem) {
    return Map.of("problem", known(problem, "contact", "limited", "unavailable", "expired"));
  }

  /** What the code's page shows. */
  public Map<String, String> code(String problem, Contact contact) {
    return Map.of("step", name, "problem", known(problem, "code"), "masked", contact.masked());
  }

  /** The problem in a link if it is one of the page's, otherwise empty. */
  public static String known(String problem, String... wanted) {
    for (String one : wanted) {
      if (one.equals(problem)) {
        return one;
      }
    }
    return "";
  }

  private String redirect(String rest) {
    return "redirect:/" + name + rest;
  }
}
