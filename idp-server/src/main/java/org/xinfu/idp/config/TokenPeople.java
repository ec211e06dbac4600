package org.xinfu.idp.config;

import java.util.Optional;
import org.xinfu.idp.domain.Account;
import org.xinfu.idp.domain.Accounts;
import org.xinfu.idp.token.TokenClaims;

/** Read afresh for every answer, once for all its tokens. */
record TokenPeople(Accounts accounts, SubjectReads reads) implements TokenClaims.People {
  @Override
  public Optional<Account> byId(String id) {
    return reads.of(id).account();
  }

  @Override
  public Optional<String> citizenId(String accountId) {
    return accounts.citizenId(accountId);
  }
}
