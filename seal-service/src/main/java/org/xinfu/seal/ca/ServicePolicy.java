package org.xinfu.seal.ca;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.PemFile;

/**
 * The policy under which this service judges: its own anchors, those of the time-stamping authority
 * that it asks, and their CRLs. What it renewed it judges by the same.
 */
@Component
public class ServicePolicy {
  private final TrustFiles trust;
  private final TimestampTrust outside;
  private final Clock clock;

  ServicePolicy(TrustFiles trust, TimestampTrust outside, Clock clock) {
    this.trust = trust;
    this.outside = outside;
    this.clock = clock;
  }

  /** Interop, offline, at this second. */
  public TrustPolicy now() {
    PemFile stamping = outside.read();
    List<Certificate> timestampers = new ArrayList<>(trust.timestampers());
    timestampers.addAll(stamping.certificates());
    List<Bytes> crls = new ArrayList<>(trust.crls());
    crls.addAll(stamping.crls());
    return TrustPolicy.interop(
            trust.signers(), trust.makers(), clock.instant().truncatedTo(ChronoUnit.SECONDS))
        .withTimestampers(timestampers)
        .withCrls(crls);
  }
}
