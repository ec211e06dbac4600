package org.xinfu.trust.chain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which of several certificates of one issuer's name and serial a signer used. Nothing signs them
 * where no attribute states a hash, so that anybody may add some: others' keys by the hundred, or
 * copies of the signer's own whose issuer never saw them. Neither makes a genuine signature wrong;
 * more of them than are tried leave it open, as can what else is altered ({@link DamagedCopies}).
 * One document's, for one thread.
 */
public final class Namesakes {
  private static final int MOST = 400;

  /** A search for the issuers goes through all certificates at hand. */
  private static final int MOST_SEARCHES = 16;

  private final Set<Certificate> proven = new LinkedHashSet<>();
  private int tried;
  private int unvouched;

  Namesakes() {}

  /**
   * What was found.
   *
   * @param complete whether all that could be the signer's were tried, or it need not be
   */
  public record Found(Optional<Certificate> certificate, boolean complete) {}

  /**
   * The first whose key made the value and which an anchor vouches for, else the first whose key
   * made it. Those of signers before are tried first, and no more than four hundred in a document;
   * of those that no anchor vouches for no more than sixteen.
   *
   * @param signed whether a certificate's key made the value; empty when that may not be tried
   * @param vouched whether sound signatures lead from a certificate to an anchor
   */
  public Found find(
      List<Certificate> named,
      Function<Certificate, Optional<Boolean>> signed,
      Predicate<Certificate> vouched) {
    Set<Certificate> order = new LinkedHashSet<>(proven);
    order.retainAll(named);
    order.addAll(named);
    List<Certificate> fitting = new ArrayList<>();
    for (Certificate candidate : order) {
      Optional<Boolean> made = tried++ < MOST ? signed.apply(candidate) : Optional.empty();
      if (made.isEmpty()) {
        tried = Math.min(tried, MOST);
        return new Found(Optional.empty(), false);
      }
      if (made.get() && unvouched >= MOST_SEARCHES) {
        return new Found(Optional.empty(), false);
      }
      if (made.get() && vouched.test(candidate)) {
        proven.add(candidate);
        return new Found(Optional.of(candidate), true);
      }
      if (made.get()) {
        unvouched++;
        fitting.add(candidate);
      }
    }
    return new Found(fitting.stream().findFirst(), true);
  }
}
