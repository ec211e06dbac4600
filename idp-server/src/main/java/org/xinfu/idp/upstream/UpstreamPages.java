package org.xinfu.idp.upstream;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.xinfu.idp.device.Devices;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Origin;
import org.xinfu.idp.domain.Upstream;
import org.xinfu.idp.domain.Upstream.Journey;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.factor.Completion;

/**
 * Sends browsers to the platform and takes them back. A journey belongs to one browser's session
 * and ends with the first answer, whatever that is worth: nobody else's answer is taken, and none
 * twice (RFC 9700 §4.7, §2.1).
 */
@Controller
class UpstreamPages {
  private static final String KEPT = "xinfu.upstream.journeys";
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int MOST = 4;

  /** Departures: each asks the platform, and leaves a row. */
  private static final Duration WINDOW = Duration.ofMinutes(15);

  private static final int BY_DEVICE = 30;
  private static final int BY_PREFIX = 300;

  private final Map<String, Upstream> platforms = new LinkedHashMap<>();
  private final WatchUpstream watch;
  private final ArriveFromUpstream arrive;
  private final UpstreamDoors doors;
  private final SecureRandom random = new SecureRandom();

  UpstreamPages(
      Platforms platforms, WatchUpstream watch, ArriveFromUpstream arrive, UpstreamDoors doors) {
    platforms.all().forEach(platform -> this.platforms.put(platform.id(), platform));
    this.watch = watch;
    this.arrive = arrive;
    this.doors = doors;
  }

  @GetMapping("/login/upstream/{platform}")
  void leave(
      @PathVariable String platform, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Upstream there = platforms.get(platform);
    if (there == null) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    if (!may(Devices.origin(request))) {
      response.sendRedirect("/login?problem=braked");
      return;
    }
    String callback = doors.publicUrl() + "/login/upstream/" + platform + "/callback";
    Journey journey =
        new Journey(
            platform,
            random(),
            random(),
            random(),
            callback,
            doors.clock().instant().plus(PATIENCE));
    try {
      String onwards = there.start(journey).toString();
      watch.answered(there);
      keep(request.getSession(), journey);
      response.sendRedirect(onwards);
    } catch (Upstream.Unavailable silence) {
      away(there, response);
    }
  }

  private boolean may(Origin from) {
    List<Budgets.Line> lines = new ArrayList<>();
    lines.add(new Budgets.Line("upstream from prefix " + from.prefix(), BY_PREFIX, WINDOW));
    if (!from.device().isEmpty()) {
      lines.add(new Budgets.Line("upstream from device " + from.device(), BY_DEVICE, WINDOW));
    }
    return doors.budgets().take(lines, doors.clock().instant());
  }

  @GetMapping("/login/upstream/{platform}/callback")
  void arrive(
      @PathVariable String platform, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    Upstream there = platforms.get(platform);
    Map<String, String> answer = once(request);
    Journey journey =
        taken(request.getSession(false), answer.getOrDefault("state", ""))
            .filter(kept -> kept.platform().equals(platform))
            .filter(kept -> doors.clock().instant().isBefore(kept.expires()))
            .orElse(null);
    if (there == null || journey == null) {
      refuse("state-unknown", response);
      return;
    }
    try {
      Upstream.Outcome outcome = there.arrive(answer, journey);
      watch.answered(there);
      switch (outcome) {
        case Upstream.Outcome.Refused refused -> refuse(refused.why(), response);
        case Upstream.Outcome.Arrived arrived ->
            finish(arrive.arrive(platform, arrived), request, response);
      }
    } catch (Upstream.Unavailable silence) {
      away(there, response);
    }
  }

  private void finish(
      ArriveFromUpstream.Outcome outcome, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    switch (outcome) {
      case ArriveFromUpstream.Outcome.Known known -> enter(known, request, response);
      case ArriveFromUpstream.Outcome.Refused refused ->
          response.sendRedirect(
              "/login?problem="
                  + switch (refused.why()) {
                    case ArriveFromUpstream.GUARDIAN -> "upstream-guardian";
                    case ArriveFromUpstream.ENTITY -> "upstream-entity";
                    case ArriveFromUpstream.ROLE -> "upstream-role";
                    default -> "upstream-refused";
                  });
    }
  }

  /** The platform says for whom, whatever was chosen in this browser before. */
  private void enter(
      ArriveFromUpstream.Outcome.Known known,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, ServletException {
    if (known.acting() == null) {
      request.getSession().removeAttribute(Acting.KEPT);
    }
    doors
        .completion()
        .arrived(
            request, response, new Completion.Arrival(known.who(), known.shown(), known.acting()));
  }

  private void refuse(String why, HttpServletResponse response) throws IOException {
    doors.audit().record(null, "unknown", "login", "upstream-" + why);
    response.sendRedirect("/login?problem=upstream-refused");
  }

  private void away(Upstream platform, HttpServletResponse response) throws IOException {
    watch.silent(platform);
    response.sendRedirect("/login?problem=upstream-away");
  }

  /** Parameters that came once; one that came twice counts as none. */
  private static Map<String, String> once(HttpServletRequest request) {
    Map<String, String> answer = new HashMap<>();
    request
        .getParameterMap()
        .forEach(
            (name, values) -> {
              if (values.length == 1) {
                answer.put(name, values[0]);
              }
            });
    return answer;
  }

  private static void keep(HttpSession session, Journey journey) {
    SequencedMap<String, Journey> all = kept(session);
    all.put(journey.state(), journey);
    while (all.size() > MOST) {
      all.pollFirstEntry();
    }
    session.setAttribute(KEPT, all);
  }

  private static Optional<Journey> taken(@Nullable HttpSession session, String state) {
    if (session == null) {
      return Optional.empty();
    }
    SequencedMap<String, Journey> all = kept(session);
    Journey journey = all.remove(state);
    session.setAttribute(KEPT, all);
    return Optional.ofNullable(journey);
  }

  @SuppressWarnings("unchecked")
  private static SequencedMap<String, Journey> kept(HttpSession session) {
    return session.getAttribute(KEPT) instanceof LinkedHashMap<?, ?> kept
        ? new LinkedHashMap<>((LinkedHashMap<String, Journey>) kept)
        : new LinkedHashMap<>();
  }

  private String random() {
    byte[] value = new byte[32];
    random.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }
}
