package org.xinfu.trust.chain;

import java.util.List;
import org.xinfu.trust.Check;

/**
 * Port: somewhere that has newer evidence than policy and document bring. It is asked only under
 * {@code Revocation.ONLINE}, and what it gives is checked like the document's own. Safe for many
 * threads.
 */
@FunctionalInterface
public interface RevocationSource {
  /** CRLs and OCSP responses about {@code certificate}, which {@code issuer} surely issued. */
  Found about(Certificate certificate, Certificate issuer);

  /** Certificates that may have issued {@code certificate}; not believed. */
  default Found issuers(Certificate certificate) {
    return Found.nothing();
  }

  /**
   * What came, and what is told of every attempt.
   *
   * @param attempts PASS for what came, with address, digest and time; NOT_DONE for what did not,
   *     with the word why
   */
  record Found(Evidence evidence, List<Check> attempts) {
    public Found {
      attempts = List.copyOf(attempts);
    }

    static Found nothing() {
      return new Found(Evidence.none(), List.of());
    }
  }

  /** Has nothing and asks nobody. */
  static RevocationSource none() {
    return NoSource.INSTANCE;
  }

  /** The one that has nothing; two policies without a source are equal. */
  enum NoSource implements RevocationSource {
    INSTANCE;

    @Override
    public Found about(Certificate certificate, Certificate issuer) {
      return Found.nothing();
    }
  }
}
