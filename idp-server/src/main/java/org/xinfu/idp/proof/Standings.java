package org.xinfu.idp.proof;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xinfu.idp.domain.Claims;

/** The port to when the authority last said how each verified person stands in its register. */
public interface Standings {
  /** What came of a turn. */
  enum Outcome {
    LIVING,
    DECEASED,
    /** The authority does not know the person (any more). */
    UNKNOWN,
    /** Nobody was asked: a fictitious person, one who is frozen already, or one who is gone. */
    PASSED,
    /** The stored document does not open. */
    UNREADABLE,
    /** The authority did not answer. */
    SILENT;

    /** Whether the authority has said something. */
    public boolean answered() {
      return this == LIVING || this == DECEASED || this == UNKNOWN;
    }
  }

  /** Begins a round, unless another is under way; whoever dies in it holds it until then. */
  boolean begin(Instant now, Instant until);

  /**
   * Ends the round that was begun until then and writes into the audit book what it heard.
   *
   * @param next when the next may begin
   */
  void end(Instant until, Instant next, Map<Outcome, Integer> heard);

  /**
   * Whose turn it is.
   *
   * @param before of whom nothing was heard since
   * @param again whom nobody has set out to ask about since
   * @param at now, which is noted of all that are taken
   */
  record Turn(Instant before, Instant again, Instant at) {}

  /** Takes accounts whose turn it is, oldest first, so that no other replica takes them. */
  List<String> take(Turn turn, int most);

  /** Puts back those that were taken at that time and not asked about. */
  void release(List<String> accountIds, Instant taken);

  /**
   * What the authority is asked by, with the document opened; empty for whom nobody asks about.
   *
   * @throws IllegalStateException when the document does not open
   */
  Optional<Claims> claims(String accountId);

  /** Notes that the turn is over; the audit book says of whom the authority does not know. */
  void heard(String accountId, Outcome outcome, Instant at);

  /** Of how many nothing was heard since; counts no further than to ten thousand. */
  int due(Instant before);
}
