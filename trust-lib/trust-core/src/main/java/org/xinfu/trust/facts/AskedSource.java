package org.xinfu.trust.facts;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.RevocationSource;

/**
 * A source of revocation evidence that is asked each question once: what it answered is kept, and
 * what is known already is not asked.
 */
final class AskedSource implements RevocationSource {
  private final Map<String, Found> answers = new ConcurrentHashMap<>();
  private final RevocationSource source;

  AskedSource(Map<String, Found> known, RevocationSource source) {
    answers.putAll(known);
    this.source = source;
  }

  @Override
  public Found about(Certificate certificate, Certificate issuer) {
    return asked(
        "about " + certificate.sha256() + " " + issuer.sha256(),
        () -> source.about(certificate, issuer));
  }

  @Override
  public Found issuers(Certificate certificate) {
    return asked("issuers " + certificate.sha256(), () -> source.issuers(certificate));
  }

  private Found asked(String question, Supplier<Found> ask) {
    return answers.computeIfAbsent(question, unknown -> ask.get());
  }

  /** Every answer so far, by its question. */
  Map<String, Found> answers() {
    return new TreeMap<>(answers);
  }
}
