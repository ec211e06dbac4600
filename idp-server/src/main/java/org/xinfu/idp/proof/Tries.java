package org.xinfu.idp.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Contact;
import org.xinfu.idp.domain.Fact;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.idp.domain.Origin;

/**
 * How often facts about a person may be guessed in a day. Who asks is counted before the authority
 * is asked; what they ask about, before anything of its answer is told, so that the answers told
 * are few however many accounts ask. Guesses about a document are counted apart from what only its
 * holder can show, so that no stranger uses up the holder's tries.
 */
final class Tries {
  /** Nobody guesses these: a telephone that was shown to be held, a receipt of one's own face. */
  private static final Set<Fact> THE_HOLDERS = Set.of(Fact.PHONE, Fact.FACE);

  private static final int EACH = 10;

  /** What a whole network may recover: many people stand behind one address. */
  private static final int NETWORK = 100;

  private static final Duration DAY = Duration.ofDays(1);

  private final Budgets budgets;

  Tries(Budgets budgets) {
    this.budgets = budgets;
  }

  /** Whether the account may ask. */
  boolean by(String account, Instant now) {
    return budgets.take(List.of(new Budgets.Line("proof by " + account, EACH, DAY)), now);
  }

  /** Whether a visitor may ask, who has shown that they hold the contact. */
  boolean by(Contact contact, Origin from, Instant now) {
    return budgets.take(
        List.of(
            new Budgets.Line("proof by " + contact.value(), EACH, DAY),
            new Budgets.Line("proof from " + from.prefix(), NETWORK, DAY)),
        now);
  }

  /**
   * Whether anything may be told of what the authority matched.
   *
   * @param own whether the document is known to be that of who asks: guesses of others cost them
   *     nothing, and their own tell them nothing
   */
  boolean about(IdDocument document, Set<Fact> matched, boolean own, Instant now) {
    String guessed = own ? "by its account of " : "by anybody of ";
    String who = Collections.disjoint(matched, THE_HOLDERS) ? guessed : "by its holder of ";
    return budgets.take(
        List.of(new Budgets.Line("proof " + who + document.number(), EACH, DAY)), now);
  }
}
