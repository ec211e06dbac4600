package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.xinfu.idp.device.Devices;

/** Reads what a client asks, wherever the words are, and what has waited in this browser. */
final class RequestReader {
  /** How long a person may take to log in and choose. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final RegisteredClientRepository clients;
  private final WaitingRoom room;
  private final Clock clock;
  private final RequestRules rules;
  private final RequestSources sources;

  RequestReader(
      AuthorizationDoor.Part part, WaitingRoom room, RequestRules rules, RequestSources sources) {
    this.clients = part.known().clients();
    this.room = room;
    this.clock = part.clock();
    this.rules = rules;
    this.sources = sources;
  }

  Turn read(HttpServletRequest request) {
    Parameters given = Parameters.of(request);
    String seat = given.get(WaitingRoom.RESUME);
    if (seat != null) {
      Waiting waiting =
          room.own(request, seat).orElseThrow(() -> Asked.nowhere("nothing waits under this link"));
      Parameters kept = Parameters.of(waiting.parameters());
      return new Turn(check(client(kept), kept, request), waiting, seat);
    }
    RegisteredClient client = client(given);
    answerAs(given, request);
    Parameters asked = sources.presented(client, given, () -> Devices.origin(request).prefix());
    Waiting fresh =
        new Waiting(
            new LinkedHashMap<>(asked.values()),
            null,
            false,
            false,
            clock.instant().plus(PATIENCE));
    return new Turn(check(client, asked, request), fresh, null);
  }

  /**
   * The client as it is now, or was a second ago where nobody can be logged in: whether it signs or
   * pushes its requests and whether it is at a kiosk is not asked again when the request comes
   * back.
   */
  private RegisteredClient client(Parameters given) {
    String clientId = given.get("client_id");
    RegisteredClient client = clientId == null ? null : clients.findByClientId(clientId);
    if (client == null || given.tooLong()) {
      throw Asked.nowhere("client_id is not known");
    }
    return client;
  }

  private Asked check(RegisteredClient client, Parameters asked, HttpServletRequest request) {
    answerAs(asked, request);
    return rules.check(client, asked);
  }

  /** Errors travel as the request wishes, too. */
  private static void answerAs(Parameters asked, HttpServletRequest request) {
    ResponseMode.parse(asked.get("response_mode")).ifPresent(mode -> Turn.answer(request, mode));
  }
}
