package org.xinfu.trust.jose;

import java.util.Optional;
import org.xinfu.trust.Bytes;

/**
 * The payload as it was signed: base64url, or as it is (RFC 7797).
 *
 * @param octets what is protected
 * @param message what the signature is over
 */
record JwsPayload(Bytes octets, Bytes message) {
  /** The payload that stands in the JWS. */
  static JwsPayload attached(JoseHeader header, String written) throws MalformedJose {
    Bytes octets = header.payloadEncoded() ? Base64Url.decode(written) : Bytes.utf8(written);
    return new JwsPayload(octets, message(header, Bytes.utf8(written)));
  }

  /** The payload that stands elsewhere, RFC 7515 Appendix F. */
  static JwsPayload detached(JoseHeader header, Bytes content) throws MalformedJose {
    Bytes written = header.payloadEncoded() ? Bytes.utf8(Base64Url.encode(content)) : content;
    return new JwsPayload(content, message(header, written));
  }

  /** The payload where it is: in the JWS, handed in, or nothing at all. */
  static JwsPayload find(JoseHeader header, Optional<String> written, Optional<Bytes> content)
      throws MalformedJose {
    return written.isPresent()
        ? attached(header, written.get())
        : detached(header, content.orElse(Bytes.empty()));
  }

  private static Bytes message(JoseHeader header, Bytes written) {
    return Bytes.utf8(header.signedText() + ".").concat(written);
  }
}
