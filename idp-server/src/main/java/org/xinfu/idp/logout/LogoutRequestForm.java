package org.xinfu.idp.logout;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.web.util.HtmlUtils;
import org.xinfu.idp.domain.Subjects;
import org.xinfu.idp.domain.TicketNames;

/**
 * Writes the SAML LogoutRequest by which CAS services are told (CAS protocol 3.0 §2.3.3): the
 * SessionIndex is the ticket that the service took for the login. Each attempt has an ID of its
 * own.
 */
public final class LogoutRequestForm {
  private static final String REQUEST =
      "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""
          + " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"LR-%s\" Version=\"2.0\""
          + " IssueInstant=\"%s\"><saml:NameID>%s</saml:NameID>"
          + "<samlp:SessionIndex>%s</samlp:SessionIndex></samlp:LogoutRequest>";

  private final TicketNames names;
  private final Subjects subjects;
  private final Clock clock;

  public LogoutRequestForm(TicketNames names, Subjects subjects, Clock clock) {
    this.names = names;
    this.subjects = subjects;
    this.clock = clock;
  }

  /** The form {@code logoutRequest}; {@code handle} is that of the ticket. */
  String of(Deliveries.Delivery delivery, String handle) {
    return of(delivery.clientId(), delivery.account(), names.named(handle));
  }

  /** The same for the self-test, which has the ticket. */
  public String of(String clientId, String account, String ticket) {
    String user = subjects.of(clientId, account);
    String request =
        REQUEST.formatted(
            UUID.randomUUID(),
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            HtmlUtils.htmlEscape(user, "UTF-8"),
            HtmlUtils.htmlEscape(ticket, "UTF-8"));
    return "logoutRequest=" + URLEncoder.encode(request, StandardCharsets.UTF_8);
  }
}
