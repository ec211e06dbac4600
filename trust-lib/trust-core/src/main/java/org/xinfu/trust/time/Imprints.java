package org.xinfu.trust.time;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.ContentDigest;

/**
 * The digests of what several tokens are over (RFC 3161 §2.4.2, {@code messageImprint}). That of
 * each algorithm is taken once, however many tokens name it, since a token is compared before
 * anything of it is verified, so that anybody can write hundreds. For one thread.
 */
public final class Imprints implements Function<ContentDigest, Bytes> {
  private final Supplier<Bytes> octets;
  private final BooleanSupplier maySpend;
  private final Map<ContentDigest, Bytes> taken = new EnumMap<>(ContentDigest.class);
  private boolean exhausted;

  /**
   * @param octets what was stamped; asked for once for each algorithm
   * @param maySpend whether it may be hashed once more
   */
  public Imprints(Supplier<Bytes> octets, BooleanSupplier maySpend) {
    this.octets = octets;
    this.maySpend = maySpend;
  }

  /** Of octets that are paid for: there are few algorithms. */
  public static Imprints of(Bytes octets) {
    return new Imprints(() -> octets, () -> true);
  }

  /** The digest; no digest at all where it may not be taken, which {@link #exhausted} tells. */
  @Override
  public Bytes apply(ContentDigest digest) {
    Bytes known = taken.get(digest);
    if (known != null) {
      return known;
    }
    if (exhausted || !maySpend.getAsBoolean()) {
      exhausted = true;
      return Bytes.empty();
    }
    Bytes own = digest.of(octets.get());
    taken.put(digest, own);
    return own;
  }

  /** Whether a digest was asked for that was not taken: what was judged by it is not judged. */
  public boolean exhausted() {
    return exhausted;
  }
}
