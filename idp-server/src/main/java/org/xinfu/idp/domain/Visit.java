package org.xinfu.idp.domain;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.mandate.Acting;

/** The port to the browser request that is being answered. */
public interface Visit {
  /** The claim {@code sid} of the login that the request came with; empty without a login. */
  Optional<String> sid();

  /** Says to which login the request belongs; null when to none. */
  void belongsTo(@Nullable String sid);

  /** For whom the person acts in that login; empty when for themselves. */
  Optional<Acting> acting();

  /** Says for whom; null when for themselves. */
  void actsFor(@Nullable Acting acting);

  /** Somebody has logged in in this request: from here on it belongs to that login. */
  void arrived();

  /** Whether the login of this request is kept already: nobody has logged in in it. */
  boolean settled();

  /** Keeps the login of this request for good, so that what is granted under it can refer to it. */
  void settle();

  /** Whether another login, begun in the same browser, took the place of the one it came with. */
  boolean replaced();

  /** Where it came from, told coarsely. */
  Visitor visitor();

  /**
   * A browser as its owner would recognise it.
   *
   * @param device browser and system, such as {@code Firefox / Linux}
   * @param addressPrefix /24 of IPv4 or /48 of IPv6, such as {@code 203.0.113.0/24}
   */
  record Visitor(String device, String addressPrefix) {
    /** Outside any request. */
    public static final Visitor UNKNOWN = new Visitor("", "");
  }
}
