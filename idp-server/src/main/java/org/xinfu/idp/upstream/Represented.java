package org.xinfu.idp.upstream;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.domain.mandate.ActingIdentities;
import org.xinfu.idp.domain.mandate.Chain;
import org.xinfu.idp.domain.mandate.EntityRole;
import org.xinfu.idp.domain.mandate.LegalEntity;
import org.xinfu.idp.domain.mandate.Mandates;
import org.xinfu.idp.mandate.RegisterEntity;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * Under which mandate somebody acts here whom the platform has logged in for a legal person. Its
 * word alone lets nobody act: a mandate has to stand here, or the registry names the person as the
 * representative now, so that what takes mandates away takes this one away as well.
 */
public record Represented(Mandates mandates, ActingIdentities identities, RegisterEntity register) {
  private static final int MOST = 100;

  /** The widest mandate comes first; another can be chosen afterwards. */
  private static final Comparator<Chain> WIDEST =
      Comparator.<Chain, EntityRole>comparing(chain -> chain.mandate().role())
          .thenComparing(
              chain -> chain.mandate().extent().until(), Comparator.<Instant>reverseOrder());

  Optional<Acting> by(Account person, UnifiedSocialCreditCode code) {
    Optional<Acting> standing = standing(person, code);
    if (standing.isPresent()) {
      return standing;
    }
    register.register(person, code.value());
    return standing(person, code);
  }

  private Optional<Acting> standing(Account person, UnifiedSocialCreditCode code) {
    return mandates
        .entity(code)
        .map(LegalEntity::id)
        .flatMap(entity -> standing(person.id(), entity))
        .map(chain -> new Acting(person.id(), chain.entity().id(), chain.mandate().id()));
  }

  private Optional<Chain> standing(String person, String entity) {
    return mandates.page(new Mandates.Search(entity, person, "", MOST)).stream()
        .flatMap(chain -> identities.choice(person, chain.mandate().id()).stream())
        .min(WIDEST);
  }
}
