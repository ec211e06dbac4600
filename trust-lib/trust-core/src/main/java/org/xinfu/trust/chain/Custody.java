package org.xinfu.trust.chain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the key that made a list, an answer or a certificate was its owner's alone until that is
 * proven to have existed (ETSI EN 319 102-1 §5.6.2.2 and §5.6.2.3). Whoever gets an authority's key
 * makes lists of any date, and leaves out those that tell of the loss; so the loss, and the expiry
 * after which nobody would tell of it, has to lie after the proof.
 *
 * <p>Under strict it has to be known that the key was good until then; under interop, which does
 * not insist on lists, it is enough that nothing known speaks against it.
 */
final class Custody {
  private final RevocationPool pool;
  private final Statements statements;

  /** What was asked before; of what is being asked now, no, so that who vouch in a circle end. */
  private final Map<Asked, Boolean> answers = new HashMap<>();

  private record Asked(List<Certificate> path, Instant moment, boolean ours) {}

  Custody(RevocationPool pool, Statements statements) {
    this.pool = pool;
    this.statements = statements;
  }

  /**
   * Whether this statement about a certificate can be by nobody but its maker.
   *
   * @param issuers the certificate's issuer first, the anchor last
   */
  boolean believes(RevocationStatement statement, List<Certificate> issuers) {
    Certificate maker = statement.maker();
    Instant existed = statement.existed();
    if (maker.equals(issuers.get(0))) {
      return until(issuers, existed, statement.ours());
    }
    if (statement.online()) {
      // A delegated responder, which the issuer itself certified, RFC 6960 §4.2.2.2.
      List<Certificate> path = new ArrayList<>(List.of(maker));
      path.addAll(issuers);
      return until(path, existed, statement.ours());
    }
    return pool.paths(maker).stream().anyMatch(path -> spokenFor(path, existed, statement.ours()));
  }

  /** A CRL issuer apart: nobody has to say that it is good, but nobody may say otherwise. */
  private boolean spokenFor(List<Certificate> path, Instant moment, boolean ours) {
    Certificate first = path.get(0);
    return path.size() == 1
        ? until(path, moment, ours)
        : (ours || !pool.distrusted(first, moment))
            && !moment.isAfter(first.notAfter())
            && !revoked(statements.about(first, path.get(1)), moment)
            && until(path.subList(1, path.size()), moment, ours);
  }

  /**
   * Whether the first key of {@code path} was its owner's until {@code moment}, and before it those
   * of all who vouch for it. An anchor's is until the policy or another anchor says otherwise.
   *
   * @param ours whether it is about what the policy brings: who ends the trust in a key by a {@link
   *     TrustTerm} and hands in what it made, has seen to that himself
   */
  boolean until(List<Certificate> path, Instant moment, boolean ours) {
    Asked asked = new Asked(path, moment, ours);
    Boolean known = answers.putIfAbsent(asked, false);
    if (known != null) {
      return known;
    }
    Certificate first = path.get(0);
    boolean anchor = path.size() == 1;
    boolean good =
        (ours || !pool.distrusted(first, moment))
            && (anchor ? !revokedByAnother(first, moment) : certified(path, moment, ours));
    answers.put(asked, good);
    return good;
  }

  /**
   * Whether it is known that one of these keys was in other hands at {@code moment}: who had it
   * certifies whom he likes, for any time. Of an anchor another anchor may tell that.
   *
   * @param path the first to ask about, the anchor last
   */
  boolean stolen(List<Certificate> path, Instant moment) {
    for (int i = 0; i < path.size(); i++) {
      Certificate each = path.get(i);
      boolean anchor = i + 1 == path.size();
      List<Certificate> issuers = anchor ? otherAnchors(each) : List.of(path.get(i + 1));
      if (compromised(each, moment)
          || issuers.stream().anyMatch(issuer -> taken(each, issuer, moment))) {
        return true;
      }
    }
    return false;
  }

  private boolean taken(Certificate certificate, Certificate issuer, Instant moment) {
    return Statements.named(statements.about(certificate, issuer)).stream()
        .anyMatch(e -> e.cause().keyInOtherHands() && !e.since().isAfter(moment));
  }

  private boolean compromised(Certificate certificate, Instant moment) {
    String key = certificate.keySha256();
    return pool.policy().terms().stream()
        .filter(term -> term.compromised() && term.keySha256().equals(key))
        .flatMap(term -> term.until().stream())
        .anyMatch(until -> !moment.isBefore(until));
  }

  private boolean certified(List<Certificate> path, Instant moment, boolean ours) {
    Certificate first = path.get(0);
    if (moment.isAfter(first.notAfter())) {
      return false;
    }
    List<Certificate> issuers = path.subList(1, path.size());
    List<RevocationStatement> all = statements.about(first, issuers.get(0));
    if (revoked(all, moment)) {
      return false;
    }
    if (!pool.policy().strict()) {
      return true;
    }
    if (OcspStatements.exempt(first)) {
      // Nobody says anything about it; its issuer answers for it, RFC 6960 §4.2.2.2.1.
      return until(issuers, moment, ours);
    }
    return Statements.knownAt(all.stream().filter(s -> believes(s, issuers)).toList(), moment);
  }

  /** Or in doubt: whoever is, tells nothing good. */
  private static boolean revoked(List<RevocationStatement> all, Instant moment) {
    return Statements.named(all).stream().anyMatch(e -> !e.since().isAfter(moment));
  }

  private boolean revokedByAnother(Certificate anchor, Instant moment) {
    return otherAnchors(anchor).stream()
        .anyMatch(issuer -> revoked(statements.about(anchor, issuer), moment));
  }

  /** The anchors that may have issued this one. */
  private List<Certificate> otherAnchors(Certificate anchor) {
    return anchor.selfIssued()
        ? List.of()
        : pool.anchors().stream().filter(issuer -> pool.mayBeIssued(anchor, issuer)).toList();
  }
}
