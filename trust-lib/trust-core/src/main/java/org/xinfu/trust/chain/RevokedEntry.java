package org.xinfu.trust.chain;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a CRL.
 *
 * @param serial of the certificate
 * @param at when it was revoked
 * @param invalidSince since when the key is suspected, RFC 5280 §5.3.2
 */
public record RevokedEntry(
    BigInteger serial, Instant at, RevocationCause cause, Optional<Instant> invalidSince) {}
