package org.xinfu.idp.domain.window;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.ServiceName;

/** The port to acts at windows. */
public interface WindowActs {
  /** Whether the client is registered for windows. */
  boolean registered(String clientId);

  /**
   * Adds an act.
   *
   * @param secret the receipt of a reader, or what a phone's QR code says; only its hash is kept
   * @param evidence compact JWS; null while a phone has not confirmed
   * @return false when the receipt was used
   */
  boolean add(WindowAct act, String secret, @Nullable String evidence);

  /** By id. */
  Optional<WindowAct> byId(String id);

  /** That a phone confirms, by what its QR code says; empty when it is over, or was confirmed. */
  Optional<WindowAct> waiting(String secret, Instant at);

  /** The citizen confirms; false when it no longer waits. */
  boolean begin(String id, String personId, String evidence, Instant at);

  /** Ends it with its tokens; false when it is over. */
  boolean end(String id, WindowAct.End why, Instant at);

  /**
   * The citizen objects: it is flagged, once, and ends if it has not; false when it is not theirs.
   */
  boolean object(String id, String personId, String objection, Instant at);

  /**
   * Runs {@code issue}, which saves a grant and names it, while nobody can end the act; false when
   * it does not stand.
   */
  boolean granting(String id, Instant at, Supplier<String> issue);

  /** Acts for the citizen, newest first. */
  List<Shown> of(String personId, long before, int most);

  /**
   * Acts of departments, newest first.
   *
   * @param org whole code; empty: of all departments
   * @param division prefix of the code's division; empty: of all
   */
  List<Shown> all(String org, String division, boolean objected, long before, int most);

  /** An act with names to show. */
  record Shown(WindowAct act, ServiceName service, String clerkName) {}
}
