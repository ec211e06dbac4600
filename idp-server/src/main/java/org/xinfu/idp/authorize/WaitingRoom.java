package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.xinfu.idp.domain.Device;
import org.xinfu.idp.domain.Kiosk;

/**
 * Requests that wait in a browser's session, the newest last; each tab has its own. All endpoints
 * share the seats, so that pages on the way find what waits; a request goes on only where it came.
 */
public final class WaitingRoom {
  /** The parameter under which a waiting request comes back. */
  public static final String RESUME = "resume";

  /**
   * Tabs beyond these lose the oldest request; where the session rests with the browser, those too
   * that would weigh more than it can keep together with the newest.
   */
  private static final int SEATS = 8;

  /** Octets of all that waits where nobody is logged in: so much rests with the browser itself. */
  private static final int LIGHT = 1400;

  /** Octets of a seat and of a parameter beside what is asked. */
  private static final int FRAME = 60;

  private static final int FIELD = 8;

  private static final String LOGIN = "SPRING_SECURITY_CONTEXT";

  /** In a session that has a row. */
  private static final String ROW = "xinfu.row";

  private static final String ONCE = "xinfu.waiting.once";

  /** Where the login's success handler looks for the way back. */
  private static final String SAVED_REQUEST = "SPRING_SECURITY_SAVED_REQUEST";

  private static final String KEPT = "xinfu.waiting";

  /** An endpoint at which requests wait; its letter begins the ids of their seats. */
  public enum Door {
    AUTHORIZE("a", "/oauth2/authorize"),
    TICKET("t", "/ticket/login"),
    CAS("c", "/cas/login");

    private final String letter;
    private final String path;

    Door(String letter, String path) {
      this.letter = letter;
      this.path = path;
    }
  }

  private final String site;
  private final Door door;
  private final PushAllowance allowance;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /** The room as one endpoint sees it; {@code site} is the server's public URL. */
  public WaitingRoom(String site, Door door, PushAllowance allowance, Clock clock) {
    this.site = site;
    this.door = door;
    this.allowance = allowance;
    this.clock = clock;
  }

  /**
   * Whether a request may wait for a login. Where nobody is logged in one that is too large to rest
   * with the browser would leave a row: from each network so many a minute do. One that has its
   * seat waits already.
   */
  boolean admits(HttpServletRequest request, @Nullable String id, Waiting waiting) {
    return id != null
        || !heavy(waiting)
        || !nobody(request.getSession(false))
        || allowance.take(Device.prefix(request.getRemoteAddr()));
  }

  /** Takes a seat, the same as before when {@code id} is known, and leads the login back to it. */
  public String seat(HttpServletRequest request, @Nullable String id, Waiting waiting) {
    String seat = id == null ? newId() : id;
    HttpSession session = request.getSession();
    SequencedMap<String, Waiting> all = all(session);
    all.remove(seat);
    all.put(seat, waiting);
    Iterator<Map.Entry<String, Waiting>> oldest = all.entrySet().iterator();
    boolean light = rests(session) && !heavy(waiting);
    while (all.size() > SEATS || (light && all.size() > 1 && weight(all.values()) > LIGHT)) {
      oldest.next();
      oldest.remove();
    }
    session.setAttribute(KEPT, all);
    session.setAttribute(SAVED_REQUEST, new SimpleSavedRequest(wayBack(seat)));
    return seat;
  }

  /**
   * Takes a seat in a session of its own: what was known in the one before is over, with its login.
   * The requests of other tabs wait on, and who is at a kiosk stays there.
   */
  String anew(HttpServletRequest request, Waiting waiting) {
    HttpSession before = request.getSession(false);
    if (before != null) {
      boolean once = before.getAttribute(ONCE) != null;
      Object place = before.getAttribute(Kiosk.KEPT);
      SequencedMap<String, Waiting> others = all(before);
      before.invalidate();
      HttpSession fresh = request.getSession();
      fresh.setAttribute(KEPT, others);
      if (place instanceof Kiosk kiosk) {
        fresh.setAttribute(Kiosk.KEPT, kiosk);
        fresh.setMaxInactiveInterval(kiosk.idleSeconds());
      }
      if (once) {
        onceOnly(request);
      }
    }
    return seat(request, null, waiting);
  }

  private static boolean nobody(@Nullable HttpSession session) {
    return session == null || session.getAttribute(LOGIN) == null;
  }

  /** Whether the session rests with its browser: it has no row, and nothing that needs one. */
  private static boolean rests(HttpSession session) {
    return nobody(session)
        && session.getAttribute(ROW) == null
        && session.getAttribute(ONCE) == null;
  }

  private static boolean heavy(Waiting waiting) {
    return weight(List.of(waiting)) > LIGHT;
  }

  /**
   * Something that is used once waits here: it does not rest with the browser, which could show it
   * again.
   */
  void onceOnly(HttpServletRequest request) {
    request.getSession().setAttribute(ONCE, "");
  }

  /** The request that waits under this id; empty when it is not this browser's, or too old. */
  public Optional<Waiting> of(HttpServletRequest request, String id) {
    HttpSession session = request.getSession(false);
    return session == null
        ? Optional.empty()
        : Optional.ofNullable(all(session).get(id))
            .filter(waiting -> clock.instant().isBefore(waiting.expiresAt()));
  }

  /** The same, for this endpoint alone: another's request means something else here. */
  Optional<Waiting> own(HttpServletRequest request, String id) {
    return id.startsWith(door.letter) ? of(request, id) : Optional.empty();
  }

  /** The id of the request that took its seat last. */
  Optional<String> newest(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session == null || all(session).isEmpty()
        ? Optional.empty()
        : Optional.of(all(session).lastEntry().getKey());
  }

  /** The client whose request took its seat last; for pages that say where a login leads. */
  public Optional<String> client(HttpServletRequest request) {
    return newest(request)
        .flatMap(id -> of(request, id))
        .map(waiting -> waiting.parameters().get("client_id"));
  }

  /**
   * The client whose request took its seat last in a session, by its attributes; empty when that
   * waits no longer.
   */
  public static Optional<String> client(Function<String, @Nullable Object> session, Instant now) {
    return session.apply(KEPT) instanceof LinkedHashMap<?, ?> kept
            && !kept.isEmpty()
            && kept.lastEntry().getValue() instanceof Waiting newest
            && now.isBefore(newest.expiresAt())
        ? Optional.ofNullable(newest.parameters().get("client_id"))
        : Optional.empty();
  }

  /** Gives the seat up. */
  public void leave(HttpServletRequest request, String id) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      SequencedMap<String, Waiting> all = all(session);
      all.remove(id);
      session.setAttribute(KEPT, all);
    }
  }

  /** The URL by which a waiting request goes on. */
  String wayBack(String id) {
    String path =
        Arrays.stream(Door.values())
            .filter(one -> id.startsWith(one.letter))
            .findFirst()
            .orElse(door)
            .path;
    return site + path + "?" + RESUME + "=" + id;
  }

  @SuppressWarnings("unchecked")
  private SequencedMap<String, Waiting> all(HttpSession session) {
    return session.getAttribute(KEPT) instanceof LinkedHashMap<?, ?> kept
        ? new LinkedHashMap<>((LinkedHashMap<String, Waiting>) kept)
        : new LinkedHashMap<>();
  }

  private static int weight(Collection<Waiting> all) {
    int octets = 0;
    for (Waiting waiting : all) {
      octets += FRAME;
      for (Map.Entry<String, String> one : waiting.parameters().entrySet()) {
        octets += FIELD + length(one.getKey()) + length(one.getValue());
      }
    }
    return octets;
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private String newId() {
    byte[] id = new byte[16];
    random.nextBytes(id);
    return door.letter + Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }
}
