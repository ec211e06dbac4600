package org.xinfu.idp.domain.window;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One act of a clerk for a citizen.
 *
 * @param number in the order of asking
 * @param clerk whose act it is
 * @param personId null while a phone has not confirmed, and when the account was erased
 * @param where what it is about, and at which window
 * @param begun null while a phone has not confirmed
 * @param end why it ended early; null otherwise
 * @param objection the citizen's words; null when there are none
 */
public record WindowAct(
    String id,
    long number,
    Clerk clerk,
    @Nullable String personId,
    Where where,
    Method method,
    Instant asked,
    @Nullable Instant begun,
    Instant expires,
    @Nullable End end,
    @Nullable String objection) {
  /**
   * Who acts.
   *
   * @param accountId of the member
   * @param sid of the login
   * @param clientId of the application at the window
   * @param org department of the clerk (GB 32100)
   */
  public record Clerk(String accountId, String sid, String clientId, String org) {}

  /** What for, and where: names of the department's own. */
  public record Where(String matter, String window) {}

  /** How the citizen was there. */
  public enum Method {
    /** A reader and a face check say so; the citizen did not log in. */
    READER,
    /** The citizen confirmed on a phone on which they are logged in. */
    PHONE
  }

  /** Why it ended before its time. */
  public enum End {
    CLERK,
    /** The clerk logged out, was suspended, or has left. */
    CLERK_GONE,
    DENIED,
    OBJECTED
  }

  /** Where it stands. */
  public enum State {
    WAITING,
    ACTIVE,
    ENDED
  }

  /** Where it stands at that time. */
  public State state(Instant at) {
    if (end != null || !expires.isAfter(at)) {
      return State.ENDED;
    }
    return begun == null ? State.WAITING : State.ACTIVE;
  }
}
