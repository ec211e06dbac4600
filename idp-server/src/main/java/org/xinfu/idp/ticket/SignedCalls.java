package org.xinfu.idp.ticket;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.xinfu.idp.domain.AppSignature;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.kit.Refused;

/**
 * Reads calls of applications: a form with {@code app_id}, {@code timestamp}, {@code nonce} and
 * {@code sign}. The signature is looked at before the nonce, so that nobody spends another's.
 */
public final class SignedCalls {
  private static final int MOST_FIELDS = 16;
  private static final int LONGEST = 2000;

  private final AppTickets apps;
  private final TicketSettings settings;
  private final IdpAudit audit;
  private final Clock clock;

  public SignedCalls(AppTickets apps, TicketSettings settings, IdpAudit audit, Clock clock) {
    this.apps = apps;
    this.settings = settings;
    this.audit = audit;
    this.clock = clock;
  }

  /** A call that its application signed, seen for the first time. */
  record Call(String appId, Map<String, String> fields) {
    String field(String name) {
      String value = fields.get(name);
      if (value == null || value.isEmpty()) {
        throw new Refused(TicketRefusal.CALL_MALFORMED);
      }
      return value;
    }
  }

  /**
   * The call.
   *
   * @throws Refused with the reason when it is none
   */
  Call read(HttpServletRequest request) {
    Call call = new Call("", fields(request));
    String appId = call.field("app_id");
    String nonce = call.field("nonce");
    Instant at = time(call.field("timestamp"));
    if (!nonce.matches("[A-Za-z0-9_-]{16,64}")) {
      throw new Refused(TicketRefusal.CALL_MALFORMED);
    }
    AppSignature.Key key = apps.app(appId).map(AppTickets.App::key).orElse(null);
    if (key == null
        || !AppSignature.verify(
            key,
            AppSignature.canonical(request.getMethod(), request.getRequestURI(), call.fields()),
            call.field(AppSignature.FIELD))) {
      audit.record(null, "application", "app-call", "signature-invalid");
      throw new Refused(TicketRefusal.APP_SIGNATURE_INVALID);
    }
    Instant now = clock.instant();
    if (Duration.between(now, at).abs().compareTo(settings.skew()) > 0) {
      audit.record(appId, appId, "app-call", "time-outside");
      throw new Refused(TicketRefusal.CALL_TIME_OUTSIDE);
    }
    if (!apps.firstUse(appId, nonce, at.plus(settings.skew()).plusSeconds(1))) {
      audit.record(appId, appId, "app-call", "replayed");
      throw new Refused(TicketRefusal.CALL_REPLAYED);
    }
    return new Call(appId, call.fields());
  }

  private static Map<String, String> fields(HttpServletRequest request) {
    Map<String, String> fields = new HashMap<>();
    Map<String, String[]> given = request.getParameterMap();
    boolean good = request.getQueryString() == null && given.size() <= MOST_FIELDS;
    for (Map.Entry<String, String[]> field : given.entrySet()) {
      good &= field.getValue().length == 1 && field.getValue()[0].length() <= LONGEST;
      fields.put(field.getKey(), field.getValue()[0]);
    }
    if (!good) {
      throw new Refused(TicketRefusal.CALL_MALFORMED);
    }
    return fields;
  }

  private static Instant time(String seconds) {
    try {
      return Instant.ofEpochSecond(Long.parseLong(seconds));
    } catch (NumberFormatException | DateTimeException noTime) {
      throw new Refused(TicketRefusal.CALL_MALFORMED);
    }
  }
}
