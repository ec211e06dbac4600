package org.xinfu.trust.jose;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A status list whose token held; only {@link StatusListToken} makes one. */
public final class VerifiedStatusList {
  private final String uri;
  private final Instant issuedAt;
  private final Optional<Duration> timeToLive;
  private final StatusList list;

  VerifiedStatusList(String uri, Instant issuedAt, Optional<Duration> timeToLive, StatusList list) {
    this.uri = uri;
    this.issuedAt = issuedAt;
    this.timeToLive = timeToLive;
    this.list = list;
  }

  /** Values that the draft's §7.1 names; others are the application's. */
  public static final int VALID = 0;

  public static final int INVALID = 1;

  public static final int SUSPENDED = 2;

  /** The name of the list, {@code sub}. */
  public String uri() {
    return uri;
  }

  /** As of when it speaks. */
  public Instant issuedAt() {
    return issuedAt;
  }

  /** How long it may be kept before another is asked for. */
  public Optional<Duration> timeToLive() {
    return timeToLive;
  }

  /** The status that a token refers to; empty for another list or an entry that is not there. */
  public Optional<Integer> status(StatusReference reference) {
    return reference.uri().equals(uri) ? list.status(reference.index()) : Optional.empty();
  }
}
