package org.xinfu.idp.registration;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The port to services that ask to be registered. Changes run in the caller's transaction. */
public interface Applications {
  /** Keeps one; the answer is its id. */
  String add(ClientMetadata metadata, String askedBy, Instant now);

  Optional<Application> byId(String id);

  /**
   * Those that wait first, then the newest.
   *
   * @param division prefix of their departments' division; empty: all
   * @param after the last one before the page; null at first
   */
  List<Application> list(String division, @Nullable Place after, int most);

  /**
   * Decides; false when it is decided, or by whom it was asked for.
   *
   * @param clientId what was registered; null when it is refused
   */
  boolean decide(String id, String decidedBy, @Nullable String clientId, Instant now);

  /**
   * Where one stood in the list when it was read; it may have been decided since.
   *
   * @param waited whether it was among those that wait
   */
  record Place(boolean waited, String id) {
    /** Reads what {@link #text} made; null when it is nothing such. */
    static @Nullable Place of(String text) {
      return text.matches("[01].+") ? new Place(text.startsWith("1"), text.substring(1)) : null;
    }

    static Place of(Application one) {
      return new Place(one.state() == State.ASKED, one.id());
    }

    /** For an address. */
    String text() {
      return (waited ? "1" : "0") + id;
    }
  }

  /** How an application stands. */
  enum State {
    ASKED,
    APPROVED,
    REFUSED
  }

  /** One application; {@code clientId} once it is approved. */
  record Application(
      String id,
      ClientMetadata metadata,
      State state,
      String askedBy,
      Instant askedAt,
      @Nullable String clientId) {}
}
