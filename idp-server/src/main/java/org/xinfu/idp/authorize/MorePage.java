package org.xinfu.idp.authorize;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * Tells a person what a service wants of their login that they cannot show at once, leads them
 * there, and lets them leave it.
 */
@Controller
class MorePage {
  private final WaitingRoom room;
  private final Services services;

  MorePage(WaitingRoom room, Services services) {
    this.room = room;
    this.services = services;
  }

  /** What is wanting. */
  enum Need {
    /** A factor that can be shown. */
    SHOW,
    /** A factor that has to be added. */
    FACTOR,
    /** A verified identity. */
    PROOF
  }

  @GetMapping("/login/more")
  String page(
      HttpServletRequest request, @RequestParam(defaultValue = "SHOW") Need need, Model model) {
    String seat = room.newest(request).orElse(null);
    Waiting waiting = seat == null ? null : room.of(request, seat).orElse(null);
    if (seat == null || waiting == null) {
      return "redirect:/account";
    }
    model.addAttribute("seat", seat);
    model.addAttribute("service", services.name(waiting));
    model.addAttribute("need", need.name().toLowerCase(Locale.ROOT));
    model.addAttribute("onwards", room.wayBack(seat));
    return "more";
  }

  /** Goes on without; whether that is enough is for the request to say. */
  @PostMapping("/login/more/decline")
  String decline(HttpServletRequest request, @RequestParam String seat) {
    Waiting waiting =
        room.of(request, seat)
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
    room.seat(request, seat, waiting.moreDeclined());
    return "redirect:" + room.wayBack(seat);
  }
}
