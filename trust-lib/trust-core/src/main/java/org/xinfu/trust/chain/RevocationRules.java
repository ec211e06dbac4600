package org.xinfu.trust.chain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;

/** Revocation against the best signature time (RFC 5280 §6.3, GM/T 0031 §6.2.3 d). */
final class RevocationRules {
  private static final String ID = "certificate-revocation";
  private static final String CLAUSE = "RFC 5280 6.3";
  private static final String EXISTENCE = "ETSI EN 319 102-1 5.6.2.2";

  private final ChainQuery query;
  private final RevocationPool pool;
  private final Report.Builder checks;
  private final Statements statements;
  private final Custody custody;
  private boolean told;

  RevocationRules(ChainQuery query, RevocationPool pool, Report.Builder checks) {
    this.query = query;
    this.pool = pool;
    this.checks = checks;
    this.statements = new Statements(pool);
    this.custody = new Custody(pool, statements);
  }

  /** A certificate whose issuer is an anchor. */
  void check(Certificate certificate, Certificate issuer) {
    check(certificate, List.of(issuer));
  }

  /**
   * A certificate of a path.
   *
   * @param issuers its issuer first, the anchor last
   */
  void check(Certificate certificate, List<Certificate> issuers) {
    if (query.policy().revocation() == TrustPolicy.Revocation.NONE) {
      checks.notDone(ID, CLAUSE, certificate + ": the policy does not ask");
      return;
    }
    List<RevocationStatement> all = about(certificate, issuers.get(0));
    List<RevocationStatement> believed =
        all.stream().filter(s -> custody.believes(s, issuers)).toList();
    // Whoever may have made it: that it names the certificate is never passed over.
    Optional<RevokedEntry> entry =
        counting(Statements.revocations(all, believed))
            .filter(e -> !released(Statements.revocations(all), believed));
    Optional<RevokedEntry> doubt =
        counting(Statements.doubts(all, believed))
            .filter(e -> !released(Statements.doubts(all), believed));
    if (!named(certificate, entry, doubt, believed) && !pool.exhausted()) {
      notNamed(certificate, all, believed);
    }
  }

  /** Of several causes told at several times the one that refutes, else the earliest. */
  private Optional<RevokedEntry> counting(List<RevokedEntry> entries) {
    return entries.stream()
        .filter(this::refutes)
        .findFirst()
        .or(() -> entries.stream().findFirst());
  }

  /** Tells of what names the certificate, the worst alone. Returns whether it does. */
  private boolean named(
      Certificate certificate,
      Optional<RevokedEntry> entry,
      Optional<RevokedEntry> doubt,
      List<RevocationStatement> believed) {
    if (entry.filter(this::refutes).isEmpty()
        && doubt.filter(e -> doubted(certificate, e)).isPresent()) {
      return true;
    }
    entry.ifPresent(e -> revoked(certificate, e, believed));
    return entry.isPresent();
  }

  /**
   * Whether a hold was ended by its maker, where strict for want of evidence believes nobody: too
   * little to say that the certificate is good, and too little to say that it is on hold.
   */
  private boolean released(List<RevokedEntry> byMakers, List<RevocationStatement> believed) {
    return query.policy().strict() && believed.isEmpty() && byMakers.isEmpty();
  }

  /**
   * An anchor is not asked about, but one that another anchor issued and revoked is still revoked:
   * who trusts both did not mean the opposite.
   */
  void checkAnchor(Certificate anchor) {
    if (query.policy().revocation() == TrustPolicy.Revocation.NONE || anchor.selfIssued()) {
      return;
    }
    for (Certificate issuer : query.anchors()) {
      if (pool.mayBeIssued(anchor, issuer)) {
        List<RevocationStatement> all = about(anchor, issuer);
        Optional<RevokedEntry> entry = counting(Statements.revocations(all));
        named(anchor, entry, counting(Statements.doubts(all)), all);
      }
    }
  }

  /**
   * RFC 5280 §5.2: a list with a critical extension that is not known says nothing of the
   * certificate's status. That its own authority names it there is no reason to go on as if nobody
   * had; what would refute leaves it open, what would be told is told. So with the answer or list
   * of a responder or CRL issuer that is revoked (§6.3.3 f). Returns whether that is told.
   */
  private boolean doubted(Certificate certificate, RevokedEntry entry) {
    if (before(entry)) {
      return false;
    }
    String detail =
        certificate
            + " named by what has a critical extension that is not known, or by a responder or CRL"
            + " issuer that is revoked or distrusted itself";
    if (refutes(entry) || !query.claimCounts()) {
      checks.unknown(ID, "RFC 5280 5.2", Reason.REVOCATION_UNKNOWN, detail);
    } else {
      TimeRules.onlyClaimed(query, checks, ID, detail);
    }
    return true;
  }

  /** Whether the signature is proven to be older. */
  private boolean before(RevokedEntry entry) {
    return query.provenBy().filter(by -> by.isBefore(entry.since())).isPresent();
  }

  /** Whether it was made too late, or by whoever has the key as far as anybody can tell. */
  private boolean refutes(RevokedEntry entry) {
    boolean claimBeaten = !before(entry) && entry.cause().keyInOtherHands();
    boolean timed = query.timeSource() != TimeSource.NONE;
    return claimBeaten || (timed && !query.at().isBefore(entry.since()));
  }

  /**
   * A CA's certificate that is not proven to be older than the loss of the key that certified it
   * may be a thief's; terms of the policy are {@link TermRules}'. That of the signer is as old as
   * the signature that names it by its hash. Where it is known that the key was in other hands,
   * both modes doubt it: nothing tells an honest authority below it from one that had signed and
   * stamped before under a certificate of its own, and that the thief certifies afterwards.
   *
   * @param issuers the CA's issuer first, the anchor last
   */
  void checkExistence(Certificate ca, List<Certificate> issuers) {
    boolean stolen = checkUnnamed(ca, issuers);
    if (!stolen
        && query.policy().revocation() != TrustPolicy.Revocation.NONE
        && !custody.until(issuers, pool.existed(ca), true)) {
      unproven("certificate-existence", ca + " may be made with a key that was lost");
    }
  }

  /**
   * A certificate that nothing signed names: what proves the signature does not prove it. Whoever
   * has the key that certified the signer's puts another one in its place years later, for the same
   * key or for one under which the same value holds; so where it is known that the key was in other
   * hands, both modes doubt it. Returns whether it is.
   *
   * @param issuers its issuer first, the anchor last
   */
  boolean checkUnnamed(Certificate own, List<Certificate> issuers) {
    boolean stolen =
        query.policy().revocation() != TrustPolicy.Revocation.NONE
            && custody.stolen(issuers, pool.existed(own));
    if (stolen) {
      checks.unknown(
          "certificate-existence",
          EXISTENCE,
          Reason.NO_PROOF_OF_EXISTENCE,
          own + " may be made with a key that was in other hands");
    }
    return stolen;
  }

  private List<RevocationStatement> about(Certificate certificate, Certificate issuer) {
    List<RevocationStatement> all = statements.about(certificate, issuer);
    if (pool.exhausted()) {
      tooMuch(certificate + ": ");
    }
    return all;
  }

  /** Once all of the path was asked about: asking itself costs, and the last question may too. */
  void checkBudget() {
    boolean asked = query.policy().revocation() != TrustPolicy.Revocation.NONE;
    if (asked && pool.exhausted() && !told) {
      tooMuch("");
    }
  }

  /** What was not verified may name the certificate. */
  private void tooMuch(String of) {
    told = true;
    checks.unknown(
        ID, CLAUSE, Reason.BUDGET_EXCEEDED, of + "too many lists, answers or certificates");
  }

  private void notNamed(
      Certificate certificate, List<RevocationStatement> all, List<RevocationStatement> believed) {
    Knowledge knowledge = Knowledge.of(believed, query);
    boolean unproven = knowledge == Knowledge.NONE && Knowledge.of(all, query) != Knowledge.NONE;
    String detail = certificate + ": no usable CRL or OCSP response";
    switch (knowledge) {
      case NOW -> checks.pass(ID, CLAUSE, certificate.toString());
      case THEN -> checks.pass(ID, "ETSI EN 319 102-1 5.2.5", certificate.toString());
      case SINCE_CLAIM ->
          checks.warn(
              ID,
              "ETSI EN 319 102-1 5.2.5",
              Reason.TIME_NOT_PROVEN,
              certificate + ": known since the claimed time, not up to now");
      case NONE -> {
        if (unproven) {
          unproven(ID, certificate + ": lists and answers may be made with a key that was lost");
        } else if (query.policy().strict()) {
          checks.unknown(ID, CLAUSE, Reason.REVOCATION_UNKNOWN, detail);
        } else {
          checks.warn(ID, CLAUSE, Reason.REVOCATION_UNKNOWN, detail);
        }
      }
    }
  }

  /** Like evidence that is missing: strict alone insists. */
  private void unproven(String id, String detail) {
    if (query.policy().strict()) {
      checks.unknown(id, EXISTENCE, Reason.NO_PROOF_OF_EXISTENCE, detail);
    } else {
      checks.warn(id, EXISTENCE, Reason.NO_PROOF_OF_EXISTENCE, detail);
    }
  }

  /** How well it is known that a certificate was not revoked. */
  private enum Knowledge {
    NOW,
    /** When the signature is proven to have existed. */
    THEN,
    /** At the claimed time, and by nothing that is in force now. */
    SINCE_CLAIM,
    NONE;

    static Knowledge of(List<RevocationStatement> statements, ChainQuery query) {
      if (Statements.known(statements, s -> s.freshAt(query.policy().at()))) {
        return NOW;
      }
      // EN 319 102-1 §5.2.5: what was made at or after the signature knows of all that came before.
      Instant signed = query.timeProven() ? query.provenBy().orElseThrow() : query.at();
      boolean since =
          query.timeSource() != TimeSource.NONE
              && Statements.known(statements, s -> !s.thisUpdate().isBefore(signed));
      // A claimed moment with a later proof of existence.
      boolean proven =
          query.existedBy().filter(by -> Statements.knownAt(statements, by)).isPresent();
      if ((since && query.timeProven()) || proven) {
        return THEN;
      }
      return since ? SINCE_CLAIM : NONE;
    }
  }

  private void revoked(
      Certificate certificate, RevokedEntry entry, List<RevocationStatement> believed) {
    Instant since = entry.since();
    String detail = certificate + " revoked since " + since + ", " + entry.cause();
    boolean before = before(entry);
    if (refutes(entry)) {
      checks.fail(ID, "GM/T 0031 6.2.3 d", Reason.CERTIFICATE_REVOKED, detail);
    } else if (before && !told(believed)) {
      unproven(ID, detail + ", but that list may be made with a key that was lost");
    } else if (before) {
      checks.pass(ID, "GM/T 0031 6.2.3 d", detail + ", after the signature");
    } else {
      TimeRules.onlyClaimed(query, checks, ID, detail);
    }
  }

  /** Whether what can be by nobody else tells of the certificate: revoked later, or not at all. */
  private boolean told(List<RevocationStatement> believed) {
    return !Statements.revocations(believed, believed).isEmpty()
        || Knowledge.of(believed, query) != Knowledge.NONE;
  }
}
