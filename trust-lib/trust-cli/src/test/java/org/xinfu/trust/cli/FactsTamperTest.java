package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.Mutators;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.facts.Facts;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.key.Digests;

/** Facts that somebody altered, with and without mending their digest. */
class FactsTamperTest {
  private static final Bytes WHOLE = facts(Scene.OFD);
  private static final Bytes PARTS = facts(Scene.pdf(FactsTest.padded(), Scene.SIGNER));

  private static Bytes facts(Bytes document) {
    return Facts.record(
            new Facts.Subject("样例", DocumentSource.of(document), Optional.empty()),
            Scene.PKI.policy())
        .facts()
        .orElseThrow()
        .write();
  }

  @Test
  void aChangedOctetMakesThemNoFacts() {
    Random random = new Random(20_261_126);
    for (Bytes facts : List.of(WHOLE, PARTS)) {
      assertThat(Facts.read(facts)).isInstanceOf(Verdict.Valid.class);
      for (int i = 0; i < 40; i++) {
        int at = random.nextInt(facts.length());
        refused(Mutators.flip(facts, at, 1 + random.nextInt(127)), "flipped at " + at);
      }
      refused(facts.slice(0, facts.length() - 1), "without its line feed");
      refused(facts.concat(Bytes.utf8("\n")), "with one more");
    }
    refused(Bytes.empty(), "nothing");
    refused(Bytes.utf8("{}\n"), "an empty object");
    refused(Bytes.utf8("[".repeat(100_000)), "deep");
  }

  /** Any bit of any octet under {@code xinfu.soak}. */
  @Test
  void noAlteredBitIsFacts() {
    boolean soak = System.getProperty("xinfu.soak") != null;
    Random random = new Random(Long.getLong("xinfu.seed", 20_261_128));
    for (int at = 0; at < WHOLE.length(); at++) {
      for (int bit = 0; bit < 8; bit++) {
        if (soak || random.nextInt(WHOLE.length() / 50) == 0) {
          refused(Mutators.flip(WHOLE, at, 1 << bit), "bit " + bit + " of octet " + at);
        }
      }
    }
  }

  @Test
  void anotherSpellingIsNoFacts() {
    String text = WHOLE.toUtf8();
    for (String other :
        List.of(
            text.replaceFirst("\\{", "{\"facts\":\"xinfu-1\","),
            text.replaceFirst("\\{", "{\"f\\\\u0061cts\":\"xinfu-1\","),
            text.replaceFirst("\"facts\"", "\"f\\\\u0061cts\""),
            text.replaceFirst(",", ", "),
            text.replaceFirst("\"length\":", "\"length\":0"),
            text.replaceFirst("\"length\":", "\"length\":1e0,\"x\":"),
            text.replaceFirst("\"length\":", "\"length\":" + "9".repeat(999) + ",\"x\":"),
            text.replaceFirst("\"content\":null", "\"content\":" + "[".repeat(60_000)),
            text.replaceFirst("\"content\":null", "\"content\":" + "{\"a\":".repeat(60_000)),
            text.replace("样例", "\\u6837\\u4f8b"),
            text.replace("\n", "\r\n"),
            "\ufeff" + text)) {
      assertThat(other).isNotEqualTo(text);
      refused(Bytes.utf8(other), other.substring(0, 40));
    }
    Random random = new Random(20_261_128);
    for (int i = 0; i < 60; i++) {
      int end = random.nextInt(WHOLE.length());
      refused(WHOLE.slice(0, end), "cut at " + end);
    }
  }

  /** Evidence is handed in by anybody: altered, with its digest mended, it is checked like any. */
  @Test
  void alteredEvidenceIsNeverBetterThanNone() {
    TrustPolicy strict = Scene.PKI.policy().withMode(TrustPolicy.Mode.STRICT);
    assertThat(read(WHOLE).judge(strict).conclusion()).isEqualTo(Conclusion.VALID);
    TrustPolicy without = strict.withCrls(List.of());
    assertThat(read(bent(WHOLE, evidence -> {})).judge(without).conclusion())
        .isEqualTo(Conclusion.VALID);
    Bytes emptied = bent(WHOLE, evidence -> evidence.put("crls", List.of()));
    assertThat(read(emptied).judge(without).reason()).contains(Reason.REVOCATION_UNKNOWN);
    Random random = new Random(20_261_128);
    for (int i = 0; i < 40; i++) {
      Bytes altered =
          bent(
              WHOLE,
              evidence ->
                  evidence.put(
                      "crls",
                      ((List<?>) evidence.get("crls"))
                          .stream()
                              .map(
                                  crl -> {
                                    Bytes der = Bytes.of(Base64.getDecoder().decode((String) crl));
                                    int at = random.nextInt(der.length());
                                    Bytes bad = Mutators.flip(der, at, 1 << random.nextInt(8));
                                    return Base64.getEncoder().encodeToString(bad.toArray());
                                  })
                              .toList()));
      DocumentReport report = read(altered).judge(without);
      assertThat(report.conclusion()).as("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    }
  }

  @Test
  void whatContradictsItselfIsNoFactsThoughItsDigestIsMended() {
    refusedAfter(WHOLE, d -> d.put("sha256", "00".repeat(32)), "another digest of the document");
    refusedAfter(WHOLE, d -> d.put("length", 4096L), "a shorter document");
    refusedAfter(WHOLE, d -> d.put("length", -1L), "no length");
    refusedAfter(WHOLE, d -> d.put("derived", Map.of("SM3", "00")), "answers beside the whole");
    refusedAfter(PARTS, d -> derived(d).put("SHA256", "00".repeat(32)), "the digest twice");
    refusedAfter(PARTS, d -> derived(d).put("x", ""), "an empty answer");
    refusedAfter(PARTS, d -> derived(d).put("x", "AB"), "another way to write it");
    refusedAfter(PARTS, d -> derived(d).put("x", "ab".repeat(65)), "a long answer");
    refusedAfter(PARTS, d -> derived(d).put("x".repeat(201), "ab"), "a long name");
    refusedAfter(PARTS, d -> run(d, 0).put("at", 1L), "off the grid");
    refusedAfter(PARTS, d -> runs(d).add(runs(d).get(0)), "out of order");
    refusedAfter(PARTS, d -> run(d, 0).put("data", ""), "an empty run");
    refusedAfter(PARTS, d -> run(d, 0).put("data", "AAA="), "a run that ends anywhere");
    refusedAfter(PARTS, d -> run(d, runs(d).size() - 1).put("at", 1L << 40), "outside");
    refusedAfter(PARTS, d -> d.put("more", "x"), "a member that nobody knows");
  }

  @Test
  void octetsThatWereAlteredConsistentlyAreJudgedLikeAnAlteredDocument() {
    Bytes altered = Mutators.flip(Scene.OFD, Scene.OFD.length() / 2, 1);
    Bytes mended =
        edit(
            WHOLE,
            document -> {
              document.put("sha256", Digests.sha256(altered).toHex());
              run(document, 0).put("data", Base64.getEncoder().encodeToString(altered.toArray()));
            });
    DocumentReport report = read(mended).judge(Scene.PKI.policy());
    assertThat(report).isEqualTo(Samples.verify(altered, Scene.PKI.policy()));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INVALID);
  }

  @Test
  void whatWasTakenAwayIsMissedAndNeverGuessed() {
    Bytes without = edit(PARTS, document -> runs(document).remove(runs(document).size() - 1));
    DocumentReport report = read(without).judge(Scene.PKI.policy());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.SIGNED_CONTENT_MISSING);
    Bytes digestless = edit(PARTS, document -> derived(document).clear());
    assertThat(read(digestless).judge(Scene.PKI.policy()).reason())
        .contains(Reason.SIGNED_CONTENT_MISSING);
  }

  private static Facts read(Bytes facts) {
    return Facts.read(facts).orThrow(reason -> new IllegalStateException(reason.code()));
  }

  private static void refused(Bytes facts, String why) {
    assertThat(Facts.read(facts))
        .describedAs(why)
        .isInstanceOfSatisfying(
            Verdict.Invalid.class, no -> assertThat(no.reason()).isEqualTo(Reason.MALFORMED));
  }

  private static void refusedAfter(Bytes facts, Consumer<Map<String, Object>> edit, String why) {
    refused(edit(facts, edit), why);
  }

  /** The facts with other evidence, and the digest that fits them. */
  @SuppressWarnings("unchecked")
  private static Bytes bent(Bytes facts, Consumer<Map<String, Object>> edit) {
    Map<String, Object> all = new LinkedHashMap<>(Json.parseObject(facts.toUtf8()));
    edit.accept((Map<String, Object>) all.get("evidence"));
    return mended(all);
  }

  private static Bytes mended(Map<String, Object> all) {
    all.remove("sha256");
    all.put("sha256", Digests.sha256(Bytes.utf8(CanonicalJson.write(all))).toHex());
    return Bytes.utf8(CanonicalJson.write(all) + "\n");
  }

  /** The facts with another document, and the digest that fits them. */
  @SuppressWarnings("unchecked")
  private static Bytes edit(Bytes facts, Consumer<Map<String, Object>> edit) {
    Map<String, Object> all = new LinkedHashMap<>(Json.parseObject(facts.toUtf8()));
    edit.accept((Map<String, Object>) all.get("document"));
    return mended(all);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> derived(Map<String, Object> document) {
    return (Map<String, Object>) document.get("derived");
  }

  @SuppressWarnings("unchecked")
  private static List<Object> runs(Map<String, Object> document) {
    return (List<Object>) document.get("octets");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> run(Map<String, Object> document, int index) {
    return (Map<String, Object>) runs(document).get(index);
  }
}
