package org.xinfu.idp.config;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.xinfu.idp.domain.Device;
import org.xinfu.idp.domain.Visit;
import org.xinfu.idp.domain.mandate.Acting;

/** The visit of this thread's servlet request; it dies with the request. */
final class RequestVisit implements Visit {
  private static final String SID = RequestVisit.class.getName() + ".sid";
  private static final String ARRIVED = RequestVisit.class.getName() + ".arrived";
  private static final String ACTING = RequestVisit.class.getName() + ".acting";

  @Override
  public Optional<String> sid() {
    return request().map(request -> (String) request.getAttribute(SID));
  }

  @Override
  public void belongsTo(@Nullable String sid) {
    request().ifPresent(request -> request.setAttribute(SID, sid));
  }

  @Override
  public Optional<Acting> acting() {
    return request().map(request -> (Acting) request.getAttribute(ACTING));
  }

  @Override
  public void actsFor(@Nullable Acting acting) {
    request().ifPresent(request -> request.setAttribute(ACTING, acting));
  }

  @Override
  public void arrived() {
    request().ifPresent(request -> request.setAttribute(ARRIVED, true));
    RequestSessions.here().ifPresent(RequestSessions.Here::arrived);
  }

  @Override
  public boolean settled() {
    return request().filter(request -> request.getAttribute(ARRIVED) != null).isEmpty();
  }

  /** Within a transaction that is taken back nothing was kept. */
  @Override
  public void settle() {
    RequestSessions.here()
        .filter(here -> TransactionSynchronizationManager.isSynchronizationActive())
        .ifPresent(here -> TransactionSynchronizationManager.registerSynchronization(undo(here)));
    request().ifPresent(request -> request.removeAttribute(ARRIVED));
    RequestSessions.here().ifPresent(RequestSessions.Here::settle);
  }

  /**
   * The same, and keeps what is granted under it, in one statement; false, and neither is kept,
   * where that is not all there is to keep, or where a transaction could take it back.
   */
  boolean settle(OAuth2Authorization grant) {
    boolean kept =
        !TransactionSynchronizationManager.isActualTransactionActive()
            && RequestSessions.here().filter(here -> here.settle(grant)).isPresent();
    if (kept) {
      request().ifPresent(request -> request.removeAttribute(ARRIVED));
    }
    return kept;
  }

  private static TransactionSynchronization undo(RequestSessions.Here here) {
    boolean arrived =
        request().filter(request -> request.getAttribute(ARRIVED) != null).isPresent();
    Runnable undo = here.undo();
    return new TransactionSynchronization() {
      @Override
      public void afterCompletion(int status) {
        if (status != STATUS_COMMITTED) {
          undo.run();
          request()
              .filter(request -> arrived)
              .ifPresent(request -> request.setAttribute(ARRIVED, true));
        }
      }
    };
  }

  @Override
  public boolean replaced() {
    return RequestSessions.here().filter(RequestSessions.Here::replaced).isPresent();
  }

  @Override
  public Visitor visitor() {
    return request()
        .map(
            request ->
                new Visitor(
                    Device.of(request.getHeader("User-Agent")),
                    Device.prefix(request.getRemoteAddr())))
        .orElse(Visitor.UNKNOWN);
  }

  private static Optional<HttpServletRequest> request() {
    return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes bound
        ? Optional.of(bound.getRequest())
        : Optional.empty();
  }
}
