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
   * @param after id of the last one before the page; empty at first
   */
  List<Application> list(String division, String after, int most);

  /**
   * Decides; false when it is decided, or by whom it was asked for.
   *
   * @param clientId what was registered; null when it is refused
   */
  boolean decide(String id, String decidedBy, @Nullable String clientId, Instant now);

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
