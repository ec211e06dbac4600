package org.xinfu.seal.verification;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.stereotype.Service;
import org.xinfu.seal.ca.TrustFiles;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;

/** Judges a stranger's file with the anchors of this service, and adds what the register knows. */
@Service
public class VerifyFile {
  private final TrustFiles trust;
  private final RegisterStatus register;
  private final Clock clock;

  VerifyFile(TrustFiles trust, RegisterStatus register, Clock clock) {
    this.trust = trust;
    this.register = register;
    this.clock = clock;
  }

  /** The judgement; a malformed file is one too. */
  public DocumentReport verify(Bytes file) {
    TrustPolicy policy =
        TrustPolicy.interop(
                trust.signers(), trust.makers(), clock.instant().truncatedTo(ChronoUnit.SECONDS))
            .withCrls(trust.crls());
    return register.added(Trust.verify(DocumentSource.of(file), policy));
  }
}
