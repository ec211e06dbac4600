package org.xinfu.trust.chain;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.VerificationKey;

/**
 * Which certificate signed which: each pair is computed once for search and checks, and not more of
 * them than a genuine set of certificates needs. Lists and answers are counted here too.
 */
final class Links {
  /** What the signature says about a pair. */
  enum State {
    HOLDS,
    /** Another key signed it, or a key of another kind. */
    WRONG,
    /** An algorithm or key that we do not compute, or SM2 without a user id; says nothing. */
    UNJUDGED
  }

  private static final int MAX_VERIFICATIONS = 128;

  /** A comparison of names costs one, a verification as much as a hundred of them. */
  static final int VERIFICATION = 100;

  private static final int MAX_EVIDENCE = 128 * VERIFICATION;

  record Pair(Certificate issuer, Certificate subject) {}

  private final Map<Pair, State> known = new HashMap<>();
  private final Workload document;
  private int verifications;
  private int evidence;

  /** For one certificate alone. */
  Links() {
    this(Workload.unshared());
  }

  /** For one of the validations that a document asks for. */
  Links(Workload document) {
    this.document = document;
  }

  /** Whether so much more may be done about what a document brings; it is counted. */
  boolean maySpend(int cost) {
    evidence = Math.min(evidence + cost, MAX_EVIDENCE + 1);
    return document.maySpend(cost) && !evidenceExhausted();
  }

  /** Lists and answers of the document, once parsed. */
  ParsedLists parsed() {
    return document.parsed();
  }

  /** Whether a list or answer may be read once more. */
  boolean mayRead(Bytes octets) {
    return document.mayRead(octets);
  }

  /** Whether so many more names may be compared; one costs one. */
  boolean mayCompare(int count) {
    evidence = Math.min(evidence + count, MAX_EVIDENCE + 1);
    return document.mayCompare(count) && !evidenceExhausted();
  }

  /** What {@link Workload#madeBy} says, within the budgets of both. */
  Optional<VerificationKey> madeBy(
      Bytes evidence,
      Certificate signer,
      BooleanSupplier allowed,
      Supplier<Optional<VerificationKey>> key) {
    return document.madeBy(evidence, signer, allowed, key);
  }

  /** Whether more was asked for than any genuine document needs. */
  boolean evidenceExhausted() {
    return evidence > MAX_EVIDENCE || document.evidenceExhausted();
  }

  /** Whether so many pairs were asked for that the rest is left unjudged. */
  boolean exhausted() {
    return verifications >= MAX_VERIFICATIONS || document.exhausted();
  }

  State state(Certificate issuer, Certificate subject) {
    Pair pair = new Pair(issuer, subject);
    State state = known.get(pair);
    if (state == null) {
      if (verifications >= MAX_VERIFICATIONS) {
        return State.UNJUDGED;
      }
      // Nothing is computed then, so that a key is not parsed to see what it would cost.
      verifications += document.exhausted() ? 1 : issuer.effort();
      state = document.state(pair);
      known.put(pair, state);
    }
    return state;
  }

  static State compute(Pair pair) {
    Optional<SignedSlices> slices = SignedSlices.ofCertificate(pair.subject().der());
    if (slices.isEmpty() || slices.get().scheme().isEmpty() || pair.issuer().keyKind().isEmpty()) {
      return State.UNJUDGED;
    }
    // A key that we understand, but of another kind, cannot have made the value either.
    if (slices.get().signedBy(pair.issuer())) {
      return State.HOLDS;
    }
    return slices.get().namelesslySignedBy(pair.issuer()) ? State.UNJUDGED : State.WRONG;
  }
}
