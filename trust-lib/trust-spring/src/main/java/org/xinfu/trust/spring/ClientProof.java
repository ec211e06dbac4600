package org.xinfu.trust.spring;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Objects;
import org.springframework.security.oauth2.client.endpoint.NimbusJwtClientAuthenticationParametersConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;

/** How the application proves itself where it exchanges a code. */
sealed interface ClientProof {
  /** By a secret (RFC 6749 §2.3.1). */
  record Secret(String value) implements ClientProof {
    @Override
    public ClientRegistration.Builder applyTo(ClientRegistration.Builder client) {
      return client
          .clientSecret(value)
          .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    }

    @Override
    public String toString() {
      return "Secret";
    }
  }

  /** By an assertion that lives a minute (RFC 7523 §2.2): the provider never sees the key. */
  record Key(ECKey key) implements ClientProof {
    @Override
    public ClientRegistration.Builder applyTo(ClientRegistration.Builder client) {
      return client.clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT);
    }

    @Override
    public RestClientAuthorizationCodeTokenResponseClient exchange() {
      JWK signing = new ECKey.Builder(key).algorithm(JWSAlgorithm.ES256).build();
      NimbusJwtClientAuthenticationParametersConverter<OAuth2AuthorizationCodeGrantRequest>
          assertion = new NimbusJwtClientAuthenticationParametersConverter<>(client -> signing);
      RestClientAuthorizationCodeTokenResponseClient exchange =
          new RestClientAuthorizationCodeTokenResponseClient();
      exchange.addParametersConverter(assertion);
      return exchange;
    }

    @Override
    public String toString() {
      return "Key " + key.getKeyID();
    }
  }

  ClientRegistration.Builder applyTo(ClientRegistration.Builder client);

  default RestClientAuthorizationCodeTokenResponseClient exchange() {
    return new RestClientAuthorizationCodeTokenResponseClient();
  }

  /** What the settings name, read from its file. */
  static ClientProof of(LoginSettings login) {
    Path key = login.clientKeyFile();
    return key == null
        ? new Secret(read(Objects.requireNonNull(login.clientSecretFile())))
        : new Key(key(key));
  }

  private static ECKey key(Path file) {
    try {
      JWK read = JWK.parse(read(file));
      if (read instanceof ECKey ec && ec.isPrivate() && Curve.P_256.equals(ec.getCurve())) {
        return ec;
      }
    } catch (ParseException damaged) {
      // The parser's words could repeat the key.
    }
    throw new IllegalArgumentException(file + " holds no private P-256 key as a JWK");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("what the client proves itself with: " + file, e);
    }
  }
}
