package org.xinfu.trust.jose;

import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;

/**
 * What a JWS is judged with besides its own text.
 *
 * @param key a key that the caller trusts; certificates and anchors are then not asked for
 * @param content the payload of a detached JWS
 */
record JoseContext(TrustPolicy policy, Optional<SigningKey> key, Optional<Bytes> content) {
  static JoseContext of(TrustPolicy policy) {
    return new JoseContext(policy, Optional.empty(), Optional.empty());
  }

  /** The same within one document, see {@link TrustPolicy#withinDocument}. */
  JoseContext ofOneDocument() {
    return new JoseContext(policy.withinDocument(), key, content);
  }

  JoseContext withKey(SigningKey given) {
    return new JoseContext(policy, Optional.of(given), content);
  }

  JoseContext withContent(Bytes octets) {
    return new JoseContext(policy, key, Optional.of(octets));
  }
}
