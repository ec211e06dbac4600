package org.xinfu.licence.console;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.xinfu.licence.domain.LicenceStore;
import org.xinfu.licence.types.Catalogue;
import org.xinfu.licence.types.SheetMaker;
import org.xinfu.licence.web.LicenceView;

/** {@code /console}: an officer sees the newest licences of the own organisation. */
@Controller
class ConsolePage {
  private static final int ROWS = 50;
  private final LicenceStore licences;
  private final Catalogue catalogue;
  private final Clock clock;

  ConsolePage(LicenceStore licences, Catalogue catalogue, Clock clock) {
    this.licences = licences;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  @GetMapping("/console")
  String newest(@AuthenticationPrincipal OidcUser officer, Locale language, Model model) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), SheetMaker.CHINA);
    String org = officer.getClaimAsString("org");
    List<LicenceView> rows =
        org == null
            ? List.of()
            : licences.newestOf(org, ROWS).stream()
                .map(
                    l ->
                        LicenceView.of(
                            l, catalogue.name(l.identifier().typeCode(), language), today))
                .toList();
    model.addAttribute("org", org == null ? "" : org);
    model.addAttribute("licences", rows);
    model.addAttribute("types", catalogue.current());
    return "console";
  }
}
