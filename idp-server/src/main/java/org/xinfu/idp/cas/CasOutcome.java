package org.xinfu.idp.cas;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a service is told of a ticket (CAS protocol 3.0 §2.5, §2.7). */
sealed interface CasOutcome {
  /**
   * It stands for somebody.
   *
   * @param user as the client calls them
   * @param attributes with their values in order
   * @param iou names the proxy-granting ticket that was sent; null without one
   * @param proxies callbacks, the last proxy first
   */
  record Valid(
      String user, Map<String, List<String>> attributes, @Nullable String iou, List<String> proxies)
      implements CasOutcome {}

  /** A proxy ticket was made. */
  record Proxied(String ticket) implements CasOutcome {}

  /** It stands for nobody. */
  record Refused(Code code, String why) implements CasOutcome {}

  /** Error codes of §2.5.3 and §2.7.3. */
  enum Code {
    INVALID_REQUEST,
    INVALID_TICKET_SPEC,
    INVALID_TICKET,
    INVALID_SERVICE,
    INVALID_PROXY_CALLBACK,
    UNAUTHORIZED_SERVICE
  }
}
