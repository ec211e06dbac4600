package org.xinfu.testkit;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.list.AnchorPurpose;
import org.xinfu.trust.list.Distrust;
import org.xinfu.trust.list.ListedAnchor;
import org.xinfu.trust.list.RootKeys;
import org.xinfu.trust.list.TrustList;
import org.xinfu.trust.list.TrustListChain;
import org.xinfu.trust.list.TrustListMaker;
import org.xinfu.trust.list.TrustListPin;

/** Makes {@code specs/vectors/trust/list.json}: trust lists to take, and lists to refuse. */
public final class TrustListVectors {
  private static final Map<String, String> FLAGS =
      Map.of(
          "Genuine", "signed by enough root keys, newer than what is known, in time",
          "Signature", "not enough of the root keys, or other keys",
          "Rollback", "older than what is known",
          "Fork", "another list of a known version",
          "Freeze", "past its nextUpdate, or not yet issued",
          "Rotation", "other root keys than before",
          "Form", "no list");

  static final String NAME = TestLists.NAME;
  private static final Instant NOW = TestPki.NOW;
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("trust list vectors");
  private static final Signer A = key("a");
  private static final Signer B = key("b");
  private static final Signer C = key("c");
  private static final Signer D = key("d");
  private static final Signer E = key("e");
  private static final RootKeys FIRST = TestLists.roots(A, B, C);
  private static final RootKeys SECOND = TestLists.roots(B, C, D);
  private static final RootKeys THIRD = TestLists.roots(C, D, E);

  private final TestPki pki = TestPki.seeded("trust list vectors");
  private final Vectors vectors = new Vectors("trust lists", "TRUST_LIST", pki.policy(), FLAGS);

  private TrustListVectors() {}

  /** The file. */
  public static String write() {
    TrustListVectors made = new TrustListVectors();
    made.signatures();
    made.sequence();
    made.time();
    made.rotation();
    made.form();
    return made.vectors.write();
  }

  private void signatures() {
    TrustList one = list(1);
    first("two of three root keys", "Genuine", signed(one, A, C), VALID, null);
    first("all three root keys", "Genuine", signed(one, A, B, C), VALID, null);
    for (List<Signer> few :
        List.of(List.<Signer>of(), List.of(A), List.of(A, A), List.of(A, D), List.of(D, E))) {
      String comment = few.size() + " signatures that are not two of the root keys";
      Bytes octets = TrustListMaker.sign(one, few);
      first(comment, "Signature", octets, INVALID, Reason.TRUST_LIST_NOT_SIGNED);
    }
    String genuine = signed(one, A, B).toUtf8();
    for (String[] change :
        List.of(
            new String[] {"\"version\":1", "\"version\":2"},
            new String[] {"\"purpose\":\"maker\"", "\"purpose\":\"signer\""},
            new String[] {NAME, "别的信任列表"},
            new String[] {"\"threshold\":2", "\"threshold\":1"})) {
      Bytes altered = Bytes.utf8(genuine.replace(change[0], change[1]));
      String comment = "altered: " + change[1];
      first(comment, "Signature", altered, INVALID, Reason.TRUST_LIST_NOT_SIGNED);
    }
    Bytes other = signed(named("别的信任列表", one), A, B);
    first("a list of another name", "Signature", other, INVALID, Reason.TRUST_LIST_NOT_SIGNED);
  }

  private void sequence() {
    Bytes seven = signed(list(7), A, B);
    next("the same list again", "Genuine", seven, seven, VALID, null);
    next("the next version", "Genuine", seven, signed(list(8), A, B), VALID, null);
    next("a later version", "Genuine", seven, signed(list(70), B, C), VALID, null);
    Bytes six = signed(list(6), A, B);
    next("the version before", "Rollback", seven, six, INVALID, Reason.TRUST_LIST_ROLLED_BACK);
    Bytes one = signed(list(1), A, B);
    next("the first version", "Rollback", seven, one, INVALID, Reason.TRUST_LIST_ROLLED_BACK);
    TrustList distrusting =
        TestLists.with(
            list(7),
            new Distrust(
                pki.makerRoot().chain().get(0).keySha256(),
                NOW,
                RevocationCause.KEY_COMPROMISE,
                Optional.empty()));
    Bytes fork = signed(distrusting, A, B);
    next("another distrust", "Fork", seven, fork, INVALID, Reason.TRUST_LIST_FORKED);
    next("one distrust less", "Fork", fork, seven, INVALID, Reason.TRUST_LIST_FORKED);
    Bytes later = signed(TestLists.at(list(7), NOW.minusSeconds(30)), A, B);
    next("issued anew", "Fork", seven, later, INVALID, Reason.TRUST_LIST_FORKED);
  }

  private void time() {
    Bytes week = signed(TestLists.at(list(1), NOW.minus(Duration.ofDays(7))), A, B);
    first("in the second of its nextUpdate", "Genuine", week, VALID, null);
    Bytes past = signed(TestLists.at(list(1), NOW.minus(Duration.ofDays(7)).minusSeconds(1)), A, B);
    first("a second past it", "Freeze", past, INDETERMINATE, Reason.TRUST_LIST_STALE);
    Bytes year = signed(TestLists.at(list(9), NOW.minus(Duration.ofDays(365))), A, B);
    first("a year past it", "Freeze", year, INDETERMINATE, Reason.TRUST_LIST_STALE);
    next(
        "the known one, kept too long",
        "Freeze",
        year,
        year,
        INDETERMINATE,
        Reason.TRUST_LIST_STALE);
    Bytes early = signed(TestLists.at(list(1), NOW.plus(Duration.ofHours(1))), A, B);
    first("issued in an hour", "Freeze", early, INDETERMINATE, Reason.TRUST_LIST_STALE);
  }

  private void rotation() {
    TrustList three =
        TestLists.rotated(TestLists.at(list(3), NOW.minus(Duration.ofDays(200))), SECOND);
    TrustList five =
        TestLists.rotated(TestLists.at(list(5), NOW.minus(Duration.ofDays(100))), THIRD);
    Bytes toSecond = signed(three, A, B, C, D);
    Bytes toThird = signed(five, C, D);
    Bytes newest = signed(TestLists.rotated(list(6), THIRD), D, E);
    Bytes chain = TrustListChain.of(List.of(toSecond, toThird, newest));
    first("through two rotations", "Rotation", chain, VALID, null);
    next("the first one known", "Rotation", toSecond, chain, VALID, null);
    next("all of them known", "Rotation", newest, chain, VALID, null);
    Bytes gap = TrustListChain.of(List.of(toThird, newest));
    first("a rotation missing", "Rotation", gap, INVALID, Reason.TRUST_LIST_NOT_SIGNED);
    first("no rotation at all", "Rotation", newest, INVALID, Reason.TRUST_LIST_NOT_SIGNED);
    Bytes oldOnly = signed(TestLists.rotated(list(2), TestLists.roots(A, D, E)), A, B);
    first("signed by old keys alone", "Rotation", oldOnly, INVALID, Reason.TRUST_LIST_NOT_SIGNED);
    Bytes newOnly = signed(TestLists.rotated(list(2), TestLists.roots(A, D, E)), D, E);
    first("signed by new keys alone", "Rotation", newOnly, INVALID, Reason.TRUST_LIST_NOT_SIGNED);
    Bytes byLost = signed(list(9), A, B);
    next(
        "by keys rotated away", "Rotation", toThird, byLost, INVALID, Reason.TRUST_LIST_NOT_SIGNED);
    Bytes stale = TrustListChain.of(List.of(toSecond, toThird));
    first("the way without its end", "Freeze", stale, INDETERMINATE, Reason.TRUST_LIST_STALE);
  }

  private void form() {
    String genuine = signed(list(1), A, B).toUtf8();
    for (String text :
        List.of(
            "",
            "{}",
            "[]",
            "{\"chain\":[]}",
            "{\"chain\":[" + genuine + "],\"more\":1}",
            genuine.replaceFirst("\\{", "{\"more\":1,"),
            genuine.replace("\"version\":1", "\"version\":1,\"version\":2"),
            genuine.replace("\"version\":1", "\"version\":0"),
            genuine.replace("\"purpose\":\"maker\"", "\"purpose\":\"everything\""),
            genuine.replace("\"threshold\":2", "\"threshold\":4"),
            genuine.substring(0, genuine.length() - 1))) {
      first("no list", "Form", Bytes.utf8(text), INVALID, Reason.MALFORMED);
    }
  }

  private void first(
      String comment, String flag, Bytes list, Conclusion verdict, @Nullable Reason reason) {
    Map<String, Object> input = new HashMap<>();
    input.put("pin", TrustListPin.write(NAME, FIRST));
    one(comment, flag, list, input, new Vectors.Expected(verdict, Optional.ofNullable(reason)));
  }

  private void next(
      String comment,
      String flag,
      Bytes kept,
      Bytes list,
      Conclusion verdict,
      @Nullable Reason reason) {
    Map<String, Object> input = new HashMap<>();
    input.put("kept", kept);
    one(comment, flag, list, input, new Vectors.Expected(verdict, Optional.ofNullable(reason)));
  }

  private void one(
      String comment,
      String flag,
      Bytes list,
      Map<String, Object> input,
      Vectors.Expected expected) {
    input.put("list", list);
    vectors.interop(new Vectors.Case(comment, flag, input, NOW), expected);
  }

  private TrustList list(long version) {
    List<ListedAnchor> anchors =
        List.of(
            TestLists.anchor(pki.signerRoot(), AnchorPurpose.SIGNER),
            TestLists.anchor(pki.makerRoot(), AnchorPurpose.MAKER));
    return TestLists.list(version, NOW.minusSeconds(60), FIRST, anchors);
  }

  private static TrustList named(String name, TrustList list) {
    return new TrustList(
        name,
        list.version(),
        list.issued(),
        list.nextUpdate(),
        list.roots(),
        list.anchors(),
        list.distrusted());
  }

  private static Bytes signed(TrustList list, Signer... roots) {
    return TrustListMaker.sign(list, List.of(roots));
  }

  private static Signer key(String label) {
    return VAULT.key(SignatureAlgorithm.SM2_SM3, label);
  }
}
