package org.xinfu.idp.upstream;

import java.util.List;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.idp.domain.Upstream;
import org.xinfu.idp.login.LoginPage;

/** Offers the platform on the login page, and says there when it does not answer. */
@ControllerAdvice(assignableTypes = LoginPage.class)
class UpstreamChoice {
  private final List<String> platforms;
  private final UpstreamLinks links;

  UpstreamChoice(Platforms platforms, UpstreamLinks links) {
    this.platforms = platforms.all().stream().map(Upstream::id).toList();
    this.links = links;
  }

  @ModelAttribute
  void offer(Model model, @RequestParam(defaultValue = "") String problem) {
    List<String> silent =
        platforms.isEmpty()
            ? List.of()
            : links.outages().stream().filter(platforms::contains).toList();
    model.addAttribute(
        "upstreams", platforms.stream().filter(one -> !silent.contains(one)).toList());
    model.addAttribute("upstreamAway", !silent.isEmpty());
    model.addAttribute(
        "upstreamMessage",
        switch (problem) {
          case "upstream-refused" -> "upstream.problem.refused";
          case "upstream-guardian" -> "upstream.problem.guardian";
          case "upstream-away" -> "upstream.problem.away";
          default -> "";
        });
  }
}
