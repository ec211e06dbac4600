package org.xinfu.idp.registration;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.client.ClientKeys;
import org.xinfu.idp.domain.CertificateName;
import org.xinfu.idp.domain.Scopes;
import org.xinfu.idp.domain.ServiceRule;
import org.xinfu.idp.domain.ShownText;
import org.xinfu.idp.domain.TokenAlgorithm;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.VerificationKey;

/**
 * What a registration must hold to: the policy of this provider, field by field. Every fault is
 * told, not the first alone.
 */
final class MetadataRules {
  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

  private static final Set<String> GRANTS =
      Set.of("authorization_code", "refresh_token", "client_credentials", EXCHANGE);
  private static final String SELF_SIGNED = "self_signed_tls_client_auth";
  private static final long OLDEST = 31_536_000;
  static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Services of one client. */
  private static final int MOST = 50;

  private final Predicate<URI> inside;
  private final Predicate<String> level;
  private final boolean trials;
  private final Predicate<String> method;
  private final List<Fault> faults = new ArrayList<>();

  /**
   * Rules for one registration.
   *
   * @param allowed what the operator lets clients name
   */
  MetadataRules(RegisterClients.Allowed allowed) {
    this.inside = allowed.inside();
    this.level = allowed.level();
    this.method = allowed.method();
    this.trials = allowed.trials();
  }

  /**
   * Something that is wrong.
   *
   * @param field as in the request
   * @param rule key of the sentence
   * @param value what is wrong there
   */
  record Fault(String field, String rule, String value) {}

  /**
   * All faults of {@code asked}; what lies behind {@code sector_identifier_uri} is not looked at.
   */
  List<Fault> judge(ClientMetadata asked) {
    names(asked);
    check(method.test(asked.method()), "token_endpoint_auth_method", "method", asked.method());
    grants(asked);
    scopes(asked);
    addresses(asked);
    keys(asked);
    subjects(asked);
    people(asked);
    cas(asked);
    uses(asked);
    tickets(asked);
    seconds(asked.accessTokenSeconds(), 30, 3600, "access_token_seconds");
    seconds(asked.refreshTokenSeconds(), 60, 2_592_000, "refresh_token_seconds");
    levels(asked);
    challenge(asked);
    trial(asked);
    algorithms(asked);
    certificates(asked);
    return List.copyOf(faults);
  }

  private void names(ClientMetadata asked) {
    String name = asked.clientName();
    check(name != null && ShownText.name(name, 100), "client_name", "name", "");
    String english = asked.clientNameEn();
    check(english == null || ShownText.name(english, 100), "client_name#en", "name", "");
    check(asked.clientNameZh() == null, "client_name#zh-CN", "named-otherwise", "");
  }

  private void certificates(ClientMetadata asked) {
    List<CertificateName> names = asked.certificateNames();
    boolean wanted = asked.method().equals("tls_client_auth");
    boolean tls = wanted || asked.method().equals(SELF_SIGNED);
    check(!wanted || names.size() == 1, "tls_client_auth_subject_dn", "one-name", "");
    for (CertificateName name : names) {
      boolean good = !name.value().isBlank() && name.value().length() <= 500;
      check(wanted, name.kind().member(), "unused", "");
      check(good, name.kind().member(), "certificate-name", name.value());
      if (name.kind() == CertificateName.Kind.SUBJECT_DN) {
        check(distinguished(name.value()), name.kind().member(), "certificate-name", name.value());
      }
    }
    check(tls || !asked.bound(), "tls_client_certificate_bound_access_tokens", "unused", "");
    // What comes of an exchange is a bearer's.
    boolean bindable = !asked.bound() && !asked.grantTypes().contains(EXCHANGE);
    check(bindable || !asked.keyBound(), "dpop_bound_access_tokens", "unused", "");
  }

  private static boolean distinguished(String text) {
    try {
      return !new X500Principal(text).getName().isEmpty();
    } catch (IllegalArgumentException noName) {
      return false;
    }
  }

  private void algorithms(ClientMetadata asked) {
    String idToken = asked.idTokenSignedResponseAlg();
    String userInfo = asked.userinfoSignedResponseAlg();
    algorithm(idToken, "id_token_signed_response_alg");
    algorithm(userInfo, "userinfo_signed_response_alg");
    String access = asked.accessTokenSignedResponseAlg();
    algorithm(access, "access_token_signed_response_alg");
    boolean read = access == null || !access.equals(TokenAlgorithm.RS256.word());
    check(read, "access_token_signed_response_alg", "algorithm", "" + access);
    boolean code = asked.grantTypes().contains("authorization_code");
    check(code || userInfo == null, "userinfo_signed_response_alg", "unused", "");
  }

  private void algorithm(@Nullable String alg, String field) {
    boolean known = alg == null || TokenAlgorithm.named(alg).isPresent();
    check(known, field, "algorithm", "" + alg);
  }

  private void trial(ClientMetadata asked) {
    check(!asked.inTrial() || trials, "sandbox", "sandbox-closed", "");
    String start = asked.initiateLoginUri();
    check(start == null || redirect(start, false), "initiate_login_uri", "redirect", "" + start);
    String inside = asked.loggedInUri();
    check(inside == null || redirect(inside, false), "logged_in_uri", "redirect", "" + inside);
  }

  private void levels(ClientMetadata asked) {
    Long age = asked.defaultMaxAge();
    check(age == null || (age >= 0 && age <= OLDEST), "default_max_age", "range", "0.." + OLDEST);
    check(asked.defaultAcrValues().size() <= 8, "default_acr_values", "range", "0..8");
    for (String value : asked.defaultAcrValues()) {
      check(level.test(value), "default_acr_values", "level", value);
    }
    String least = asked.minimumAcrValue();
    check(least == null || level.test(least), "minimum_acr_value", "level", "" + least);
    // The older protocols ask for no level, and would be a way round it.
    check(least == null || !asked.legacy(), "minimum_acr_value", "unused", "");
    boolean asks = age != null || least != null || !asked.defaultAcrValues().isEmpty();
    boolean code = asked.grantTypes().contains("authorization_code");
    check(!asks || code, "default_acr_values", "unused", "");
  }

  /** A code is bound to its client by a challenge, or by the client's own proof at least. */
  private void challenge(ClientMetadata asked) {
    boolean proves = !asked.method().equals("none");
    boolean code = asked.grantTypes().contains("authorization_code");
    check(asked.challenged() || (code && proves), "require_pkce", "pkce", "");
    check(code || !asked.pushes(), "require_pushed_authorization_requests", "unused", "");
    boolean keys = asked.jwks() != null || asked.jwksUri() != null;
    check((code && keys) || !asked.signs(), "require_signed_request_object", "signed", "");
    List<String> referred = asked.requestUris();
    check((code && keys) || referred.isEmpty(), "request_uris", "signed", "");
    check(referred.isEmpty() || !asked.pushes(), "request_uris", "unused", "");
    check(referred.size() <= RequestUris.MOST, "request_uris", "range", "0.." + RequestUris.MOST);
    for (String uri : referred) {
      check(RequestUris.good(uri, this::called), "request_uris", "request-uri", uri);
    }
  }

  private void grants(ClientMetadata asked) {
    List<String> grants = asked.grantTypes();
    check(!grants.isEmpty() || asked.legacy(), "grant_types", "empty", "");
    for (String grant : grants) {
      check(GRANTS.contains(grant), "grant_types", "grant", grant);
    }
    boolean code = grants.contains("authorization_code");
    check(code || !grants.contains("refresh_token"), "grant_types", "refresh-alone", "");
    boolean machine = grants.contains("client_credentials");
    boolean proves = !asked.method().equals("none");
    check(!machine || proves, "grant_types", "machine-without-proof", "");
    check(!grants.contains(EXCHANGE) || proves, "grant_types", "machine-without-proof", "");
    check(!machine || !code, "grant_types", "machine-and-person", "");
    check(code != asked.redirectUris().isEmpty(), "redirect_uris", code ? "empty" : "unused", "");
  }

  private void scopes(ClientMetadata asked) {
    boolean machine = asked.grantTypes().contains("client_credentials");
    boolean none = asked.grantTypes().isEmpty();
    check(none || !asked.scopes().isEmpty(), "scope", "empty", "");
    check(!none || asked.scopes().isEmpty() || !asked.legacy(), "scope", "unused", "");
    for (String scope : asked.scopes()) {
      check(Scopes.known(scope), "scope", "scope", scope);
      check(!machine || Scopes.forMachines(scope), "scope", "scope-of-persons", scope);
      check(machine || Scopes.forPersons(scope), "scope", "scope-of-machines", scope);
    }
    boolean department = asked.org() != null && !asked.inTrial();
    check(!asked.scopes().contains(Scopes.POSTS) || department, "scope", "staff", "");
  }

  private void addresses(ClientMetadata asked) {
    boolean isPublic = asked.method().equals("none");
    for (String uri : asked.redirectUris()) {
      check(redirect(uri, isPublic), "redirect_uris", "redirect", uri);
    }
    for (String uri : asked.postLogoutRedirectUris()) {
      check(redirect(uri, isPublic), "post_logout_redirect_uris", "redirect", uri);
    }
    String logout = asked.backchannelLogoutUri();
    check(logout == null || called(logout), "backchannel_logout_uri", "called", "" + logout);
  }

  /**
   * https; http only on the loopback interface and on inside hosts (RFC 9700 §2.1, RFC 8252 §7.3).
   */
  private boolean redirect(String text, boolean isPublic) {
    URI uri = plain(text);
    return uri != null
        && reachable(uri)
        && !(isPublic && LOOPBACK.contains(uri.getHost()) && uri.getPort() >= 0);
  }

  private boolean reachable(URI uri) {
    return "https".equals(uri.getScheme())
        || ("http".equals(uri.getScheme())
            && (LOOPBACK.contains(uri.getHost()) || inside.test(uri)));
  }

  private boolean called(String text) {
    URI uri = plain(text);
    return uri != null
        && ("https".equals(uri.getScheme())
            || ("http".equals(uri.getScheme()) && inside.test(uri)));
  }

  /** Absolute, with a host, without user, fragment or anything that would be read as a pattern. */
  private static @Nullable URI plain(String text) {
    try {
      URI uri = new URI(text);
      boolean ok =
          uri.getScheme() != null
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawFragment() == null
              && text.length() <= 500
              && text.indexOf('*') < 0
              && text.indexOf(' ') < 0;
      return ok ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private void keys(ClientMetadata asked) {
    boolean selfSigned = asked.method().equals(SELF_SIGNED);
    boolean wanted = asked.method().equals("private_key_jwt") || selfSigned;
    String uri = asked.jwksUri();
    if (uri != null) {
      check(wanted && asked.jwks() == null, "jwks_uri", "unused", "");
      check(called(uri), "jwks_uri", "called", uri);
    }
    if (asked.jwks() == null) {
      check(!wanted || uri != null, "jwks", "keys-missing", "");
      return;
    }
    check(wanted, "jwks", "unused", "");
    try {
      List<JWK> keys = JWKSet.parse(asked.jwks()).getKeys();
      check(!keys.isEmpty(), "jwks", "empty", "");
      check(keys.isEmpty() || keys.stream().anyMatch(MetadataRules::p256), "jwks", "key-type", "");
      for (JWK key : keys) {
        check(!key.isPrivate(), "jwks", "key-private", "");
        boolean good = p256(key) || (!selfSigned && ClientKeys.strong(key));
        check(good, "jwks", "key-type", key.getKeyType().getValue());
        boolean certified = key.getX509CertChain() != null;
        check(!selfSigned || certified, "jwks", "key-without-certificate", "");
      }
    } catch (ParseException e) {
      check(false, "jwks", "keys-malformed", "");
    }
  }

  private static boolean p256(JWK key) {
    return key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve());
  }

  private void subjects(ClientMetadata asked) {
    String type = asked.subjectType();
    boolean known = type == null || type.equals("public") || asked.pairwise();
    check(known, "subject_type", "subject", "" + type);
    String sector = asked.sectorIdentifierUri();
    if (sector != null) {
      boolean used = asked.pairwise() && !asked.sites().isEmpty();
      check(used, "sector_identifier_uri", "unused", "");
      check(called(sector), "sector_identifier_uri", "called", sector);
      boolean loopback = Sectors.hosts(asked).stream().anyMatch(LOOPBACK::contains);
      check(!loopback, "sector_identifier_uri", "sector-loopback", "");
    } else if (asked.pairwise()) {
      check(Sectors.hosts(asked).size() <= 1, "sector_identifier_uri", "sector-missing", "");
    }
  }

  private void people(ClientMetadata asked) {
    boolean asks = asked.consentDays() != null;
    check(!asks || filled(asked.purposeZh()), "purpose_zh", "purpose", "");
    check(!asks || filled(asked.purposeEn()), "purpose_en", "purpose", "");
    seconds(asked.consentDays(), 1, 1095, "consent_days");
    boolean code = asked.grantTypes().contains("authorization_code");
    check(!asks || code, "consent_days", "unused", "");
    String org = asked.org();
    check(org == null || org.matches("[0-9A-HJ-NP-RT-UW-Y]{18}"), "org", "org", "" + org);
    for (String contact : asked.contacts()) {
      check(contact.matches("[^\\s@]{1,64}@[^\\s@]{1,190}"), "contacts", "contact", contact);
    }
  }

  private void cas(ClientMetadata asked) {
    CasMetadata cas = asked.cas();
    if (cas == null) {
      return;
    }
    check(!cas.services().isEmpty(), "cas.services", "empty", "");
    check(cas.services().size() <= MOST, "cas.services", "range", "1.." + MOST);
    for (String service : cas.services()) {
      boolean good = ServiceRule.parse(service).filter(rule -> reachable(rule.uri())).isPresent();
      check(good, "cas.services", "service", service);
    }
    for (String callback : cas.proxyCallbacks()) {
      check(called(callback), "cas.proxy_callbacks", "called", callback);
    }
    check(asked.consentDays() == null, "cas", "consent", "");
  }

  /** At a window somebody's department is named; at a kiosk nobody administers. */
  private void uses(ClientMetadata asked) {
    for (String use : asked.usedAt()) {
      check(use.equals("window") || use.equals("kiosk"), "used_at", "use", use);
    }
    boolean distinct = Set.copyOf(asked.usedAt()).size() == asked.usedAt().size();
    boolean people = asked.usedAt().isEmpty() || !asked.redirectUris().isEmpty();
    // The older protocols' login pages know no kiosk, and would be a way round it.
    boolean kiosk = asked.usedAt().contains("kiosk");
    check(distinct && people && !(kiosk && asked.legacy()), "used_at", "unused", "");
    boolean window = asked.usedAt().contains("window");
    check(!window || asked.org() != null, "org", "org", "");
    Set<String> wanting = Set.of(Scopes.WINDOW, Scopes.WINDOW_LICENCES);
    check(window || Collections.disjoint(asked.scopes(), wanting), "used_at", "window", "");
  }

  private void tickets(ClientMetadata asked) {
    TicketMetadata ticket = asked.ticket();
    if (ticket == null) {
      return;
    }
    check(!ticket.redirectUris().isEmpty(), "ticket.redirect_uris", "empty", "");
    for (String uri : ticket.redirectUris()) {
      check(redirect(uri, false), "ticket.redirect_uris", "redirect", uri);
    }
    String point = ticket.sm2PublicKey();
    boolean good =
        point == null
            || (point.matches("04[0-9a-fA-F]{128}")
                && VerificationKey.ofSm2Point(Bytes.hex(point)).isPresent());
    check(good, "ticket.sm2_public_key", "sm2-key", "");
    check(asked.consentDays() == null, "ticket", "consent", "");
  }

  private static boolean filled(@Nullable String text) {
    return text != null && text.length() <= 300 && ShownText.lines(text);
  }

  private void seconds(@Nullable Integer value, int least, int most, String field) {
    boolean ok = value == null || (value >= least && value <= most);
    check(ok, field, "range", least + ".." + most);
  }

  private void check(boolean ok, String field, String rule, String value) {
    if (!ok) {
      faults.add(new Fault(field, rule, value));
    }
  }
}
