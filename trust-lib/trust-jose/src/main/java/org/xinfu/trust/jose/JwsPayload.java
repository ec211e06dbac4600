package org.xinfu.trust.jose;

import org.xinfu.trust.Bytes;

/**
 * The payload as it was signed: base64url, or as it is (RFC 7797).
 *
 * @param octets what is protected
 * @param written what stands in signed text behind the header
 */
record JwsPayload(Bytes octets, Bytes written) {
  /** The payload that stands in the JWS. */
  static JwsPayload attached(JoseHeader header, String written) throws MalformedJose {
    Bytes octets = header.payloadEncoded() ? Base64Url.decode(written) : Bytes.utf8(written);
    return new JwsPayload(octets, Bytes.utf8(written));
  }

  /** The payload that stands elsewhere, RFC 7515 Appendix F. */
  static JwsPayload detached(JoseHeader header, Bytes content) throws MalformedJose {
    return new JwsPayload(
        content, header.payloadEncoded() ? Bytes.utf8(Base64Url.encode(content)) : content);
  }

  /** What a signature with this header is over, RFC 7515 §5.1. */
  Bytes message(JoseHeader header) {
    return Bytes.utf8(header.signedText() + ".").concat(written);
  }
}
