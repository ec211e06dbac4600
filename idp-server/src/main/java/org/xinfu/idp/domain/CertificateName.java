package org.xinfu.idp.domain;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a client's certificate is called (RFC 8705 §2.1.2): one name of one kind.
 *
 * @param value as registered
 */
public record CertificateName(Kind kind, String value) {
  /** The members of the metadata, in the order of the standard. */
  public enum Kind {
    SUBJECT_DN("tls_client_auth_subject_dn"),
    SAN_DNS("tls_client_auth_san_dns"),
    SAN_URI("tls_client_auth_san_uri"),
    SAN_IP("tls_client_auth_san_ip"),
    SAN_EMAIL("tls_client_auth_san_email");

    private final String member;

    Kind(String member) {
      this.member = member;
    }

    /** As the metadata call it. */
    public String member() {
      return member;
    }
  }

  /** As it rests: the member, a space, the value. */
  public String line() {
    return kind.member() + " " + value;
  }

  /** From {@link #line}; empty when it is none. */
  public static Optional<CertificateName> parse(String line) {
    int space = line.indexOf(' ');
    return Arrays.stream(Kind.values())
        .filter(kind -> space > 0 && kind.member().equals(line.substring(0, space)))
        .map(kind -> new CertificateName(kind, line.substring(space + 1)))
        .findFirst();
  }
}
