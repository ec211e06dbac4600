package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenIntrospectionSuccessResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flows as an OpenID Connect library that is not ours (Nimbus) speaks and judges them. */
class SecondImplementationTest {
  private static final URI CALLBACK = URI.create("http://localhost:9100/login/oauth2/code/idp");
  private static final ClientID CLIENT = new ClientID("seal-console");

  @TempDir static Path home;
  private static RunningIdp idp;
  private static OIDCProviderMetadata provider;

  private final State state = new State();
  private final Nonce nonce = new Nonce();
  private final CodeVerifier verifier = new CodeVerifier();
  private final Browser browser = new Browser(idp.origin);

  @BeforeAll
  static void start() throws Exception {
    idp = new RunningIdp(home).start();
    provider = OIDCProviderMetadata.resolve(new Issuer(idp.origin));
  }

  @AfterAll
  static void stop() {
    idp.close();
  }

  private AuthenticationRequest.Builder request() {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE, new Scope("openid", "profile"), CLIENT, CALLBACK)
        .endpointURI(provider.getAuthorizationEndpointURI())
        .state(state)
        .nonce(nonce)
        .codeChallenge(verifier, CodeChallengeMethod.S256);
  }

  private ClientSecretBasic secret() {
    return new ClientSecretBasic(CLIENT, new Secret(idp.secret("seal-console")));
  }

  private AuthenticationResponse follow(URI request) throws Exception {
    String location = Browser.location(browser.get(request.toString()));
    if (!location.startsWith(CALLBACK.toString())) {
      String in = Browser.location(browser.logIn("seal-applicant", idp.password("seal-applicant")));
      location = Browser.location(browser.get(in));
    }
    AuthenticationResponse answer = AuthenticationResponseParser.parse(URI.create(location));
    assertThat(answer.getState()).isEqualTo(state);
    assertThat(answer.getIssuer()).isEqualTo(provider.getIssuer());
    return answer;
  }

  private OIDCTokenResponse exchange(AuthorizationCode code) throws Exception {
    TokenRequest request =
        new TokenRequest.Builder(
                provider.getTokenEndpointURI(),
                secret(),
                new AuthorizationCodeGrant(code, CALLBACK, verifier))
            .build();
    return (OIDCTokenResponse)
        OIDCTokenResponseParser.parse(request.toHTTPRequest().send()).toSuccessResponse();
  }

  private IDTokenClaimsSet validated(OIDCTokenResponse tokens) throws Exception {
    IDTokenValidator validator =
        new IDTokenValidator(
            provider.getIssuer(), CLIENT, JWSAlgorithm.ES256, provider.getJWKSetURI().toURL());
    return validator.validate(tokens.getOIDCTokens().getIDToken(), nonce);
  }

  @Test
  void the_metadata_is_read_and_says_what_is_used_here() {
    assertThat(provider.supportsAuthorizationResponseIssuerParam()).isTrue();
    assertThat(provider.supportsClaimsParam()).isTrue();
    assertThat(provider.supportsRequestParam()).isTrue();
    assertThat(provider.supportsRequestURIParam()).isTrue();
    assertThat(provider.requiresRequestURIRegistration()).isTrue();
    assertThat(provider.getPushedAuthorizationRequestEndpointURI())
        .isEqualTo(URI.create(idp.origin + "/oauth2/par"));
    assertThat(provider.getResponseModes())
        .containsExactly(ResponseMode.QUERY, ResponseMode.FORM_POST);
    assertThat(provider.getRequestObjectJWSAlgs())
        .isEqualTo(List.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256));
  }

  @Test
  void code_with_pkce_id_token_and_user_info() throws Exception {
    AuthenticationResponse answer = follow(request().build().toURI());
    OIDCTokenResponse tokens = exchange(answer.toSuccessResponse().getAuthorizationCode());
    IDTokenClaimsSet claims = validated(tokens);
    assertThat(claims.getACR().getValue()).isEqualTo("urn:xinfu:acr:ial1:aal1");
    assertThat(claims.getAMR()).extracting(Object::toString).containsExactly("pwd");
    assertThat(claims.getAuthenticationTime()).isNotNull();
    UserInfoResponse user =
        UserInfoResponse.parse(
            new UserInfoRequest(
                    provider.getUserInfoEndpointURI(),
                    tokens.getOIDCTokens().getBearerAccessToken())
                .toHTTPRequest()
                .send());
    assertThat(user.toSuccessResponse().getUserInfo().getSubject()).isEqualTo(claims.getSubject());
  }

  @Test
  void a_pushed_request() throws Exception {
    PushedAuthorizationResponse pushed =
        PushedAuthorizationResponse.parse(
            new PushedAuthorizationRequest(
                    provider.getPushedAuthorizationRequestEndpointURI(),
                    secret(),
                    request().build())
                .toHTTPRequest()
                .send());
    assertThat(pushed.indicatesSuccess()).isTrue();
    URI uri = pushed.toSuccessResponse().getRequestURI();
    AuthenticationRequest short1 =
        new AuthenticationRequest.Builder(uri, CLIENT)
            .endpointURI(provider.getAuthorizationEndpointURI())
            .build();
    AuthenticationResponse answer = follow(short1.toURI());
    validated(exchange(answer.toSuccessResponse().getAuthorizationCode()));
  }

  /** It sends no {@code client_id} beside an assertion, and addresses that to where it is shown. */
  @Test
  void a_client_with_a_key_pushes_asks_introspects_and_revokes() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    URI back = URI.create(RunningIdp.CALLBACK);
    Map<String, Object> metadata =
        Map.of(
            "client_name",
            "Nimbus（样例）",
            "redirect_uris",
            List.of(back.toString()),
            "scope",
            "openid",
            "token_endpoint_auth_method",
            "private_key_jwt",
            "require_pushed_authorization_requests",
            true,
            "jwks",
            Map.of("keys", List.of(key.toPublicJWK().toJSONObject())));
    ClientID id = new ClientID(new Administrator(idp).register(metadata));
    AuthenticationRequest asked =
        new AuthenticationRequest.Builder(ResponseType.CODE, new Scope("openid"), id, back)
            .state(state)
            .nonce(nonce)
            .codeChallenge(verifier, CodeChallengeMethod.S256)
            .build();
    URI par = provider.getPushedAuthorizationRequestEndpointURI();
    PushedAuthorizationResponse pushed =
        PushedAuthorizationResponse.parse(
            new PushedAuthorizationRequest(par, proof(id, par, key), asked).toHTTPRequest().send());
    URI uri = pushed.toSuccessResponse().getRequestURI();
    String query = Browser.encode(Map.of("client_id", id.getValue(), "request_uri", "" + uri));
    browser.get(provider.getAuthorizationEndpointURI() + "?" + query);
    String in = Browser.location(browser.logIn("citizen", idp.password("citizen")));
    AuthorizationCode code = new AuthorizationCode(Browser.query(in).get("code"));
    URI endpoint = provider.getTokenEndpointURI();
    OIDCTokenResponse tokens =
        (OIDCTokenResponse)
            OIDCTokenResponseParser.parse(
                    new TokenRequest.Builder(
                            endpoint,
                            proof(id, endpoint, key),
                            new AuthorizationCodeGrant(code, back, verifier))
                        .build()
                        .toHTTPRequest()
                        .send())
                .toSuccessResponse();
    AccessToken token = tokens.getTokens().getAccessToken();
    TokenIntrospectionSuccessResponse told = introspected(id, key, token);
    assertThat(told.isActive()).isTrue();
    assertThat(told.getSubject().getValue())
        .isEqualTo(tokens.getOIDCTokens().getIDToken().getJWTClaimsSet().getSubject());
    assertThat(told.getScope()).isEqualTo(new Scope("openid"));
    URI revoking = provider.getRevocationEndpointURI();
    HTTPResponse revoked =
        new TokenRevocationRequest(revoking, proof(id, revoking, key), token)
            .toHTTPRequest()
            .send();
    assertThat(revoked.getStatusCode()).isEqualTo(200);
    assertThat(introspected(id, key, token).isActive()).isFalse();
  }

  private static TokenIntrospectionSuccessResponse introspected(
      ClientID id, ECKey key, AccessToken token) throws Exception {
    URI asking = provider.getIntrospectionEndpointURI();
    return TokenIntrospectionResponse.parse(
            new TokenIntrospectionRequest(asking, proof(id, asking, key), token)
                .toHTTPRequest()
                .send())
        .toSuccessResponse();
  }

  private static PrivateKeyJWT proof(ClientID id, URI endpoint, ECKey key) throws Exception {
    return new PrivateKeyJWT(
        id, endpoint, JWSAlgorithm.ES256, key.toPrivateKey(), key.getKeyID(), null);
  }

  @Test
  void a_silent_request_and_a_login_that_is_too_old() throws Exception {
    AuthenticationResponse silent = follow(request().prompt(new Prompt("none")).build().toURI());
    assertThat(silent.toErrorResponse().getErrorObject().getCode()).isEqualTo("login_required");
    follow(request().build().toURI());
    AuthenticationResponse fresh = follow(request().maxAge(0).build().toURI());
    IDTokenClaimsSet claims = validated(exchange(fresh.toSuccessResponse().getAuthorizationCode()));
    assertThat(claims.getAuthenticationTime()).isNotNull();
  }
}
