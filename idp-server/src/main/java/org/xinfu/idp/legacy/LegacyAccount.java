package org.xinfu.idp.legacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.staff.Members;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;

/**
 * One line: an account as another system had it. Only what that system had verified is bound to the
 * account, since whoever holds a number can log in by it; the rest of what it knew of a person is
 * not taken, and proven anew.
 */
record LegacyAccount(Map<String, @Nullable Object> members) {
  /** In characters. */
  static final int LONGEST = 8192;

  private static final Set<String> KNOWN =
      Set.of("id", "login", "name", "phone", "phoneVerified", "email", "emailVerified", "password");

  private static final Set<String> RENAMED = Set.of("login", "name");

  /** Empty when the line is no JSON object. */
  static Optional<LegacyAccount> parse(String line) {
    if (line.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LegacyAccount(Json.parseObject(line)));
    } catch (JsonException notReadable) {
      return Optional.empty();
    }
  }

  /** Members that are not right; the password is judged where it is read. */
  List<String> faults() {
    List<String> faults = new ArrayList<>();
    members.keySet().stream().filter(name -> !KNOWN.contains(name)).sorted().forEach(faults::add);
    note(faults, "id", id().matches("[\\x21-\\x7e]{1,64}"));
    note(faults, "login", !has("login") || Members.loginName(text("login")));
    note(faults, "name", !has("name") || Members.named(text("name")));
    note(faults, "phone", contactFit("phone", Contact.Kind.PHONE));
    note(faults, "email", contactFit("email", Contact.Kind.EMAIL));
    note(faults, "phoneVerified", flagFit("phoneVerified"));
    note(faults, "emailVerified", flagFit("emailVerified"));
    note(
        faults,
        "password",
        !has("password") || password().filter(LegacyAccount::plain).isPresent());
    return faults;
  }

  /** Whether nothing is wrong but names, which an earlier release may have taken. */
  boolean wasFit() {
    return faults().stream()
        .allMatch(name -> RENAMED.contains(name) && members.get(name) instanceof String);
  }

  /** What the other system calls it. */
  String id() {
    return text("id");
  }

  /** Empty when it had none. */
  Optional<String> login() {
    return has("login") ? Optional.of(text("login")) : Optional.empty();
  }

  /** How it is shown; nobody has verified it. */
  Optional<String> name() {
    return has("name") ? Optional.of(text("name").strip()) : Optional.empty();
  }

  Optional<Map<?, ?>> password() {
    return members.get("password") instanceof Map<?, ?> password
        ? Optional.of(password)
        : Optional.empty();
  }

  /** Those that the other system had verified. */
  List<Contact> verified() {
    List<Contact> contacts = new ArrayList<>();
    for (String kind : List.of("phone", "email")) {
      if (has(kind) && Boolean.TRUE.equals(members.get(kind + "Verified"))) {
        Contact.parse(text(kind)).ifPresent(contacts::add);
      }
    }
    return contacts;
  }

  /** Kinds of contacts that nobody had verified. */
  List<String> left() {
    return List.of("phone", "email").stream()
        .filter(kind -> has(kind) && !Boolean.TRUE.equals(members.get(kind + "Verified")))
        .toList();
  }

  private boolean contactFit(String member, Contact.Kind kind) {
    return !has(member)
        || Contact.parse(text(member)).filter(contact -> contact.kind() == kind).isPresent();
  }

  private boolean flagFit(String member) {
    return !has(member) || members.get(member) instanceof Boolean;
  }

  /** Nothing else is ever read of one, and numbers of other kinds have no canonical text. */
  private static boolean plain(Map<?, ?> password) {
    return password.values().stream()
        .allMatch(value -> value instanceof String || value instanceof Long);
  }

  private boolean has(String member) {
    return members.get(member) != null;
  }

  private String text(String member) {
    return members.get(member) instanceof String text ? text : "";
  }

  private static void note(List<String> faults, String member, boolean good) {
    if (!good) {
      faults.add(member);
    }
  }

  /** Never what it says in a log. */
  @Override
  public String toString() {
    return "a line";
  }
}
