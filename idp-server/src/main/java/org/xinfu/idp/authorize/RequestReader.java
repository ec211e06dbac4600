package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/** Reads what a client asks, wherever the words are, and what has waited in this browser. */
final class RequestReader {
  /** The parameter under which a waiting request comes back. */
  static final String RESUME = "resume";

  /** How long a person may take to log in and choose. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final RegisteredClientRepository clients;
  private final WaitingRoom room;
  private final Clock clock;
  private final RequestRules rules;

  RequestReader(AuthorizationDoor.Part part, WaitingRoom room, RequestRules rules) {
    this.clients = part.clients();
    this.room = room;
    this.clock = part.clock();
    this.rules = rules;
  }

  Turn read(HttpServletRequest request) {
    Parameters given = Parameters.of(request);
    String seat = given.get(RESUME);
    if (seat != null) {
      Waiting waiting =
          room.of(request, seat).orElseThrow(() -> Asked.nowhere("nothing waits under this link"));
      return new Turn(asked(Parameters.of(waiting.parameters()), request), waiting, seat);
    }
    Asked asked = asked(given, request);
    Waiting fresh =
        new Waiting(
            new LinkedHashMap<>(given.values()), null, false, clock.instant().plus(PATIENCE));
    return new Turn(asked, fresh, null);
  }

  private Asked asked(Parameters given, HttpServletRequest request) {
    String clientId = given.get("client_id");
    RegisteredClient client = clientId == null ? null : clients.findByClientId(clientId);
    if (client == null || given.tooLong()) {
      throw Asked.nowhere("client_id is not known");
    }
    ResponseMode.parse(given.get("response_mode")).ifPresent(mode -> Turn.answer(request, mode));
    return rules.check(client, given);
  }
}
