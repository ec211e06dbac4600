package org.xinfu.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.xinfu.kit.home.ServiceHome;
import org.xinfu.kit.web.TestAnswers;

/** How a console asks for a login, and what a caller without one is told. */
class ConsoleLoginTest {
  @TempDir Path home;

  @BeforeEach
  void credentials() throws IOException {
    secret("seal-console.secret", "console-secret\n", "rw-------");
  }

  @Test
  void asksForACodeWithPkceAndAClientSecret() {
    ClientRegistration console = registration("seal-console", null);
    assertThat(console.getRegistrationId()).isEqualTo("idp");
    assertThat(console.getClientId()).isEqualTo("seal-console");
    assertThat(console.getClientSecret()).isEqualTo("console-secret");
    assertThat(console.getAuthorizationGrantType())
        .isEqualTo(AuthorizationGrantType.AUTHORIZATION_CODE);
    assertThat(console.getClientAuthenticationMethod())
        .isEqualTo(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    assertThat(console.getClientSettings().isRequireProofKey()).isTrue();
    assertThat(console.getScopes()).containsExactlyInAnyOrder("openid", "profile");
  }

  @Test
  void itsEndpointsAreTheIssuersAndItsWayBackIsItsOwnHost() {
    ClientRegistration console = registration("seal-console", null);
    ClientRegistration.ProviderDetails idp = console.getProviderDetails();
    assertThat(idp.getIssuerUri()).isEqualTo("http://localhost:9000");
    assertThat(idp.getAuthorizationUri()).isEqualTo("http://localhost:9000/oauth2/authorize");
    assertThat(idp.getTokenUri()).isEqualTo("http://localhost:9000/oauth2/token");
    assertThat(idp.getJwkSetUri()).isEqualTo("http://localhost:9000/oauth2/jwks");
    assertThat(idp.getConfigurationMetadata())
        .containsEntry("end_session_endpoint", "http://localhost:9000/connect/logout");
    assertThat(console.getRedirectUri()).isEqualTo("{baseUrl}/login/oauth2/code/{registrationId}");
  }

  @Test
  void theSecretMayLieElsewhere() throws IOException {
    Path file = secret("another.secret", "other", "r--------");
    assertThat(registration("seal-console", file).getClientSecret()).isEqualTo("other");
  }

  @Test
  void aSecretThatOthersReadOrThatIsMissingStopsTheStart() throws IOException {
    secret("open-console.secret", "open", "rw-r--r--");
    assertThatThrownBy(() -> registration("open-console", null))
        .hasMessageContaining("open to others")
        .hasMessageContaining("open-console.secret");
    assertThatThrownBy(() -> registration("absent-console", null))
        .hasMessageContaining("absent-console.secret");
  }

  @Test
  void withoutAClientThereIsNoLogin() {
    assertThatThrownBy(() -> registration(null, null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void theScopesOfAConfigurationCannotBeChangedLater() {
    List<String> scopes = new java.util.ArrayList<>(List.of("openid"));
    IdentityProvider idp =
        new IdentityProvider("http://i", null, null, null, scopes, List.of("ES256"));
    scopes.add("seal:approve");
    assertThat(idp.scopes()).containsExactly("openid");
  }

  @Test
  void aCallWithoutATokenIsToldToBringOne() throws IOException {
    MockHttpServletResponse answer = new MockHttpServletResponse();
    new ProblemEntryPoint(TestAnswers.answers())
        .commence(
            TestAnswers.request(), answer, new InsufficientAuthenticationException("secret why"));
    assertThat(answer.getStatus()).isEqualTo(401);
    assertThat(answer.getHeader("WWW-Authenticate")).startsWith("Bearer");
    assertThat(answer.getContentAsString())
        .contains("\"code\":\"not-authenticated\"", "\"requestId\":\"req-12345\"")
        .doesNotContain("secret why");
  }

  @Test
  void aBadTokenIsNamedInTheHeader() throws IOException {
    MockHttpServletResponse answer = new MockHttpServletResponse();
    new ProblemEntryPoint(TestAnswers.answers())
        .commence(TestAnswers.request(), answer, new InvalidBearerTokenException("bad"));
    assertThat(answer.getStatus()).isEqualTo(401);
    assertThat(answer.getHeader("WWW-Authenticate")).contains("error=\"invalid_token\"");
  }

  @Test
  void whoMayNotIsTold403() throws IOException {
    MockHttpServletResponse answer = new MockHttpServletResponse();
    new ProblemEntryPoint(TestAnswers.answers())
        .handle(TestAnswers.request(), answer, new AccessDeniedException("role SEAL_ADMIN"));
    assertThat(answer.getStatus()).isEqualTo(403);
    assertThat(answer.getContentType()).isEqualTo("application/problem+json");
    assertThat(answer.getContentAsString())
        .contains("\"code\":\"not-permitted\"")
        .doesNotContain("SEAL_ADMIN");
  }

  private ClientRegistration registration(@Nullable String client, @Nullable Path file) {
    return ConsoleLogin.registration(
        new IdentityProvider(
            "http://localhost:9000",
            client,
            file,
            null,
            List.of("openid", "profile"),
            List.of("ES256")),
        new ServiceHome(home, null, null, "seal-service"));
  }

  private Path secret(String name, String text, String mode) throws IOException {
    Path directory = Files.createDirectories(home.resolve("credentials"));
    Path file = Files.writeString(directory.resolve(name), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
