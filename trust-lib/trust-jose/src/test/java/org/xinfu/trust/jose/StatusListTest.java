package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xinfu.trust.jose.Forge.OFFICE;
import static org.xinfu.trust.jose.Forge.PKI;
import static org.xinfu.trust.jose.Forge.SEALER;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestLists;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.list.AnchorPurpose;
import org.xinfu.trust.list.RootKeys;
import org.xinfu.trust.list.TrustList;

/** Status lists: bits, tokens, references, and lists that want to be too large. */
class StatusListTest {
  private static final String URI = "https://status.example/1";
  private static final JwsVerifier VERIFIER = JwsVerifier.trusting(PKI.policy());

  private static StatusListToken.Issue issue() {
    return new StatusListToken.Issue(
        URI,
        TestPki.NOW.minusSeconds(60),
        TestPki.NOW.plus(Duration.ofDays(1)),
        Duration.ofHours(12));
  }

  private static StatusListToken.Issue lasting() {
    return new StatusListToken.Issue(
        URI,
        TestPki.NOW.minusSeconds(60),
        TestPki.NOW.plus(Duration.ofDays(30)),
        Duration.ofHours(12));
  }

  private static Reason reason(Verdict<?> verdict) {
    return verdict.fold(v -> Reason.NO_SIGNATURE, (r, x) -> r, (r, x) -> r);
  }

  @Test
  void everyWidthKeepsEveryEntryApart() throws MalformedJose {
    for (int bits : List.of(1, 2, 4, 8)) {
      StatusList list = StatusList.of(bits, 64);
      int most = (1 << bits) - 1;
      for (int i = 0; i < 64; i += 3) {
        list = list.with(i, most - (i & most & 1));
      }
      StatusList read = StatusList.inflate(bits, list.compressed()).orElseThrow();
      assertThat(read).isEqualTo(list).hasSameHashCodeAs(list);
      for (int i = 0; i < 64; i++) {
        assertThat(read.status(i)).contains(i % 3 == 0 ? most - (i & most & 1) : 0);
      }
      assertThat(read.status(64)).isEmpty();
      assertThat(read.status(-1)).isEmpty();
      assertThat(read.status(Long.MAX_VALUE)).isEmpty();
    }
  }

  @Test
  void aTokenSaysTheStatusOfItsOwnReferences() {
    StatusList list = StatusList.of(4, 1 << 16).with(7, VerifiedStatusList.SUSPENDED);
    for (var signer : List.of(OFFICE, SEALER)) {
      VerifiedStatusList verified =
          StatusListToken.verify(StatusListToken.issue(list, issue(), signer), VERIFIER)
              .orThrow(r -> new IllegalStateException(r.code()));
      assertThat(verified.status(new StatusReference(URI, 7))).contains(2);
      assertThat(verified.status(new StatusReference(URI, 8))).contains(VerifiedStatusList.VALID);
      assertThat(verified.status(new StatusReference(URI, 1 << 20))).isEmpty();
      assertThat(verified.status(new StatusReference("https://other.example", 7))).isEmpty();
      assertThat(verified.timeToLive()).contains(Duration.ofHours(12));
      assertThat(verified.issuedAt()).isEqualTo(TestPki.NOW.minusSeconds(60));
      assertThat(verified.uri()).isEqualTo(URI);
    }
  }

  /** Of a trust list: who may sign documents may not say which of them are still good. */
  @Test
  void anAnchorForStatusIsAskedAndAnAnchorForDocumentsIsNot() {
    String token = StatusListToken.issue(StatusList.of(1, 8), issue(), OFFICE);
    RootKeys roots = TestLists.roots(PKI.signerRoot(), PKI.signerCa());
    for (AnchorPurpose listed : AnchorPurpose.values()) {
      TrustList list =
          TestLists.list(
              1,
              TestPki.NOW.minusSeconds(60),
              roots,
              List.of(TestLists.anchor(PKI.documentRoot(), listed)));
      TrustPolicy policy = list.policy(PKI.policy(), AnchorPurpose.STATUS);
      Verdict<VerifiedStatusList> verdict =
          StatusListToken.verify(token, JwsVerifier.trusting(policy));
      if (listed == AnchorPurpose.STATUS) {
        assertThat(verdict).isInstanceOf(Verdict.Valid.class);
      } else {
        assertThat(reason(verdict)).isEqualTo(Reason.NO_TRUST_ANCHOR);
      }
      Verdict<VerifiedStatusList> byList = StatusListToken.verify(token, list, PKI.policy());
      assertThat(reason(byList)).isEqualTo(reason(verdict));
      TrustPolicy late = PKI.policy().withAt(list.nextUpdate().plusSeconds(1));
      String lasting = StatusListToken.issue(StatusList.of(1, 8), lasting(), OFFICE);
      assertThat(reason(StatusListToken.verify(lasting, list, late)))
          .isEqualTo(
              listed == AnchorPurpose.STATUS ? Reason.TRUST_LIST_STALE : Reason.NO_TRUST_ANCHOR);
    }
  }

  @Test
  void aTokenOfAnotherTypeOrOfAStrangerIsNoStatusList() {
    StatusList list = StatusList.of(1, 8);
    String genuine = StatusListToken.issue(list, issue(), OFFICE);
    assertThat(
            reason(StatusListToken.verify(Forge.part(genuine, 1, p -> Forge.flip(p, 9)), VERIFIER)))
        .isEqualTo(Reason.SIGNATURE_VALUE_WRONG);
    assertThat(
            reason(
                StatusListToken.verify(
                    StatusListToken.issue(list, issue(), Forge.STRANGER), VERIFIER)))
        .isEqualTo(Reason.NO_TRUST_ANCHOR);
    String plain = JwsSigner.with(OFFICE).jwt(claims("1", list.compressed()));
    assertThat(reason(StatusListToken.verify(plain, VERIFIER))).isEqualTo(Reason.MALFORMED);
    StatusListToken.Issue past =
        new StatusListToken.Issue(
            URI, TestPki.BEGIN, TestPki.NOW.minusSeconds(600), Duration.ofHours(1));
    assertThat(reason(StatusListToken.verify(StatusListToken.issue(list, past, OFFICE), VERIFIER)))
        .isEqualTo(Reason.TOKEN_EXPIRED);
  }

  /** The two lists that the draft's §4.1 and §4.2 show. */
  @Test
  void theExamplesOfTheDraftAreRead() throws MalformedJose {
    StatusList one = StatusList.inflate(1, Base64Url.decode("eNrbuRgAAhcBXQ")).orElseThrow();
    int[] bits = {1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1};
    for (int i = 0; i < bits.length; i++) {
      assertThat(one.status(i)).contains(bits[i]);
    }
    StatusList two = StatusList.inflate(2, Base64Url.decode("eNo76fITAAPfAgc")).orElseThrow();
    int[] pairs = {1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3};
    for (int i = 0; i < pairs.length; i++) {
      assertThat(two.status(i)).contains(pairs[i]);
    }
  }

  @Test
  void damagedListsAreRefused() {
    Bytes good = StatusList.of(1, 8).compressed();
    assertThat(judge(claims("1", good))).isEqualTo(Reason.NO_SIGNATURE);
    for (Map<String, Object> bad :
        List.of(
            claims("3", good),
            claims("0", good),
            claims("4294967297", good),
            claims("1", good.slice(0, good.length() - 1)),
            claims("1", good.concat(Bytes.hex("00"))),
            claims("1", Bytes.empty()),
            claims("1", Bytes.hex("789c0300000000")),
            claims("1", Bytes.utf8("not zlib")))) {
      assertThat(judge(bad)).as("%s", bad).isEqualTo(Reason.MALFORMED);
    }
    Map<String, Object> lifeless = claims("1", good);
    lifeless.put("ttl", 0L);
    assertThat(judge(lifeless)).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void aBombIsNotInflated() {
    Deflater deflater = new Deflater(9);
    deflater.setInput(new byte[64 << 20]);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    assertThat(out.size()).isLessThan(100_000);
    assertThat(judge(claims("1", Bytes.of(out.toByteArray())))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void referencesAreReadFromClaims() {
    StatusReference reference = new StatusReference(URI, 3);
    assertThat(StatusReference.of(Map.of("status", reference.claim()))).contains(reference);
    assertThat(StatusReference.of(Map.of())).isEmpty();
    assertThat(StatusReference.of(Map.of("status", Map.of("status_list", Map.of("uri", URI)))))
        .isEmpty();
    assertThat(
            StatusReference.of(
                Map.of("status", Map.of("status_list", Map.of("uri", URI, "idx", -1L)))))
        .isEmpty();
  }

  @Test
  void listsOfNothingOrTooMuchCannotBeMade() {
    assertThatThrownBy(() -> StatusList.of(1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StatusList.of(3, 8)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StatusList.of(8, Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StatusList.of(1, 8).with(8, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StatusList.of(1, 8).with(0, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Reason judge(Map<String, Object> claims) {
    String token = JwsSigner.with(OFFICE).withHeader("typ", "statuslist+jwt").jwt(claims);
    return reason(StatusListToken.verify(token, VERIFIER));
  }

  private static Map<String, Object> claims(String bits, Bytes lst) {
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("bits", Long.parseLong(bits));
    inner.put("lst", Base64Url.encode(lst));
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", URI);
    claims.put("iat", TestPki.NOW.getEpochSecond() - 60);
    claims.put("status_list", inner);
    return claims;
  }
}
