package org.xinfu.idp.ticket;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.idp.ticket.AppTickets.Login;
import org.xinfu.idp.ticket.SignedCalls.Call;

/** What applications call: ticket to token, token to user, and the account's exit. */
@RestController
class TicketEndpoint {
  private final SignedCalls calls;
  private final ExchangeTicket exchange;
  private final TellUser user;

  TicketEndpoint(SignedCalls calls, ExchangeTicket exchange, TellUser user) {
    this.calls = calls;
    this.exchange = exchange;
    this.user = user;
  }

  @PostMapping("/ticket/token")
  ResponseEntity<Map<String, Object>> token(HttpServletRequest request) {
    Call call = calls.read(request);
    AppTickets.Exchanged made = exchange.exchange(call.appId(), call.field("ticket"));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("token", made.token());
    answer.put("expires_in", exchange.seconds());
    answer.put("sid", made.login().sid());
    return answer(answer);
  }

  @PostMapping("/ticket/userinfo")
  ResponseEntity<Map<String, Object>> userInfo(HttpServletRequest request) {
    Call call = calls.read(request);
    return answer(user.tell(login(call)));
  }

  /** Ends the login of the token, here and at every service that it reached. */
  @PostMapping("/ticket/exit")
  ResponseEntity<Void> exit(HttpServletRequest request) {
    Call call = calls.read(request);
    exchange.end(login(call));
    return ResponseEntity.noContent().build();
  }

  private Login login(Call call) {
    return exchange.login(call.appId(), call.field("token"));
  }

  private static ResponseEntity<Map<String, Object>> answer(Map<String, Object> body) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
  }
}
