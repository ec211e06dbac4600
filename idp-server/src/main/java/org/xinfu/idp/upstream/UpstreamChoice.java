package org.xinfu.idp.upstream;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;
import org.xinfu.idp.domain.Upstream;
import org.xinfu.idp.login.LoginPart;

/** Offers the platform on the login page, and says there when it does not answer. */
@Component
class UpstreamChoice implements LoginPart {
  private final List<String> platforms;
  private final UpstreamLinks links;

  UpstreamChoice(Platforms platforms, UpstreamLinks links) {
    this.platforms = platforms.all().stream().map(Upstream::id).toList();
    this.links = links;
  }

  @Override
  public void write(HttpServletRequest request, BiConsumer<String, Object> page) {
    List<String> silent =
        platforms.isEmpty()
            ? List.of()
            : links.outages().stream().filter(platforms::contains).toList();
    page.accept("upstreams", platforms.stream().filter(one -> !silent.contains(one)).toList());
    page.accept("upstreamAway", !silent.isEmpty());
    page.accept(
        "upstreamMessage",
        switch (Objects.requireNonNullElse(request.getParameter("problem"), "")) {
          case "upstream-refused" -> "upstream.problem.refused";
          case "upstream-guardian" -> "upstream.problem.guardian";
          case "upstream-entity" -> "upstream.problem.entity";
          case "upstream-role" -> "upstream.problem.role";
          case "upstream-away" -> "upstream.problem.away";
          default -> "";
        });
  }
}
