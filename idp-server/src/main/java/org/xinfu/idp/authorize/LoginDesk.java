package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.xinfu.idp.domain.LevelTable;
import org.xinfu.idp.domain.Sandbox;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.login.LoginPage;

/**
 * Has people log in for requests of other protocols, as the authorization endpoint does for its
 * own: the request waits in the browser's session and comes back by its seat.
 */
public final class LoginDesk {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int LONGEST = 4000;

  private final WaitingRoom room;
  private final LoginNow login;
  private final Sandbox sandbox;
  private final Clock clock;

  public LoginDesk(WaitingRoom room, LoginNow login, Sandbox sandbox, Clock clock) {
    this.room = room;
    this.login = login;
    this.sandbox = sandbox;
    this.clock = clock;
  }

  /** A request as it was first made; {@code seat} is where it waited, if it did. */
  public record Call(Waiting waiting, @Nullable String seat) {
    /** The parameter; null when it is missing or empty. */
    public @Nullable String get(String name) {
      String value = waiting.parameters().get(name);
      return value == null || value.isEmpty() ? null : value;
    }

    /** Whether the parameter is set to anything but {@code false}. */
    public boolean flag(String name) {
      String value = get(name);
      return value != null && !value.equals("false");
    }
  }

  /**
   * A login that answers a call.
   *
   * @param fresh it happened after the call and for it
   */
  public record Answer(LoginNow.Here here, boolean fresh) {}

  /**
   * What a login has to be.
   *
   * @param clientId whose call it is; fictitious persons answer clients in trial alone
   * @param renew only a login after the call will do
   */
  public record Wanted(String clientId, boolean renew) {}

  /**
   * Reads a call.
   *
   * @param names the parameters that count
   * @return empty when one is repeated or endless, or when nothing waits under its seat
   */
  public Optional<Call> call(HttpServletRequest request, Set<String> names) {
    String seat = request.getParameter(WaitingRoom.RESUME);
    if (seat != null) {
      return room.own(request, seat).map(waiting -> new Call(waiting, seat));
    }
    LinkedHashMap<String, String> given = new LinkedHashMap<>();
    for (String name : names) {
      String[] values = request.getParameterValues(name);
      if (values != null && (values.length > 1 || values[0].length() > LONGEST)) {
        return Optional.empty();
      }
      if (values != null) {
        given.put(name, values[0]);
      }
    }
    Waiting fresh = new Waiting(given, null, false, false, clock.instant().plus(PATIENCE));
    return Optional.of(new Call(fresh, null));
  }

  /**
   * Where nothing waits since the login that was to answer was over before it was kept: leads to
   * the login page, which says so. False, and nothing done, where it was not.
   */
  public static boolean overtaken(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Authentication login = SecurityContextHolder.getContext().getAuthentication();
    boolean over =
        request.getParameter(WaitingRoom.RESUME) != null
            && request.getRequestedSessionId() != null
            && (login == null || login instanceof AnonymousAuthenticationToken)
            && LoginPage.OVERTAKEN.equals(request.getSession().getAttribute(LoginPage.ENDED));
    if (over) {
      response.sendRedirect("/login?problem=begin");
    }
    return over;
  }

  /**
   * The login that answers the call; empty when somebody has to log in first.
   *
   * @param wanted for whom
   */
  public Optional<Answer> answer(HttpServletRequest request, Call call, Wanted wanted) {
    Instant asked = call.waiting().askedAt();
    Optional<Answer> answer =
        login
            .here()
            .filter(here -> sandbox.meet(wanted.clientId(), here.account()))
            .map(
                here ->
                    new Answer(here, asked != null && !here.worth().shown().at().isBefore(asked)))
            .filter(found -> found.fresh() || !wanted.renew());
    if (answer.isPresent() && call.seat() != null) {
      room.leave(request, call.seat());
    }
    return answer;
  }

  /**
   * Sends the browser to the login page, and from there back to the call; answers 429 when too many
   * large calls of strangers wait.
   */
  public void logIn(
      HttpServletRequest request, HttpServletResponse response, Call call, String clientId)
      throws IOException {
    Waiting waiting = call.waiting().of(clientId).loginAsked(clock.instant());
    if (!room.admits(request, call.seat(), waiting)) {
      response.sendError(HttpStatus.TOO_MANY_REQUESTS.value());
      return;
    }
    room.seat(request, call.seat(), waiting);
    boolean trial = sandbox.client(clientId);
    response.sendRedirect(trial ? TrialDoor.lead(request, clientId) : "/login");
  }

  /**
   * The page that leads the person to a level: another factor of theirs, one to add, or proof of
   * who they are; empty when nothing does, or when they would rather not.
   */
  public Optional<String> towards(Call call, Answer answer, LevelTable.Row wanted) {
    AcrNames.Level level = new AcrNames.Level(wanted.name(), wanted.ial(), wanted.aal());
    AcrWish wish = new AcrWish(List.of(level), true);
    return switch (login.due(answer.here(), wish, call.waiting().declined())) {
      case Interaction.Step.StepUp due -> Optional.of("/login/step-up?aal=" + due.wanted());
      case Interaction.Step.Enrol due -> Optional.of("/login/more?need=" + MorePage.Need.FACTOR);
      case Interaction.Step.Verify due -> Optional.of("/login/more?need=" + MorePage.Need.PROOF);
      default -> Optional.empty();
    };
  }

  /**
   * Whether the person has to say for whom they act: the call asks so and they have not yet, or the
   * mandate that they act under does not stand any more. From then on they act for themselves.
   */
  public boolean mustChoose(HttpServletRequest request, Call call, Answer answer, boolean asked) {
    boolean lapsed = login.lapsed(answer.here());
    if (lapsed) {
      request.getSession().removeAttribute(Acting.KEPT);
    }
    return lapsed || (asked && !call.waiting().chosen() && !answer.fresh());
  }

  /** Sends the browser to where that is said, and from there back to the call. */
  public void choose(HttpServletRequest request, HttpServletResponse response, Call call)
      throws IOException {
    onTheWay(request, response, call, "/login/account");
  }

  /** Sends the browser to a page of ours, and from there back to the call. */
  public void onTheWay(
      HttpServletRequest request, HttpServletResponse response, Call call, String page)
      throws IOException {
    room.seat(request, call.seat(), call.waiting());
    response.sendRedirect(page);
  }
}
