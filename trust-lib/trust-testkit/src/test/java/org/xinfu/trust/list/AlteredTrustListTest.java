package org.xinfu.trust.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VerificationKey;

/**
 * A signed list that anybody may have altered on its way, or where it is kept: it is refused with a
 * reason, or it is the same list. {@code xinfu.soak} takes every bit of every octet, {@code
 * xinfu.seed} says which are taken otherwise.
 */
class AlteredTrustListTest {
  private static final boolean SOAK = System.getProperty("xinfu.soak") != null;
  private static final long SEED = Long.getLong("xinfu.seed", 20_261_128);
  private static final Instant NOW = TestPki.NOW;
  private static final String NAME = "样例 \u00e9 \ufffd 列表";
  private static final TestPki PKI = TestPki.seeded("altered trust list");
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("altered trust list roots");
  private static final Signer A = root("a");
  private static final Signer B = root("b");
  private static final RootKeys BOTH = new RootKeys(List.of(key(A), key(B)), 2);
  private static final TrustListState PINNED = TrustListState.pinned(NAME, BOTH);
  private static final TrustList LIST = list(BOTH);
  private static final Bytes SIGNED = TrustListMaker.sign(LIST, List.of(A, B));
  private static final String TEXT = SIGNED.toUtf8();

  /** Every way by which a list gets in, with what it says when it is taken. */
  private static final List<Function<Bytes, Verdict<Bytes>>> WAYS =
      List.of(
          octets -> told(TrustListVerifier.accept(octets, PINNED, NOW)),
          octets -> told(TrustListVerifier.reopen(octets)),
          octets ->
              TrustListChain.accept(octets, PINNED, NOW)
                  .fold(
                      a -> new Report.Builder().verdict(a.list().octets()),
                      (reason, report) -> new Verdict.Invalid<>(reason, report),
                      (reason, report) -> new Verdict.Indeterminate<>(reason, report)));

  private static Verdict<Bytes> told(Verdict<TrustList> verdict) {
    return verdict.fold(
        list -> new Verdict.Valid<>(list.octets(), verdict.report()),
        (reason, report) -> new Verdict.Invalid<>(reason, report),
        (reason, report) -> new Verdict.Indeterminate<>(reason, report));
  }

  @Test
  void anyBitOfAnyOctet() {
    Random random = new Random(SEED);
    for (int at = 0; at < SIGNED.length(); at++) {
      for (int bit = 0; bit < 8; bit++) {
        if (SOAK || random.nextInt(40) == 0) {
          same(Mutators.flip(SIGNED, at, 1 << bit), "bit " + bit + " of octet " + at);
        }
      }
    }
  }

  @Test
  void anyEndAndAnyOctetMoreOrLess() {
    Random random = new Random(SEED);
    for (int at = 0; at < SIGNED.length(); at++) {
      if (SOAK || random.nextInt(8) == 0) {
        refused(SIGNED.slice(0, at), Reason.MALFORMED, "cut at " + at);
        Bytes before = SIGNED.slice(0, at);
        same(before.concat(SIGNED.slice(at + 1, SIGNED.length())), "without octet " + at);
        Bytes one = Bytes.of(new byte[] {(byte) random.nextInt(256)});
        same(before.concat(one).concat(SIGNED.slice(at, SIGNED.length())), "one more at " + at);
      }
    }
  }

  /** RFC 8259 §4: readers differ on which of two members counts, so that neither does. */
  @Test
  void noMemberStandsTwice() {
    for (String name : names()) {
      String member = "\"" + name + "\":";
      for (int at = TEXT.indexOf(member); at >= 0; at = TEXT.indexOf(member, at + 1)) {
        for (String twin : List.of(name, escaped(name))) {
          String twice = TEXT.substring(0, at) + "\"" + twin + "\":1," + TEXT.substring(at);
          refused(Bytes.utf8(twice), Reason.MALFORMED, twin + " twice at " + at);
        }
      }
    }
  }

  /** Whoever does not know a member does not know what it forbids. */
  @Test
  void noMemberIsUnknown() {
    for (int at = TEXT.indexOf('{'); at >= 0; at = TEXT.indexOf('{', at + 1)) {
      for (String more : List.of("\"until\":1,", "\"\":null,", "\"Version\":2,")) {
        String with = TEXT.substring(0, at + 1) + more + TEXT.substring(at + 1);
        refused(Bytes.utf8(with), Reason.MALFORMED, more + " at " + at);
      }
    }
  }

  @Test
  void numbersAndValuesOfOtherKinds() {
    List<String> others =
        new ArrayList<>(
            List.of("0", "-1", "1e0", "1.0", "1e999", "\"1\"", "null", "true", "[]", "{}", "01"));
    others.addAll(
        List.of("9223372036854775808", "4294967298", "9".repeat(999), "9".repeat(99_999)));
    others.addAll(List.of("[".repeat(60_000), "{\"a\":".repeat(60_000), "NaN", "1 1", ""));
    for (String name : names()) {
      String member = "\"" + name + "\":";
      int begin = TEXT.indexOf(member) + member.length();
      for (String other : others) {
        String text = TEXT.substring(0, begin) + other + TEXT.substring(end(begin));
        same(Bytes.utf8(text), name + " is " + other.substring(0, Math.min(9, other.length())));
      }
    }
  }

  /** One text in two encodings is one text; two that look alike are two. */
  @Test
  void namesInOtherEncodings() {
    for (String same : List.of(TEXT.replace("é", "\\u00e9"), TEXT.replace(",\"", " ,\n\""))) {
      assertThat(same).isNotEqualTo(TEXT);
      assertThat(accepted(Bytes.utf8(same))).isEqualTo(LIST.octets());
    }
    refused(Bytes.utf8(TEXT.replace("é", "e\u0301")), Reason.TRUST_LIST_NOT_SIGNED, "decomposed");
    refused(Bytes.utf8(TEXT.replace("é", "\\ud800")), Reason.MALFORMED, "half a pair");
    // Octets that are no UTF-8 read as U+FFFD, which the name may have: it is the same list.
    int mark = SIGNED.toHex().indexOf("efbfbd") / 2;
    Bytes bad =
        SIGNED
            .slice(0, mark)
            .concat(Bytes.hex("ff"))
            .concat(SIGNED.slice(mark + 3, SIGNED.length()));
    same(bad, "no UTF-8");
    for (Bytes other :
        List.of(
            Bytes.of(TEXT.getBytes(StandardCharsets.UTF_16)), Bytes.hex("efbbbf").concat(SIGNED))) {
      refused(other, Reason.MALFORMED, "another encoding");
    }
  }

  /**
   * Keys of its own and signatures by them cost nobody anything before the old keys have signed.
   */
  @Test
  void aFloodOfKeysIsNotTried() {
    StringBuilder keys = new StringBuilder();
    StringBuilder values = new StringBuilder();
    String point = TrustListJson.base64(A.publicKey().encoded());
    Signer many = root("many");
    for (int i = 0; i < 3000; i++) {
      Signer each = i == 0 ? many : VAULT.key(SignatureAlgorithm.SM2_SM3, "flood " + i % 400);
      String key = TrustListJson.base64(each.publicKey().encoded());
      if (i < 400) {
        keys.append(',').append('"').append(key).append('"');
      }
      values.append(",{\"key\":\"").append(key).append("\",\"value\":\"AAAA\"}");
    }
    String flood =
        TEXT.replace("\"roots\":[\"" + point + "\",", "\"roots\":[\"" + point + "\"" + keys + ",")
            .replace("\"signatures\":[", "\"signatures\":[" + values.substring(1) + ",");
    long start = System.nanoTime();
    refused(Bytes.utf8(flood), Reason.TRUST_LIST_NOT_SIGNED, "a flood");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  private static List<String> names() {
    return List.of(
        "list",
        "signatures",
        "name",
        "version",
        "issued",
        "nextUpdate",
        "threshold",
        "roots",
        "anchors",
        "distrusted",
        "certificate",
        "purpose",
        "from",
        "since",
        "reason",
        "invalidityDate",
        "key",
        "value");
  }

  private static String escaped(String name) {
    return "\\u%04x".formatted((int) name.charAt(0)) + name.substring(1);
  }

  /** Where the value that begins here ends. */
  private static int end(int begin) {
    int depth = 0;
    boolean text = false;
    for (int at = begin; ; at++) {
      char c = TEXT.charAt(at);
      text ^= c == '"';
      depth += text ? 0 : c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      if (!text && (depth < 0 || (depth == 0 && c == ','))) {
        return at;
      }
    }
  }

  private static void same(Bytes octets, String what) {
    for (Function<Bytes, Verdict<Bytes>> way : WAYS) {
      Verdict<Bytes> verdict = way.apply(octets);
      if (verdict instanceof Verdict.Valid<Bytes> valid) {
        assertThat(valid.content()).as(what).isEqualTo(LIST.octets());
      } else {
        assertThat(verdict.report().reason()).as(what).isPresent();
      }
    }
  }

  private static void refused(Bytes octets, Reason reason, String what) {
    for (Function<Bytes, Verdict<Bytes>> way : WAYS) {
      Verdict<Bytes> verdict = way.apply(octets);
      assertThat(verdict).as(what).isInstanceOf(Verdict.Invalid.class);
      assertThat(verdict.report().reason()).as(what).contains(reason);
    }
  }

  private static Bytes accepted(Bytes octets) {
    return WAYS.get(0).apply(octets).orThrow(r -> new IllegalStateException(r.code()));
  }

  private static TrustList list(RootKeys roots) {
    Instant from = NOW.minus(Duration.ofDays(60));
    Instant issued = NOW.minusSeconds(3600);
    return new TrustList(
        NAME,
        1,
        issued,
        issued.plusSeconds(86_400),
        roots,
        List.of(
            new ListedAnchor(PKI.signerRoot().chain().get(0), AnchorPurpose.SIGNER, from),
            new ListedAnchor(PKI.makerRoot().chain().get(0), AnchorPurpose.MAKER, from)),
        List.of(
            new Distrust(
                PKI.signerCa().chain().get(0).keySha256(),
                NOW,
                RevocationCause.KEY_COMPROMISE,
                Optional.of(from))));
  }

  private static Signer root(String label) {
    return VAULT.key(SignatureAlgorithm.SM2_SM3, label);
  }

  private static VerificationKey key(Signer signer) {
    return signer.publicKey();
  }
}
