package org.xinfu.idp.mtls;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.client.ClientFacts;
import org.xinfu.idp.client.ClientKeys;
import org.xinfu.idp.domain.CertificateName;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.chain.Evidence;

/**
 * Whether a certificate is its client's. By {@code tls_client_auth} (RFC 8705 §2.1): a path to one
 * of the operator's anchors, judged strictly, revocation known, for TLS clients, and the name that
 * is registered. By {@code self_signed_tls_client_auth} (§2.2): one of the certificates registered
 * as {@code x5c}, within its dates.
 */
public final class CertificateVerifier implements Consumer<OAuth2ClientAuthenticationContext> {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String ANY = "2.5.29.37.0";

  private final Function<Instant, TrustPolicy> trust;
  private final ClientKeys keys;
  private final Clock clock;

  /** {@code trust} gives anchors and lists at a moment; none of them makes the first way closed. */
  public CertificateVerifier(Function<Instant, TrustPolicy> trust, ClientKeys keys, Clock clock) {
    this.trust = trust;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Passes, or refuses.
   *
   * @throws OAuth2AuthenticationException invalid_client
   */
  @Override
  public void accept(OAuth2ClientAuthenticationContext context) {
    OAuth2ClientAuthenticationToken shown = context.getAuthentication();
    RegisteredClient client = context.getRegisteredClient();
    boolean proven =
        shown.getCredentials() instanceof X509Certificate[] chain
            && (ClientAuthenticationMethod.TLS_CLIENT_AUTH.equals(
                    shown.getClientAuthenticationMethod())
                ? named(client, chain[0]) && forClients(chain[0]) && trusted(chain)
                : registered(client, chain[0]));
    if (!proven) {
      throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }
  }

  private static boolean named(RegisteredClient client, X509Certificate certificate) {
    CertificateName name = ClientFacts.certificateName(client);
    return name != null && CertificateNames.matches(name, certificate);
  }

  private static boolean forClients(X509Certificate certificate) {
    try {
      List<String> uses = certificate.getExtendedKeyUsage();
      return uses == null || uses.contains(CLIENT_AUTH) || uses.contains(ANY);
    } catch (CertificateException malformed) {
      return false;
    }
  }

  /** Of what is shown beside it nothing counts but as a part of the path to an anchor. */
  private boolean trusted(X509Certificate[] chain) {
    TrustPolicy policy = trust.apply(clock.instant());
    ChainQuery query =
        new ChainQuery(
            policy,
            ChainQuery.Role.SIGNER,
            policy.at(),
            TimeSource.CLAIMED, // by us: the handshake was just now
            ChainQuery.Lenience.ETSI);
    List<Certificate> beside = Stream.of(chain).skip(1).flatMap(one -> read(one).stream()).toList();
    return read(chain[0])
        .map(own -> ChainValidator.validate(own, Evidence.of(beside), query))
        .filter(Verdict.Valid.class::isInstance)
        .isPresent();
  }

  private boolean registered(RegisteredClient client, X509Certificate certificate) {
    JWKSource<SecurityContext> source = keys.of(client);
    if (source == null) {
      return false;
    }
    try {
      certificate.checkValidity(Date.from(clock.instant()));
      Base64 shown = Base64.encode(certificate.getEncoded());
      JWKSelector all = new JWKSelector(new JWKMatcher.Builder().build());
      for (JWK key : source.get(all, null)) {
        List<Base64> chain = key.getX509CertChain();
        if (chain != null && !chain.isEmpty() && chain.getFirst().equals(shown)) {
          return true;
        }
      }
      return false;
    } catch (CertificateException | KeySourceException notNow) {
      return false;
    }
  }

  private static Optional<Certificate> read(X509Certificate certificate) {
    try {
      return Certificate.parse(Bytes.of(certificate.getEncoded()));
    } catch (CertificateEncodingException malformed) {
      return Optional.empty();
    }
  }
}
