package org.xinfu.trust.time;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;

/**
 * A moment at which something existed, as a trusted authority said.
 *
 * @param at genTime
 * @param accuracy how far the true time may lie from it; zero when the token does not say
 * @param authority the time-stamping authority's certificate
 * @param serial of the token
 * @param policy object identifier of the authority's policy
 * @param ordered whether tokens of this authority can be ordered by genTime alone
 * @param evidence what the token brings for validation, and what of it archive time-stamps on the
 *     token prove to have existed
 */
public record ProvenTime(
    Instant at,
    Duration accuracy,
    Certificate authority,
    BigInteger serial,
    String policy,
    boolean ordered,
    Evidence evidence) {
  /** The upper limit of when the token was made, RFC 3161 §2.4.2. */
  public Instant latest() {
    return at.plus(accuracy);
  }

  /** That what was stamped existed. */
  public Existence existence() {
    return new Existence(at, latest());
  }

  /** Whether this surely is earlier than {@code other} (RFC 3161 §2.4.2, accuracy and ordering). */
  public boolean before(ProvenTime other) {
    boolean same = ordered && other.ordered && authority.equals(other.authority);
    return same ? at.isBefore(other.at) : latest().isBefore(other.at.minus(other.accuracy));
  }
}
