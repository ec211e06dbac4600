package org.xinfu.idp.authorize;

import java.util.Optional;
import java.util.function.Predicate;
import org.xinfu.idp.authorize.Interaction.Step;
import org.xinfu.idp.domain.Aal;
import org.xinfu.idp.domain.Ial;

/**
 * What is due for a level that is asked for and not met yet; pure. Nearest first: show another
 * factor that the person has, else add one, else be verified.
 *
 * @param reach the highest levels that anybody can reach here
 * @param silent whether nobody may be asked (prompt=none)
 * @param declined whether the person would rather not
 */
record Stronger(AcrNames.Reach reach, boolean silent, boolean declined) {
  /**
   * Only a level that has to be is an error when it is not met (OpenID Connect Core Error Code
   * unmet_authentication_requirements 1.0; RFC 9470 §5).
   */
  Step due(AcrWish wish, Interaction.Login login) {
    if (wish.none() || wish.met(login.known(), login.shown().level()).isPresent()) {
      return new Step.Grant();
    }
    Step way = way(wish, login);
    if (way instanceof Step.Refuse || declined) {
      return wish.essential() ? unmet() : new Step.Grant();
    }
    if (silent) {
      return wish.essential()
          ? new Step.Refuse(Step.Refuse.SILENT, "a stronger login is asked for")
          : new Step.Grant();
    }
    return way;
  }

  /** In the client's order of preference within each way. */
  private Step way(AcrWish wish, Interaction.Login login) {
    Aal within = login.within().get();
    Ial known = login.known();
    return first(wish, level -> level.metBy(known, within))
        .<Step>map(level -> new Step.StepUp(asked(level)))
        .or(
            () ->
                first(wish, level -> level.metBy(known, reach.aal()))
                    .map(level -> new Step.Enrol(asked(level))))
        .or(
            () ->
                first(wish, level -> level.metBy(reach.ial(), reach.aal()))
                    .map(level -> new Step.Verify()))
        .orElseGet(Stronger::unmet);
  }

  private static Optional<AcrNames.Level> first(AcrWish wish, Predicate<AcrNames.Level> which) {
    return wish.levels().stream().filter(which).findFirst();
  }

  private static Aal asked(AcrNames.Level level) {
    Aal aal = level.aal();
    return aal == null ? Aal.AAL1 : aal;
  }

  private static Step.Refuse unmet() {
    return new Step.Refuse(Step.Refuse.UNMET, "no level asked for is met");
  }
}
