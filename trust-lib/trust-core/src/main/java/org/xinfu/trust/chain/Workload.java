package org.xinfu.trust.chain;

import java.util.HashMap;
import java.util.Map;

/**
 * What one document may cost in signatures of certificates, lists and answers, however many
 * signatures of its own it has: each validation has its budget ({@link Links}), and two hundred of
 * them over one maze of certificates would still take a minute. Says nothing of what is trusted.
 */
public final class Workload {
  private static final int MAX_LINKS = 1000;
  private static final int MAX_EVIDENCE = 2000 * Links.VERIFICATION;
  private static final Workload UNSHARED = new Workload(false);

  private final Map<Links.Pair, Links.State> links = new HashMap<>();
  private final boolean shared;
  private int evidence;

  private Workload(boolean shared) {
    this.shared = shared;
  }

  /** Every validation for itself. */
  public static Workload unshared() {
    return UNSHARED;
  }

  /** The account of one document, for one thread. */
  public static Workload ofDocument() {
    return new Workload(true);
  }

  /** Whether it is the account of one document. */
  public boolean ofOneDocument() {
    return shared;
  }

  /** What the signature says about a pair; computed once, and not for more pairs than that. */
  Links.State state(Links.Pair pair) {
    if (!shared) {
      return Links.compute(pair);
    }
    Links.State known = links.get(pair);
    if (known == null) {
      if (exhausted()) {
        return Links.State.UNJUDGED;
      }
      known = Links.compute(pair);
      links.put(pair, known);
    }
    return known;
  }

  /** Whether no further pair is computed. */
  boolean exhausted() {
    return links.size() >= MAX_LINKS;
  }

  /** Whether so much more may be done about what the document brings. */
  boolean maySpend(int cost) {
    evidence += shared ? Math.min(cost, MAX_EVIDENCE + 1 - evidence) : 0;
    return !evidenceExhausted();
  }

  boolean evidenceExhausted() {
    return evidence > MAX_EVIDENCE;
  }
}
