package org.xinfu.idp.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.ServiceName;

/** The port to what the audit book says about one person, for their own eyes. */
public interface IdentityUses {
  /**
   * Rows about the account, newest first.
   *
   * @param before only rows older than this one; null: from the newest on
   */
  List<Use> of(String accountId, @Nullable Long before, int most);

  /** Minors whose guardian the account's holder is, as the evidence says. */
  List<Ward> wards(String guardian, Instant now);

  /** A minor's account. */
  record Ward(String accountId, String name) {}

  /**
   * One row.
   *
   * @param number of the row in the book
   * @param service name of the service that it came through; empty for this server's own pages
   * @param claims what the service was told; none for other acts
   * @param level {@code acr} of the login that it rested on; empty for other acts
   */
  record Use(
      long number,
      Instant at,
      ServiceName service,
      String act,
      String outcome,
      List<String> claims,
      String level) {
    public Use {
      claims = List.copyOf(claims);
    }
  }
}
