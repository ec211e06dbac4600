package org.xinfu.trust.chain;

import java.time.Instant;
import java.util.Optional;

/**
 * Since when and until when a key is trusted, whatever its certificates say: how a trust list tells
 * that a maker, a sub CA or a time-stamping authority was lost.
 *
 * @param keySha256 SHA-256 of the SubjectPublicKeyInfo, lower-case hex
 * @param from signatures that are older do not count; empty for no beginning
 * @param until what was proven to exist before stays, the rest does not count; empty for no end
 * @param compromised whether the key may be in other hands, so that no claimed time is believed
 */
public record TrustTerm(
    String keySha256, Optional<Instant> from, Optional<Instant> until, boolean compromised) {}
