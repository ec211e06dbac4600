package org.xinfu.idp.domain;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The port to the audit book: one row per act, never a secret, a token or a citizen id number. */
public interface IdpAudit {
  /**
   * Records an act.
   *
   * @param client the client that asked; null on the login page
   * @param subject the account or client that the act is about
   */
  void record(@Nullable String client, String subject, Fact fact);

  /** Records an act of which there is no more to say. */
  default void record(@Nullable String client, String subject, String act, String outcome) {
    record(client, subject, new Fact(act, outcome, Map.of()));
  }

  /**
   * Does an act and records it: both, or neither. What is not done ({@code false}) leaves no row,
   * which is the caller's to write.
   */
  default boolean with(String subject, String act, String outcome, BooleanSupplier work) {
    boolean done = work.getAsBoolean();
    if (done) {
      record(null, subject, act, outcome);
    }
    return done;
  }

  /**
   * What happened.
   *
   * @param act short kebab name, such as {@code login}
   * @param outcome short kebab name, such as {@code done} or the reason of a refusal
   * @param details plain facts; names of claims, never their values
   */
  record Fact(String act, String outcome, Map<String, String> details) {
    public Fact {
      details = Map.copyOf(details);
    }
  }
}
