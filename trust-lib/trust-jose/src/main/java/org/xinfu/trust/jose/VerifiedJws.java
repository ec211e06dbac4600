package org.xinfu.trust.jose;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;

/** A JWS whose every signature held; only a verifier makes one, so that holding it is the proof. */
public final class VerifiedJws {
  private final JoseHeader header;
  private final Bytes payload;
  private final Optional<Certificate> signer;

  VerifiedJws(JoseHeader header, Bytes payload, Optional<Certificate> signer) {
    this.header = header;
    this.payload = payload;
    this.signer = signer;
  }

  /** What was signed. */
  public Bytes payload() {
    return payload;
  }

  /** The protected {@code typ} in lower case without {@code application/}; empty when absent. */
  public String type() {
    return header.type();
  }

  /** Whose certificate signed; empty when the caller named the key. */
  public Optional<Certificate> signer() {
    return signer;
  }

  /** The payload as a JWT's claims; empty when it is no JSON object. */
  public Optional<Map<String, @Nullable Object>> claims() {
    try {
      return Optional.of(Base64Url.object(payload));
    } catch (MalformedJose e) {
      return Optional.empty();
    }
  }
}
