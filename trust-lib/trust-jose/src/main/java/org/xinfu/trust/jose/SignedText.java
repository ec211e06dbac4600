package org.xinfu.trust.jose;

import java.util.function.BooleanSupplier;
import org.xinfu.trust.Bytes;

/**
 * A JWS signature that was verified, as it is written.
 *
 * @param payload as it stands in what was signed
 * @param octets the signature value
 * @param again whether the payload may be hashed once more
 */
record SignedText(Bytes payload, Bytes octets, BooleanSupplier again) {
  /** The value as it stands in the JWS: base64url has one spelling here. */
  String value() {
    return Base64Url.encode(octets);
  }
}
