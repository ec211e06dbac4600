package org.xinfu.licence.console;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.xinfu.kit.Refused;
import org.xinfu.licence.domain.LicenceFile;
import org.xinfu.licence.domain.LicenceRefusal;
import org.xinfu.licence.domain.LicenceRefusal.Rule;
import org.xinfu.licence.query.QueryLicences;
import org.xinfu.licence.types.Catalogue;
import org.xinfu.licence.types.SheetMaker;
import org.xinfu.licence.web.LicenceView;
import org.xinfu.trust.Bytes;

/** {@code /wallet}: a citizen's own licences. Whose they are is told by the access token alone. */
@Controller
class WalletPage {
  private static final String LOGIN = "redirect:/oauth2/authorization/idp";
  private final QueryLicences query;
  private final Catalogue catalogue;
  private final OAuth2AuthorizedClientRepository clients;
  private final JwtDecoder tokens;
  private final Clock clock;

  WalletPage(
      QueryLicences query,
      Catalogue catalogue,
      OAuth2AuthorizedClientRepository clients,
      TokenReader tokens) {
    this.query = query;
    this.catalogue = catalogue;
    this.clients = clients;
    this.tokens = tokens.decoder();
    this.clock = tokens.clock();
  }

  @GetMapping("/wallet")
  String wallet(Authentication login, HttpServletRequest request, Locale language, Model model) {
    Token token = token(login, request);
    if (token.expired()) {
      return LOGIN;
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), SheetMaker.CHINA);
    model.addAttribute("proven", token.holder().isPresent());
    model.addAttribute(
        "licences",
        token.holder().stream()
            .flatMap(id -> query.own(id, Map.of()).stream())
            .map(l -> LicenceView.of(l, catalogue.name(l.identifier().typeCode(), language), today))
            .toList());
    return "wallet";
  }

  @GetMapping("/wallet/{identifier}/file.ofd")
  ResponseEntity<byte[]> ofd(
      @PathVariable String identifier, Authentication login, HttpServletRequest request) {
    return file(identifier, LicenceFile.Format.OFD, token(login, request));
  }

  @GetMapping("/wallet/{identifier}/file.pdf")
  ResponseEntity<byte[]> pdf(
      @PathVariable String identifier, Authentication login, HttpServletRequest request) {
    return file(identifier, LicenceFile.Format.PDF, token(login, request));
  }

  private ResponseEntity<byte[]> file(String identifier, LicenceFile.Format format, Token token) {
    String holder =
        token.holder().orElseThrow(() -> new Refused(LicenceRefusal.of(Rule.HOLDER_NOT_PROVEN)));
    Bytes octets = query.file(identifier, format, QueryLicences.Reader.holder(holder, Map.of()));
    ContentDisposition name =
        ContentDisposition.attachment().filename(identifier + "." + format.extension()).build();
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_DISPOSITION, name.toString())
        .contentType(MediaType.parseMediaType(format.mediaType()))
        .body(octets.toArray());
  }

  /** What the login's access token proves. */
  private record Token(boolean expired, Optional<String> holder) {}

  private Token token(Authentication login, HttpServletRequest request) {
    OAuth2AuthorizedClient client = clients.loadAuthorizedClient("idp", login, request);
    if (client == null) {
      return new Token(true, Optional.empty());
    }
    try {
      String holder =
          tokens.decode(client.getAccessToken().getTokenValue()).getClaimAsString("holder");
      return new Token(false, Optional.ofNullable(holder));
    } catch (JwtException noLongerGood) {
      // A login without licence:own gets a token for nobody here: not expired, but no holder.
      boolean own = client.getAccessToken().getScopes().contains("licence:own");
      return new Token(own, Optional.empty());
    }
  }
}
