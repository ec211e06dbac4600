package org.xinfu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.SignatureReport.Change;
import org.xinfu.trust.SignatureReport.Picture;
import org.xinfu.trust.SignatureReport.SealFacts;
import org.xinfu.trust.SignatureReport.SealStatus;
import org.xinfu.trust.SignatureReport.SignerFacts;
import org.xinfu.trust.json.Json;

/** Every member of the contract's JSON, present and absent, in its order. */
class ReportJsonTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Report BAD =
      new Report.Builder()
          .pass("a", "1", "")
          .fail("b", "GB/T 1", Reason.DIGEST_MISMATCH, "what \"was\" found")
          .notDone("c", "", "why")
          .report();

  @Test
  void aSignatureHasAllItsMembersInOrder() {
    Map<String, Object> signature = first(json(signature(signer(), seal(status()))));
    assertThat(signature.keySet())
        .containsExactly(
            "id",
            "format",
            "level",
            "verdict",
            "reason",
            "integrity",
            "coverage",
            "algorithm",
            "signedAt",
            "timeSource",
            "signer",
            "seal",
            "changesAfter",
            "checks");
    assertThat(signature.get("id")).isEqualTo("field 1");
    assertThat(signature.get("format")).isEqualTo("PADES");
    assertThat(signature.get("level")).isEqualTo("B-T");
    assertThat(signature.get("verdict")).isEqualTo("INVALID");
    assertThat(signature.get("reason")).isEqualTo("digest-mismatch");
    assertThat(signature.get("integrity")).isEqualTo("BROKEN");
    assertThat(signature.get("coverage")).isEqualTo("REVISION");
    assertThat(signature.get("algorithm")).isEqualTo("ECDSA_P256_SHA256");
    assertThat(signature.get("signedAt")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(signature.get("timeSource")).isEqualTo("TIMESTAMP");
  }

  @Test
  void signerAndSealAreSpelledOut() {
    Map<String, Object> signature = first(json(signature(signer(), seal(status()))));
    assertThat(text(signature.get("signer")))
        .isEqualTo("{subject=CN=a, serial=0f, sha256=11, issuer=CN=b}");
    assertThat(text(signature.get("seal")))
        .isEqualTo(
            "{esId=5100, name=印, type=3, version=4, maker=CN=m, validFrom=2026-01-01T00:00:00Z,"
                + " validTo=2026-01-01T00:00:01Z,"
                + " picture={type=PNG, widthMm=42, heightMm=30, sha256=22},"
                + " status={value=ACTIVE, asOf=2026-01-01T00:00:00Z, source=register}}");
  }

  @Test
  void whatIsNotKnownIsNullAndNotLeftOut() {
    Map<String, Object> without = first(json(signature(null, null)));
    assertThat(without).containsEntry("signer", null).containsEntry("seal", null);
    Map<String, Object> seal = object(first(json(signature(null, seal(null)))).get("seal"));
    assertThat(seal).containsEntry("status", null);
    SignatureReport bare =
        new SignatureReport(
            "1",
            "PKCS7",
            null,
            Integrity.UNKNOWN,
            Coverage.NONE,
            null,
            null,
            TimeSource.NONE,
            null,
            null,
            List.of(),
            new Report(List.of()));
    assertThat(first(json(bare)))
        .containsEntry("level", null)
        .containsEntry("reason", null)
        .containsEntry("algorithm", null)
        .containsEntry("signedAt", null)
        .containsEntry("changesAfter", List.of())
        .containsEntry("checks", List.of());
  }

  @Test
  void changesAndChecksKeepTheirOrder() {
    Map<String, Object> signature = first(json(signature(null, null)));
    assertThat(text(signature.get("changesAfter")))
        .isEqualTo(
            "[{kind=fill-in, path=12 0, allowed=true}, {kind=overlay, path=13 0, allowed=false}]");
    assertThat(text(signature.get("checks")))
        .isEqualTo(
            "[{id=a, clause=1, outcome=PASS, reason=null, detail=},"
                + " {id=b, clause=GB/T 1, outcome=FAIL, reason=digest-mismatch,"
                + " detail=what \"was\" found},"
                + " {id=c, clause=, outcome=NOT_DONE, reason=null, detail=why}]");
  }

  @Test
  void theDocumentsOwnChecksAndWhatIsUncoveredAreShown() {
    Map<String, Object> document = Json.parseObject(json(signature(null, null)));
    assertThat(document.keySet())
        .containsExactly(
            "file",
            "sha256",
            "format",
            "verdict",
            "reason",
            "coverage",
            "uncovered",
            "signatures",
            "checks",
            "policy",
            "at",
            "engine");
    assertThat(document)
        .containsEntry("file", "目录/a b.pdf")
        .containsEntry("coverage", "PARTIAL")
        .containsEntry("uncovered", List.of("/x", "/y"));
    assertThat(text(document.get("checks"))).contains("outcome=UNKNOWN");
    assertThat(text(document.get("policy"))).isEqualTo("{name=strict, sha256=33}");
  }

  @Test
  void theEngineHasAVersionAndNoPlaceholder() {
    assertThat(ReportJson.engine()).matches("xinfu/[0-9]+\\.[0-9]+.*").doesNotContain("$");
  }

  private static String json(SignatureReport signature) {
    Report container =
        new Report.Builder().unknown("u", "", Reason.CONTENT_NOT_COVERED, "").report();
    return ReportJson.write(
        "目录/a b.pdf",
        new DocumentReport(
            "00",
            DocumentFormat.PDF,
            Coverage.PARTIAL,
            List.of("/x", "/y"),
            List.of(signature),
            container,
            "strict",
            "33",
            AT));
  }

  private static SignatureReport signature(@Nullable SignerFacts signer, @Nullable SealFacts seal) {
    return new SignatureReport(
        "field 1",
        "PADES",
        "B-T",
        Integrity.BROKEN,
        Coverage.REVISION,
        "ECDSA_P256_SHA256",
        AT,
        TimeSource.TIMESTAMP,
        signer,
        seal,
        List.of(new Change("fill-in", "12 0", true), new Change("overlay", "13 0", false)),
        BAD);
  }

  private static SignerFacts signer() {
    return new SignerFacts("CN=a", "0f", "11", "CN=b");
  }

  private static SealFacts seal(@Nullable SealStatus status) {
    Picture picture = new Picture("PNG", 42, 30, "22");
    return new SealFacts("5100", "印", 3, 4, "CN=m", AT, AT.plusSeconds(1), picture, status);
  }

  private static SealStatus status() {
    return new SealStatus("ACTIVE", AT, "register");
  }

  private static Map<String, Object> first(String json) {
    return object(((List<?>) Json.parseObject(json).get("signatures")).get(0));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(@Nullable Object value) {
    return (Map<String, Object>) value;
  }

  private static String text(@Nullable Object value) {
    return String.valueOf(value);
  }
}
