package org.xinfu.idp.domain.mandate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** The port to entities and mandates. */
public interface Mandates {
  /** How long it is remembered which changes were followed; an older answer is not believed. */
  Duration REMEMBERED = Duration.ofDays(90);

  /** The entity of that code, when it is registered here. */
  Optional<LegalEntity> entity(UnifiedSocialCreditCode code);

  /**
   * Writes the entity down with its representative's mandate, and suspends the mandate of whoever
   * was it before, with all that came of it, and their own that has expired. What the registry said
   * before a change of that entity that was followed is not written: it would undo the change.
   */
  Enrolled enrol(LegalEntity entity, Mandate representative, Heard heard);

  /**
   * Lets the representative's own mandate end later, by the registry's word of now; what it was
   * before is kept. What the registry said before a change that was followed is not written.
   *
   * @return {@code KNOWN} when it does not stand, or ends too late to be renewed
   */
  Enrolled renew(LegalEntity entity, Renewal renewal, Heard heard);

  /** Adds one that was given under another; false when that one is no more. */
  boolean add(Mandate mandate, Instant at);

  /** The mandate with all it rests on. */
  Optional<Chain> chain(String mandateId);

  /** The mandate of the entity's representative, when it was neither revoked nor suspended. */
  Optional<Chain> representative(String entityId);

  /** A page of those that were looked for, in the order of their ids. */
  List<Chain> page(Search search);

  /** The same of real entities alone: what offices keep. */
  List<Chain> kept(Search search);

  /** A page of those that the person holds: what may stand, what is offered, what is over. */
  List<Chain> heldBy(Whose search);

  /** Those of them that wait for their person's answer. */
  Offers offered(String personId, Instant at);

  /** The same of those that rest on what the person holds and what stands. */
  List<Chain> under(Whose search);

  /** Those that the person may act under, in the order of their ids. */
  List<Chain> standing(String personId, Instant at, int most);

  /** The widest of those that the person may act under for that entity. */
  Optional<Chain> widest(String personId, UnifiedSocialCreditCode code, Instant at);

  /** Its person agrees; false when it is not theirs to agree to, or they have already. */
  boolean accept(String mandateId, String personId, Instant at);

  /**
   * Takes it back with all that were given under it, and ends the logins that act under them, in
   * one transaction; false when it was taken back before.
   */
  boolean revoke(String mandateId, Cause cause, Instant at);

  /** Ends logins whose mandates have expired; says how many mandates that were. */
  int endLapsed(Instant at);

  /** The number of the last change that was followed. */
  long position();

  /**
   * Follows one change of the registry, on one replica alone: what depends on it stands no more,
   * and logins that act for the entity end.
   */
  void follow(EntityRegistry.Change change, Instant at);

  /**
   * Keeps one that cannot be read apart and goes on behind it, on one replica alone. False when it
   * was heard of before, as one without a number is until there is another behind it.
   */
  boolean pass(EntityRegistry.Unread change, Instant at);

  /**
   * Follows one that was kept apart, when it can be read; a later word on whether the entity is
   * suspended stands. False when it is not kept.
   */
  boolean followLate(EntityRegistry.Change change, Instant at);

  /**
   * What to look for.
   *
   * @param after id of the last one of the page before; empty at first
   */
  record Search(@Nullable String entityId, @Nullable String personId, String after, int limit) {}

  /**
   * Whose.
   *
   * @param at what is over by then comes last
   * @param after where the page before ended
   */
  record Whose(String personId, Instant at, Place after, int limit) {}

  /** The order of a person's list: what may stand, what is offered, what is over. */
  enum Turn {
    LIVE(0),
    OFFERED(1),
    OVER(2);

    private final int number;

    Turn(int number) {
      this.number = number;
    }

    /** From zero on. */
    public int number() {
      return number;
    }
  }

  /** Where one stood in a person's list when it was read; its turn may be another by now. */
  record Place(Turn turn, String id) {
    /** Before the first one. */
    public static final Place START = new Place(Turn.LIVE, "");

    /** Reads what {@link #text} made; the start where it is nothing such. */
    public static Place of(String text) {
      for (Turn turn : Turn.values()) {
        String begin = Integer.toString(turn.number());
        if (text.startsWith(begin)) {
          return new Place(turn, text.substring(begin.length()));
        }
      }
      return START;
    }

    /** Of one that was read then. */
    public static Place of(Chain chain, Instant at) {
      Mandate mandate = chain.mandate();
      boolean over =
          mandate.marks().revoked() != null
              || mandate.marks().suspended() != null
              || !mandate.extent().until().isAfter(at)
              || chain.entity().status() != LegalEntity.Status.ACTIVE;
      Turn turn = over ? Turn.OVER : mandate.marks().accepted() == null ? Turn.OFFERED : Turn.LIVE;
      return new Place(turn, mandate.id());
    }

    /** For an address. */
    public String text() {
      return turn.number() + id;
    }
  }

  /**
   * How many there are, and where.
   *
   * @param after before the first one
   */
  record Offers(long count, Place after) {}

  /**
   * When the registry said so.
   *
   * @param position of the last change that was followed before it was asked
   * @param at the moment of the answer; a licence's system need not have the clock of the changes
   */
  record Heard(long position, Instant at) {}

  /**
   * What a mandate becomes.
   *
   * @param endsBy it is renewed if it ends by then
   */
  record Renewal(Mandate mandate, Instant endsBy) {}

  /** What came of writing an entity down. */
  enum Enrolled {
    DONE,
    /** This representative is written down already. */
    KNOWN,
    /** A change of the entity was followed since the registry was asked. */
    OVERTAKEN,
    /** The answer itself is of before a change of the entity that was followed. */
    STALE
  }

  /** Why one was taken back. */
  enum Cause {
    /** By whoever gave it, or stands above. */
    GIVER,
    /** By the person who holds it, before or after they had accepted. */
    HOLDER,
    /** By an administration that keeps mandates through the API. */
    OFFICE
  }
}
