package org.xinfu.idp.logout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The port to the queue of logout tokens. */
public interface Deliveries {
  /**
   * Takes some that are due. Until the lease ends no other replica takes them; if this one dies,
   * they are due again afterwards.
   */
  List<Delivery> claim(Wish wish, Instant now, Duration lease);

  /** The same of whichever services. */
  default List<Delivery> claim(int most, Instant now, Duration lease) {
    return claim(new Wish(most, most, Set.of(), Set.of()), now, lease);
  }

  /**
   * What is wished for.
   *
   * @param few of each service among the failing
   * @param failing services that did not take the last one
   * @param busy services of which none is wanted now
   */
  record Wish(int most, int few, Set<String> failing, Set<String> busy) {
    public Wish {
      failing = Set.copyOf(failing);
      busy = Set.copyOf(busy);
    }
  }

  /** The service took it. */
  void delivered(Delivery delivery, Instant now);

  /** The service did not; it is due again at {@code next}. */
  void failed(Delivery delivery, String error, Instant next);

  /** Given up; kept for people to look at. */
  void dead(Delivery delivery, String error, Instant now);

  /**
   * One logout token, or one CAS LogoutRequest, for one service.
   *
   * @param account whose login ended
   * @param uri {@code backchannel_logout_uri} as registered now, or the CAS service
   * @param sessionIndex handle of the ticket that the CAS service took; null for a logout token
   * @param attempt the first is 1
   */
  record Delivery(
      long id,
      String clientId,
      String account,
      String sid,
      String uri,
      @Nullable String sessionIndex,
      int attempt) {}
}
