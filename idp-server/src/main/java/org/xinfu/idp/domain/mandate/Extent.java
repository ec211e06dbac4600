package org.xinfu.idp.domain.mandate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far a mandate goes. Times are whole seconds, as its signed record has them.
 *
 * @param matters codes of service items (事项); {@value #ANY} alone is every matter
 * @param until it ends before this moment; every mandate ends
 * @param depth how many times it may be passed on; 0 when it may not be delegated
 */
public record Extent(Set<String> matters, Region region, Instant from, Instant until, int depth) {
  /** Every matter. */
  public static final String ANY = "*";

  /** A longer chain of delegation is nobody's will any more. */
  public static final int DEEPEST = 3;

  private static final String MATTER = "[A-Za-z0-9][A-Za-z0-9:._-]{0,63}";

  public Extent {
    matters = Set.copyOf(matters);
    from = from.truncatedTo(ChronoUnit.SECONDS);
    until = until.truncatedTo(ChronoUnit.SECONDS);
    boolean readable = matters.equals(Set.of(ANY)) || matters.stream().allMatch(Extent::matter);
    if (matters.isEmpty() || matters.size() > 100 || !readable) {
      throw new IllegalArgumentException("matters are codes, or " + ANY + " alone");
    }
    if (!from.isBefore(until) || depth < 0 || depth > DEEPEST) {
      throw new IllegalArgumentException("a mandate begins before it ends, depth 0 to " + DEEPEST);
    }
  }

  /** Whether the text can be the code of a matter. */
  public static boolean matter(String text) {
    return text.matches(MATTER);
  }

  boolean everyMatterOf(Extent other) {
    return matters.contains(ANY) || matters.containsAll(other.matters);
  }

  boolean timeOf(Extent other) {
    return !other.from.isBefore(from) && !other.until.isAfter(until);
  }

  /** Sorted, for storage and for people. */
  public String line() {
    return String.join(" ", new TreeSet<>(matters));
  }
}
