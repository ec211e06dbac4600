package org.xinfu.idp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A machine that calls by TLS, with a certificate of its own or without. */
final class TlsCaller {
  private final String name;
  private final HttpClient http;
  private final @Nullable X509Certificate certificate;

  TlsCaller(String name, SSLContext tls, @Nullable X509Certificate certificate) {
    this.name = name;
    this.http = HttpClient.newBuilder().sslContext(tls).build();
    this.certificate = certificate;
  }

  String name() {
    return name;
  }

  X509Certificate certificate() {
    return Objects.requireNonNull(certificate);
  }

  /** Its key with its certificate, as a client registers them (RFC 8705 §2.2). */
  Map<String, Object> jwks() throws Exception {
    com.nimbusds.jose.jwk.ECKey key =
        new com.nimbusds.jose.jwk.ECKey.Builder(
                com.nimbusds.jose.jwk.Curve.P_256, (ECPublicKey) certificate().getPublicKey())
            .keyID(name)
            .x509CertChain(
                List.of(com.nimbusds.jose.util.Base64.encode(certificate().getEncoded())))
            .build();
    return Map.of("keys", List.of(key.toJSONObject()));
  }

  HttpResponse<String> post(String uri, Map<String, String> form, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(Browser.encode(form)));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /** With the token unless it is empty. */
  HttpResponse<String> get(String uri, String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
    return send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
