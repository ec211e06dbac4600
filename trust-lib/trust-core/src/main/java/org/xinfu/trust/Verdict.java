package org.xinfu.trust;

import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The three outcomes of a validation (ETSI EN 319 102-1 §5.1.2). Verified content is reachable only
 * through {@link Valid}: holding one is the proof.
 */
public sealed interface Verdict<T> {
  /** Everything required was checked and held. */
  record Valid<T>(T content, Report report) implements Verdict<T> {}

  /** A hard fact speaks against it. */
  record Invalid<T>(Reason reason, Report report) implements Verdict<T> {}

  /** Nothing speaks against it, but evidence is missing. */
  record Indeterminate<T>(Reason reason, Report report) implements Verdict<T> {}

  /** The checks behind this outcome, in order. */
  Report report();

  /** Handles all three outcomes. */
  default <R> R fold(
      Function<? super T, ? extends R> valid,
      BiFunction<Reason, Report, ? extends R> invalid,
      BiFunction<Reason, Report, ? extends R> indeterminate) {
    if (this instanceof Valid<T> v) {
      return valid.apply(v.content());
    }
    if (this instanceof Invalid<T> i) {
      return invalid.apply(i.reason(), i.report());
    }
    Indeterminate<T> u = (Indeterminate<T>) this;
    return indeterminate.apply(u.reason(), u.report());
  }

  /** The content, or the exception that {@code failure} makes of the reason. */
  default <X extends RuntimeException> T orThrow(Function<Reason, X> failure) {
    return fold(
        content -> content,
        (reason, report) -> {
          throw failure.apply(reason);
        },
        (reason, report) -> {
          throw failure.apply(reason);
        });
  }
}
