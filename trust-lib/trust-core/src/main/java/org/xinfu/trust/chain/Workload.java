package org.xinfu.trust.chain;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.VerificationKey;

/**
 * What one document may cost in signatures of certificates, lists and answers, however many
 * signatures of its own it has: each validation has its budget ({@link Links}), and two hundred of
 * them over one maze of certificates would still take a minute. Says nothing of what is trusted.
 */
public final class Workload {
  private static final int MAX_LINKS = 1000;
  private static final int MAX_EVIDENCE = 600 * Links.VERIFICATION;

  /**
   * Each of S signatures compares the names of S answers several times over: two hundred signatures
   * with answers of their own make 4 S² of them, which cost no more than a few verifications.
   */
  private static final int MAX_COMPARISONS = 300_000;

  /**
   * Stores of earlier revisions: what is there again is looked at, what is there no more is read by
   * every validation. Two thousand pieces of the second, as one store may hold, or a hundred
   * thousand of the first: a hundred signers, whose store grew by five with each, take a quarter.
   */
  private static final int MAX_BROUGHT = 100_000;

  /** What a piece counts for that only an earlier store holds. */
  private static final int ADDED = 50;

  /** Octets that count for as much as a piece that is looked at. */
  private static final int LOOKED = 8192;

  /** A time-stamp may bear one, which was renewed; each level takes room on the stack. */
  private static final int MOST_NESTED = 8;

  private static final Workload UNSHARED = new Workload(false);

  /** Lists are long, and hashed anew for each key that may have made them (SM2 hashes its own). */
  private static final long LEAST_READ = 64L << 20;

  private static final int READINGS = 8;

  private final Map<Links.Pair, Links.State> links = new HashMap<>();
  private final Map<Made, Optional<VerificationKey>> made = new HashMap<>();
  private final Set<Bytes> listed = new HashSet<>();
  private final Namesakes namesakes = new Namesakes();
  private final ParsedLists parsed = new ParsedLists();
  private final boolean shared;
  private int verifications;
  private int evidence;
  private int comparisons;
  private long brought;
  private long there;
  private long read;
  private int nested;

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

  /**
   * What is found inside of what is being judged; empty, without a look, where that is too deep.
   */
  public <T> Optional<T> within(Supplier<T> judge) {
    if (shared && nested >= MOST_NESTED) {
      return Optional.empty();
    }
    nested += shared ? 1 : 0;
    try {
      return Optional.of(judge.get());
    } finally {
      nested -= shared ? 1 : 0;
    }
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
      verifications += pair.issuer().effort();
      known = Links.compute(pair);
      links.put(pair, known);
    }
    return known;
  }

  /** A list or answer, and whose key may have made it. */
  private record Made(Bytes evidence, Certificate signer) {}

  /**
   * Which key made a list or answer, computed once for all signatures of the document; empty also
   * where that may not be spent, which says nothing to whoever asks next.
   *
   * @param evidence the octets as received
   * @param allowed whether a verification may be spent on it; asked only where one is needed
   */
  Optional<VerificationKey> madeBy(
      Bytes evidence,
      Certificate signer,
      BooleanSupplier allowed,
      Supplier<Optional<VerificationKey>> key) {
    Made asked = new Made(evidence, signer);
    Optional<VerificationKey> known = made.get(asked);
    if (known != null) {
      return known;
    }
    if (!allowed.getAsBoolean()) {
      return Optional.empty();
    }
    Optional<VerificationKey> found = key.get();
    if (shared) {
      made.put(asked, found);
    }
    return found;
  }

  /** Where signers are looked for whose certificate is named by issuer and serial alone. */
  public Namesakes namesakes() {
    return shared ? namesakes : new Namesakes();
  }

  /** What was parsed for the document. */
  ParsedLists parsed() {
    return shared ? parsed : new ParsedLists();
  }

  /** Whether no further pair is computed. */
  boolean exhausted() {
    return verifications >= MAX_LINKS;
  }

  /** Whether so much more may be done about what the document brings. */
  boolean maySpend(int cost) {
    evidence += shared ? Math.min(cost, MAX_EVIDENCE + 1 - evidence) : 0;
    return !evidenceExhausted();
  }

  /**
   * Whether a list or answer may be read once more: of all that were read, as many octets as eight
   * readings of each make, or 64 MiB where that is more. One may be read more often than others.
   */
  boolean mayRead(Bytes octets) {
    if (shared) {
      there += listed.add(octets) ? octets.length() : 0;
      read += octets.length();
      if (read > Math.max(LEAST_READ, READINGS * there)) {
        evidence = MAX_EVIDENCE + 1;
      }
    }
    return !evidenceExhausted();
  }

  /**
   * Whether a document may bring these stores of evidence besides the one it ends with. Beyond it
   * nobody knows what they say, so that whatever asks about revocation finds the budget spent.
   *
   * @param store all that an earlier revision holds
   * @param added what of it no other store holds
   */
  public boolean mayBring(Evidence store, Evidence added) {
    if (shared) {
      brought += store.pieces() + store.octets() / LOOKED + (long) ADDED * added.pieces();
      if (brought > MAX_BROUGHT) {
        evidence = MAX_EVIDENCE + 1;
      }
    }
    return !evidenceExhausted();
  }

  /** Whether so many more names may be compared. */
  boolean mayCompare(int count) {
    comparisons += shared ? Math.min(count, MAX_COMPARISONS + 1 - comparisons) : 0;
    return !evidenceExhausted();
  }

  /** Whether more was asked for about lists and answers than any genuine document needs. */
  public boolean evidenceExhausted() {
    return evidence > MAX_EVIDENCE || comparisons > MAX_COMPARISONS;
  }
}
