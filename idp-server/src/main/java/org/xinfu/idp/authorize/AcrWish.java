package org.xinfu.idp.authorize;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Ial;

/**
 * The levels that a client would like, in order of preference.
 *
 * @param levels those that we know
 * @param essential whether it is an error when none is met (OpenID Connect Core §5.5.1.1)
 */
record AcrWish(List<AcrNames.Level> levels, boolean essential) {
  static final AcrWish NONE = new AcrWish(List.of(), false);

  /** From {@code claims}, else {@code acr_values}, else what the client registered. */
  static AcrWish of(
      ClaimsRequest claims, @Nullable String acrValues, RequestPolicy policy, AcrNames names) {
    List<String> wanted = claims.values("acr");
    boolean essential = claims.essential("acr") && !wanted.isEmpty();
    if (wanted.isEmpty()) {
      wanted = acrValues == null ? policy.defaultAcr() : Arrays.asList(acrValues.split(" "));
    }
    return new AcrWish(
        wanted.stream().map(names::level).flatMap(Optional::stream).toList(), essential);
  }

  /** What the client's policy insists on, whatever its requests say. */
  static AcrWish least(RequestPolicy policy, AcrNames names) {
    String least = policy.leastAcr();
    return least == null ? NONE : new AcrWish(names.level(least).stream().toList(), true);
  }

  /** Whether nothing is asked for. */
  boolean none() {
    return levels.isEmpty() && !essential;
  }

  /** The first wish that is met. */
  Optional<String> met(Ial known, Aal shown) {
    return levels.stream()
        .filter(level -> level.metBy(known, shown))
        .map(AcrNames.Level::name)
        .findFirst();
  }
}
