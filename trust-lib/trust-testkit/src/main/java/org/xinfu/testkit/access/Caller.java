package org.xinfu.testkit.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Somebody who calls: with a browser's session, a token, or neither.
 *
 * @param name as failures tell it
 * @param words scopes and roles: what the table's rules name
 * @param relation to the things that the calls are about
 */
public record Caller(
    String name, Kind kind, Set<String> words, Relation relation, List<String> headers) {
  /** What speaks for a caller. */
  public enum Kind {
    /** Nothing. */
    NOBODY,
    /** Something in Authorization that is no good token for this service. */
    BAD_TOKEN,
    /** A good access token. */
    TOKEN,
    /** A browser without a login, with the CSRF token of its page. */
    VISITOR,
    /** A browser with a login, with the CSRF token of its page. */
    SESSION,
    /** The cookie of a login, and no CSRF token: what a foreign page can send. */
    FORGED
  }

  /** Whose the things are. */
  public enum Relation {
    /** Bound to no organisation and no holder. */
    ANY,
    /** Theirs. */
    OWN,
    /** Another organisation's or another holder's. */
    OTHER
  }

  public Caller {
    words = Set.copyOf(words);
    headers = List.copyOf(headers);
  }

  /** Without anything. */
  public static Caller nobody() {
    return new Caller("nobody", Kind.NOBODY, Set.of(), Relation.ANY, List.of());
  }

  /** With this in Authorization. */
  public static Caller bad(String name, String authorization) {
    return new Caller(
        name, Kind.BAD_TOKEN, Set.of(), Relation.ANY, List.of("Authorization: " + authorization));
  }

  /** With an access token. */
  public static Caller token(String name, String token, Relation relation, Set<String> words) {
    return new Caller(name, Kind.TOKEN, words, relation, List.of("Authorization: Bearer " + token));
  }

  /** With a session; and as a foreign page would use it. */
  public static List<Caller> session(String name, Login login, Relation relation) {
    Set<String> words = new TreeSet<>(login.roles());
    Kind kind = login.person().isEmpty() ? Kind.VISITOR : Kind.SESSION;
    List<Caller> both = new ArrayList<>();
    both.add(
        new Caller(
            name,
            kind,
            words,
            relation,
            List.of("Cookie: " + login.cookie(), "X-CSRF-TOKEN: " + login.csrf())));
    if (kind == Kind.SESSION) {
      both.add(
          new Caller(
              name + " from a foreign page",
              Kind.FORGED,
              words,
              relation,
              List.of("Cookie: " + login.cookie(), "Origin: https://evil.example")));
    }
    return both;
  }

  boolean loggedIn() {
    return kind == Kind.SESSION || kind == Kind.FORGED;
  }
}
