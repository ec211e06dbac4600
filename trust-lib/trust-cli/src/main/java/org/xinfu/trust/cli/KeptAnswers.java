package org.xinfu.trust.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.RevocationSource;

/** Keeps what another source answers, so that a document can carry what it was judged by. */
final class KeptAnswers implements RevocationSource {
  private final RevocationSource asked;
  private final Set<Certificate> certificates = new LinkedHashSet<>();
  private final Set<Bytes> crls = new LinkedHashSet<>();
  private final Set<Bytes> ocsps = new LinkedHashSet<>();

  KeptAnswers(RevocationSource asked) {
    this.asked = asked;
  }

  @Override
  public Found about(Certificate certificate, Certificate issuer) {
    return kept(asked.about(certificate, issuer));
  }

  @Override
  public Found issuers(Certificate certificate) {
    return kept(asked.issuers(certificate));
  }

  private synchronized Found kept(Found found) {
    certificates.addAll(found.evidence().certificates());
    crls.addAll(found.evidence().crls());
    ocsps.addAll(found.evidence().ocsps());
    return found;
  }

  /** All of it, each once, in the order in which it came. */
  synchronized Evidence evidence() {
    return new Evidence(List.copyOf(certificates), new ArrayList<>(crls), new ArrayList<>(ocsps));
  }
}
