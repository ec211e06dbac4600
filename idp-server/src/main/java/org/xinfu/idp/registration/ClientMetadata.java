package org.xinfu.idp.registration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.CertificateName;
import org.xinfu.idp.domain.ServiceName;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What is registered of a client. Names are those of RFC 7591 §2, OpenID Connect Registration §2
 * and the logout specifications; from {@code org} on all are ours but the defaults.
 *
 * @param clientNameEn what pages in English call it (RFC 7591 §2.2); else they too say {@code
 *     client_name}
 * @param clientNameZh another way to say {@code client_name}, and null unless it says otherwise
 * @param scope space-separated; the most that the client may ask for
 * @param jwks public keys of {@code private_key_jwt}
 * @param jwksUri where they are instead, fetched when needed
 * @param sectorIdentifierUri names the sector of pairwise subjects when there are several hosts
 * @param org unified social credit code of the department that runs it
 * @param purposeZh the intended use, as people read it when they are asked; required with {@code
 *     consentDays}
 * @param purposeEn the same in English
 * @param consentDays people are asked, and again after so many days; null: they are not asked
 * @param defaultMaxAge how old a login may be, in seconds, where a request does not say
 * @param defaultAcrValues levels that are asked for where a request does not say
 * @param minimumAcrValue a level that every login for this client reaches
 * @param requirePkce false: a client that proves itself may ask without a challenge (RFC 9700
 *     §2.1.1); a name of ours
 * @param requirePushedAuthorizationRequests whether it pushes its requests and may not ask
 *     otherwise (RFC 9126 §6)
 * @param requireSignedRequestObject the same of signed requests (RFC 9101 §10.5)
 * @param requestUris where request objects of it lie that it may name (OpenID Connect Core §6.2)
 * @param idTokenSignedResponseAlg what ID and logout tokens are signed under: ES256, RS256 or
 *     SM2-SM3
 * @param userinfoSignedResponseAlg the same of UserInfo as a JWT; null for plain JSON
 * @param accessTokenSignedResponseAlg the same of access tokens, ES256 or SM2-SM3; a name of ours
 * @param tlsClientAuthSubjectDn what its certificate is called (RFC 8705 §2.1.2); one of the five
 * @param tlsClientCertificateBoundAccessTokens whether its access tokens are bound to the
 *     certificate it shows (same, §3.4)
 * @param dpopBoundAccessTokens whether it gets no token without a proof of possession (RFC 9449
 *     §5.2)
 * @param cas what it speaks of CAS; null for nothing
 * @param ticket what it speaks of the ticket protocol; null for nothing
 * @param usedAt {@code window} and {@code kiosk}: where it is used besides people's own screens
 * @param sandbox whether it is a client in trial, which meets fictitious persons alone
 * @param initiateLoginUri a page of it that starts a login (OpenID Connect Core §4)
 * @param loggedInUri a page of it that answers 200 to whoever is logged in and to nobody else, for
 *     the self-test
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ClientMetadata(
    @Nullable String clientName,
    @JsonProperty("client_name#en") @Nullable String clientNameEn,
    @JsonProperty("client_name#zh-CN") @Nullable String clientNameZh,
    List<String> redirectUris,
    List<String> postLogoutRedirectUris,
    List<String> grantTypes,
    @Nullable String tokenEndpointAuthMethod,
    @Nullable String scope,
    @Nullable Map<String, Object> jwks,
    @Nullable String jwksUri,
    @Nullable String subjectType,
    @Nullable String sectorIdentifierUri,
    @Nullable String backchannelLogoutUri,
    List<String> contacts,
    @Nullable String org,
    @Nullable String purposeZh,
    @Nullable String purposeEn,
    @Nullable Integer consentDays,
    @Nullable Integer accessTokenSeconds,
    @Nullable Integer refreshTokenSeconds,
    @Nullable Long defaultMaxAge,
    List<String> defaultAcrValues,
    @Nullable String minimumAcrValue,
    @Nullable Boolean requirePkce,
    @Nullable Boolean requirePushedAuthorizationRequests,
    @Nullable Boolean requireSignedRequestObject,
    List<String> requestUris,
    @Nullable String idTokenSignedResponseAlg,
    @Nullable String userinfoSignedResponseAlg,
    @Nullable String accessTokenSignedResponseAlg,
    @Nullable String tlsClientAuthSubjectDn,
    @Nullable String tlsClientAuthSanDns,
    @Nullable String tlsClientAuthSanUri,
    @Nullable String tlsClientAuthSanIp,
    @Nullable String tlsClientAuthSanEmail,
    @Nullable Boolean tlsClientCertificateBoundAccessTokens,
    @Nullable Boolean dpopBoundAccessTokens,
    @Nullable CasMetadata cas,
    @Nullable TicketMetadata ticket,
    List<String> usedAt,
    @Nullable Boolean sandbox,
    @Nullable String initiateLoginUri,
    @Nullable String loggedInUri) {
  /** Lists that are not given are empty, the others have the defaults of RFC 7591 §2. */
  public ClientMetadata {
    clientName = clientName == null ? clientNameZh : clientName;
    clientNameZh = Objects.equals(clientNameZh, clientName) ? null : clientNameZh;
    redirectUris = list(redirectUris);
    postLogoutRedirectUris = list(postLogoutRedirectUris);
    grantTypes = grantTypes == null ? List.of("authorization_code") : list(grantTypes);
    contacts = list(contacts);
    defaultAcrValues = list(defaultAcrValues);
    usedAt = list(usedAt);
    requestUris = list(requestUris);
  }

  /** What people call it. */
  public ServiceName service() {
    return new ServiceName(Objects.requireNonNullElse(clientName, ""), clientNameEn);
  }

  /** What its certificate is called; several are a fault. */
  public List<CertificateName> certificateNames() {
    List<CertificateName> names = new ArrayList<>();
    add(names, CertificateName.Kind.SUBJECT_DN, tlsClientAuthSubjectDn);
    add(names, CertificateName.Kind.SAN_DNS, tlsClientAuthSanDns);
    add(names, CertificateName.Kind.SAN_URI, tlsClientAuthSanUri);
    add(names, CertificateName.Kind.SAN_IP, tlsClientAuthSanIp);
    add(names, CertificateName.Kind.SAN_EMAIL, tlsClientAuthSanEmail);
    return names;
  }

  /** Whether its access tokens are bound to its certificate. */
  public boolean bound() {
    return Boolean.TRUE.equals(tlsClientCertificateBoundAccessTokens);
  }

  /** Whether its access tokens are bound to a key that it shows. */
  public boolean keyBound() {
    return Boolean.TRUE.equals(dpopBoundAccessTokens);
  }

  private static void add(
      List<CertificateName> names, CertificateName.Kind kind, @Nullable String value) {
    if (value != null) {
      names.add(new CertificateName(kind, value));
    }
  }

  /** Services that it may have tickets for; none for a client that speaks no CAS. */
  public List<String> casServices() {
    return cas == null ? List.of() : cas.services();
  }

  /** Where people are sent back to, by whichever protocol; rules of CAS services as they are. */
  List<String> sites() {
    List<String> sites = new ArrayList<>(redirectUris);
    sites.addAll(casServices());
    sites.addAll(ticket == null ? List.of() : ticket.redirectUris());
    return sites;
  }

  /** Whether it speaks an older protocol, so that it needs no grant type. */
  boolean legacy() {
    return !casServices().isEmpty() || ticket != null;
  }

  /**
   * Whether it asks with a challenge always (RFC 7636), as clients do unless they say otherwise.
   */
  public boolean challenged() {
    return !Boolean.FALSE.equals(requirePkce);
  }

  /** Whether it has to push its requests. */
  public boolean pushes() {
    return Boolean.TRUE.equals(requirePushedAuthorizationRequests);
  }

  /** Whether it has to sign its requests. */
  public boolean signs() {
    return Boolean.TRUE.equals(requireSignedRequestObject);
  }

  /** Whether it is a client in trial. */
  public boolean inTrial() {
    return Boolean.TRUE.equals(sandbox);
  }

  /** How it proves itself at the token endpoint; {@code client_secret_basic} unless told. */
  public String method() {
    return tokenEndpointAuthMethod == null ? "client_secret_basic" : tokenEndpointAuthMethod;
  }

  /** Whether each sector knows a person by another {@code sub}; not, unless told. */
  public boolean pairwise() {
    return "pairwise".equals(subjectType);
  }

  List<String> scopes() {
    return scope == null || scope.isBlank() ? List.of() : List.of(scope.strip().split(" +"));
  }

  private static List<String> list(@Nullable List<String> values) {
    return values == null ? List.of() : List.copyOf(values);
  }
}
