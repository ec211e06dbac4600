package org.xinfu.testkit;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.VALID;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.list.AnchorPurpose;
import org.xinfu.trust.list.Distrust;
import org.xinfu.trust.list.ListedAnchor;
import org.xinfu.trust.list.RootKeys;
import org.xinfu.trust.list.TrustList;
import org.xinfu.trust.list.TrustListMaker;

/**
 * Makes {@code specs/vectors/trust/distrust.json}: paths under a trust list that has lost a maker,
 * a sub CA, a time-stamping authority or an anchor.
 */
public final class DistrustVectors {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "nothing on the path was lost",
          "Early", "older than the trust in its anchor",
          "Compromise", "a key of the path is in other hands",
          "Ended", "a key of the path was given up in peace");

  private static final Instant NOW = TestPki.NOW;
  private static final Instant SINCE = NOW.minus(Duration.ofDays(1));
  private static final Instant INVALID = NOW.minus(Duration.ofDays(20));
  private static final Instant FROM = NOW.minus(Duration.ofDays(60));

  private final TestPki pki = TestPki.seeded("distrust vectors");
  private final Signer root =
      SoftKeyVault.seeded("distrust roots").key(SignatureAlgorithm.SM2_SM3, "root");
  private final Signer leaf = pki.sealSigner("样例");
  private final Signer maker = pki.maker("样例制章者");
  private final Signer timestamper = pki.timestamper("样例时间戳");
  private final Vectors vectors = new Vectors("distrusted keys", "PATH", pki.policy(), FLAGS);

  private DistrustVectors() {}

  /** The file. */
  public static String write() {
    DistrustVectors made = new DistrustVectors();
    made.genuine();
    made.compromised("a maker", made.maker, made.maker, Role.MAKER);
    made.compromised("a maker's anchor", made.maker, made.pki.makerRoot(), Role.MAKER);
    made.compromised("a sub CA", made.leaf, made.pki.signerCa(), Role.SIGNER);
    made.compromised("a signer", made.leaf, made.leaf, Role.SIGNER);
    made.compromised("a TSA", made.timestamper, made.timestamper, Role.TIMESTAMPER);
    made.dated();
    made.ended();
    return made.vectors.write();
  }

  private void genuine() {
    for (TimeSource source : List.of(TimeSource.TIMESTAMP, TimeSource.LOG, TimeSource.CLAIMED)) {
      Query query = new Query(leaf, Role.SIGNER, NOW.minusSeconds(60), source);
      same("an unhurt path, " + source, "Genuine", query, list(), VALID, null);
      Query early = new Query(leaf, Role.SIGNER, FROM.minusSeconds(1), source);
      String comment = "before the anchor was trusted, " + source;
      same(comment, "Early", early, list(), INDETERMINATE, Reason.ANCHOR_DISTRUSTED);
    }
  }

  /** Proven before the invalidity date stays; all else is not believed, whatever it claims. */
  private void compromised(String what, Signer signer, Signer lost, Role role) {
    TrustList list = list(lost(lost, RevocationCause.KEY_COMPROMISE, Optional.of(INVALID)));
    Instant before = INVALID.minusSeconds(1);
    for (TimeSource source : List.of(TimeSource.TIMESTAMP, TimeSource.LOG)) {
      String proven = what + " lost, " + source;
      Query good = new Query(signer, role, before, source);
      same(proven + " a second before", "Compromise", good, list, VALID, null);
      for (Instant late : List.of(INVALID, SINCE.minusSeconds(1), NOW.minusSeconds(60))) {
        Query bad = new Query(signer, role, late, source);
        String comment = proven + " of " + late;
        same(comment, "Compromise", bad, list, INDETERMINATE, Reason.ANCHOR_DISTRUSTED);
      }
    }
    for (TimeSource source : List.of(TimeSource.CLAIMED, TimeSource.NONE)) {
      Query claimed = new Query(signer, role, source == TimeSource.NONE ? NOW : before, source);
      String comment = what + " lost, time " + source;
      same(comment, "Compromise", claimed, list, INDETERMINATE, Reason.ANCHOR_DISTRUSTED);
    }
  }

  /** A stolen key dates its tokens as it likes: what counts is by when others knew them. */
  private void dated() {
    TrustList list = list(lost(timestamper, RevocationCause.KEY_COMPROMISE, Optional.of(INVALID)));
    Instant before = INVALID.minus(Duration.ofDays(9));
    Query query = new Query(timestamper, Role.TIMESTAMPER, before, TimeSource.CLAIMED);
    Vectors.Case inTime = test("a TSA lost, its token archived before", "Compromise", query, list);
    inTime.input().put("existedBy", INVALID.minusSeconds(1).toString());
    vectors.both(inTime, VALID, Optional.empty());
    Vectors.Case late = test("a TSA lost, its token archived after", "Compromise", query, list);
    late.input().put("existedBy", INVALID.toString());
    vectors.both(late, INDETERMINATE, Optional.of(Reason.ANCHOR_DISTRUSTED));
  }

  private void ended() {
    Signer anchor = pki.signerRoot();
    TrustList list = list(lost(anchor, RevocationCause.CESSATION_OF_OPERATION, Optional.empty()));
    Instant before = SINCE.minusSeconds(1);
    Query proven = new Query(leaf, Role.SIGNER, before, TimeSource.TIMESTAMP);
    same("proven before the end", "Ended", proven, list, VALID, null);
    Query after = new Query(leaf, Role.SIGNER, SINCE, TimeSource.TIMESTAMP);
    same("proven at the end", "Ended", after, list, INDETERMINATE, Reason.ANCHOR_DISTRUSTED);
    Query claimed = new Query(leaf, Role.SIGNER, before, TimeSource.CLAIMED);
    vectors.strictRefuses(
        test("claimed before the end", "Ended", claimed, list),
        INDETERMINATE,
        Reason.ANCHOR_DISTRUSTED);
    Query none = new Query(leaf, Role.SIGNER, NOW, TimeSource.NONE);
    same("no time at all", "Ended", none, list, INDETERMINATE, Reason.ANCHOR_DISTRUSTED);
  }

  private record Query(Signer signer, Role role, Instant at, TimeSource source) {}

  private void same(
      String comment,
      String flag,
      Query query,
      TrustList list,
      Conclusion verdict,
      @Nullable Reason reason) {
    vectors.both(test(comment, flag, query, list), verdict, Optional.ofNullable(reason));
  }

  private Vectors.Case test(String comment, String flag, Query query, TrustList list) {
    Map<String, Object> input = new HashMap<>();
    input.put("list", TrustListMaker.sign(list, List.of(root)));
    List<Certificate> chain = query.signer().chain();
    input.put("leaf", chain.get(0).der());
    for (int i = 1; i < chain.size(); i++) {
      input.put("certificate" + i, chain.get(i).der());
    }
    input.put("role", query.role().name());
    input.put("signedAt", query.at().toString());
    input.put("timeSource", query.source().name());
    return new Vectors.Case(comment, flag, input, NOW);
  }

  private static Distrust lost(Signer signer, RevocationCause reason, Optional<Instant> invalid) {
    return new Distrust(signer.chain().get(0).keySha256(), SINCE, reason, invalid);
  }

  private TrustList list(Distrust... lost) {
    List<ListedAnchor> anchors =
        List.of(
            anchor(pki.signerRoot(), AnchorPurpose.SIGNER),
            anchor(pki.makerRoot(), AnchorPurpose.MAKER),
            anchor(pki.documentRoot(), AnchorPurpose.TSA));
    Instant issued = NOW.minusSeconds(3600);
    return new TrustList(
        TrustListVectors.NAME,
        1,
        issued,
        issued.plus(Duration.ofDays(7)),
        new RootKeys(List.of(root.publicKey()), 1),
        anchors,
        List.of(lost));
  }

  private static ListedAnchor anchor(Signer signer, AnchorPurpose purpose) {
    return new ListedAnchor(signer.chain().get(0), purpose, FROM);
  }
}
