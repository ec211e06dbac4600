package org.xinfu.idp.upstream;

import java.util.Optional;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.mandate.Acting;
import org.xinfu.idp.domain.mandate.ActingIdentities;
import org.xinfu.idp.mandate.RegisterEntity;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/**
 * Under which mandate somebody acts here whom the platform has logged in for a legal person. Its
 * word alone lets nobody act: a mandate has to stand here, or the registry names the person as the
 * representative now, so that what takes mandates away takes this one away as well.
 */
public record Represented(ActingIdentities identities, RegisterEntity register) {
  Optional<Acting> by(Account person, UnifiedSocialCreditCode code) {
    Optional<Acting> standing = standing(person, code);
    if (standing.isPresent()) {
      return standing;
    }
    register.register(person, code.value());
    return standing(person, code);
  }

  /** The widest mandate; another can be chosen afterwards. */
  private Optional<Acting> standing(Account person, UnifiedSocialCreditCode code) {
    return identities
        .widest(person.id(), code)
        .map(chain -> new Acting(person.id(), chain.entity().id(), chain.mandate().id()));
  }
}
