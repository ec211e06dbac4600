package org.xinfu.idp.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.AccountKind;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.Fact;
import org.xinfu.idp.domain.Ial;
import org.xinfu.idp.domain.NetIdentities;
import org.xinfu.idp.domain.NetIdentity;
import org.xinfu.idp.domain.Proof;

/**
 * Has the network identity service vouch for an account's holder, without a name or a document
 * number: the evidence is the service's word, and the number's keyed hash finds the account again.
 * Accounts are never joined by a number: it says nothing that another account's document could be
 * compared with.
 */
public final class ProveByNet {
  private final NetIdentity service;
  private final NetIdentities numbers;
  private final Worth worth;
  private final ProvePerson.Part part;

  /** What each kind of the service's word is worth, and for how long. */
  public record Worth(Map<NetIdentity.Kind, Ial> levels, Duration life) {
    public Worth {
      levels = Map.copyOf(levels);
    }
  }

  public ProveByNet(
      NetIdentity service, NetIdentities numbers, Worth worth, ProvePerson.Part part) {
    this.service = service;
    this.numbers = numbers;
    this.worth = worth;
    this.part = part;
  }

  /** Redeems the voucher for the account's holder. */
  ProvePerson.Outcome prove(Account account, String voucher) {
    Instant now = part.clock().instant();
    Budgets.Line line = new Budgets.Line("net proof by " + account.id(), 10, Duration.ofDays(1));
    if (account.kind() != AccountKind.PERSON || !voucher.matches("[A-Za-z0-9_-]{8,128}")) {
      return told(account, ProvePerson.Outcome.NOT_MATCHED);
    }
    if (!part.budgets().take(List.of(line), now)) {
      return told(account, ProvePerson.Outcome.LIMITED);
    }
    NetIdentity.Answer answer;
    try {
      answer = service.redeem(voucher);
    } catch (NetIdentity.Unavailable noAnswer) {
      return told(account, ProvePerson.Outcome.UNAVAILABLE);
    }
    Ial level = worth.levels().getOrDefault(answer.kind(), Ial.IAL1);
    if (!answer.known() || answer.number().isEmpty() || level == Ial.IAL1) {
      return told(account, ProvePerson.Outcome.NOT_MATCHED);
    }
    Proof proof =
        part.signer()
            .sign(
                new Proof(
                    UUID.randomUUID().toString(),
                    account.id(),
                    level,
                    answer.source(),
                    answer.reference(),
                    "net-identity " + answer.kind(),
                    Set.of(Fact.NET_IDENTITY),
                    answer.at(),
                    answer.at().plus(worth.life()),
                    ""));
    boolean kept =
        part.audit()
            .with(
                account.id(), "person-proven", "done", () -> numbers.keep(proof, answer.number()));
    return kept ? ProvePerson.Outcome.DONE : told(account, ProvePerson.Outcome.NUMBER_TAKEN);
  }

  private ProvePerson.Outcome told(Account account, ProvePerson.Outcome outcome) {
    String name = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    part.audit().record(null, account.id(), "person-proven", name);
    return outcome;
  }
}
