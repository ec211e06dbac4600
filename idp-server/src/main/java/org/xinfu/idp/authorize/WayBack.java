package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Offers the way back to the service that waits, on pages where people add what it wants. */
@ControllerAdvice
class WayBack {
  private final WaitingRoom room;
  private final Services services;

  WayBack(WaitingRoom room, Services services) {
    this.room = room;
    this.services = services;
  }

  /** {@code url} and {@code service}; null when nothing waits in this browser. */
  @ModelAttribute("wayBack")
  @Nullable Map<String, Object> wayBack(HttpServletRequest request) {
    if (!request.getServletPath().startsWith("/account/")
        && !request.getServletPath().startsWith("/login/second")) {
      return null;
    }
    String seat = room.newest(request).orElse(null);
    Waiting waiting = seat == null ? null : room.of(request, seat).orElse(null);
    return seat == null || waiting == null
        ? null
        : Map.of("url", room.wayBack(seat), "service", services.name(waiting));
  }
}
