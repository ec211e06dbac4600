package org.xinfu.trust.jose;

import java.time.Duration;

/**
 * What a verifier asks the holder of an SD-JWT to prove, RFC 9901 §4.3.
 *
 * @param nonce the verifier's fresh value
 * @param audience the verifier's name
 * @param maxAge how old the holder's signature may be
 */
public record KeyBinding(String nonce, String audience, Duration maxAge) {}
