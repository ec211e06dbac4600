package org.xinfu.kit.security;

import jakarta.servlet.ServletException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * Client certificates of connections that a proxy ended: the field {@code Client-Cert} (RFC 9440)
 * counts only where the peer of the connection is one of the configured proxies. From everybody
 * else it is taken away before anything reads it (§4), and so is {@code Client-Cert-Chain}.
 */
final class ClientCertValve extends ValveBase {
  /** Where a servlet container puts the certificates of a connection. */
  static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

  private static final String FIELD = "Client-Cert";
  private static final int MOST_CHARACTERS = 16 << 10;

  private final Set<String> proxies;

  /** The addresses of the proxies, as the connection shows them. */
  ClientCertValve(Set<String> proxies) {
    super(true);
    this.proxies = Set.copyOf(proxies);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    MimeHeaders fields = request.getCoyoteRequest().getMimeHeaders();
    String value = fields.getHeader(FIELD);
    boolean once = value != null && fields.findHeader(FIELD, fields.findHeader(FIELD, 0) + 1) < 0;
    fields.removeHeader(FIELD);
    fields.removeHeader("Client-Cert-Chain");
    // Of the connection itself: a forwarded address says nothing of who wrote the field.
    if (value != null && proxies.contains(request.getPeerAddr())) {
      Optional<X509Certificate> certificate = once ? parse(value) : Optional.empty();
      if (certificate.isEmpty()) {
        response.sendError(400, FIELD);
        return;
      }
      request.setAttribute(ATTRIBUTE, new X509Certificate[] {certificate.get()});
    }
    getNext().invoke(request, response);
  }

  /** A byte sequence of structured fields (RFC 9440 §2.1): DER in base64 between colons. */
  static Optional<X509Certificate> parse(String value) {
    String text = value.strip();
    if (text.length() < 3
        || text.length() > MOST_CHARACTERS
        || text.charAt(0) != ':'
        || text.charAt(text.length() - 1) != ':') {
      return Optional.empty();
    }
    try {
      byte[] der = Base64.getDecoder().decode(text.substring(1, text.length() - 1));
      ByteArrayInputStream in = new ByteArrayInputStream(der);
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      // PEM and PKCS #7 are read by the JDK too, and are not what the field holds.
      boolean whole = in.available() == 0 && der.length > 0 && der[0] == 0x30;
      return whole ? Optional.of(certificate) : Optional.empty();
    } catch (CertificateException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
