package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;

/**
 * Producers write the wall's clock and mark it Z; we write UTC, wherever the machine stands and
 * whatever calendar and digits its user reads.
 */
class MadeAnywhereTest {
  private static final TimeZone ZONE = TimeZone.getDefault();
  private static final Locale LOCALE = Locale.getDefault();
  private static final DateTimeFormatter DER =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  @AfterEach
  void back() {
    TimeZone.setDefault(ZONE);
    Locale.setDefault(LOCALE);
  }

  @ParameterizedTest
  @CsvSource({
    "Asia/Shanghai, zh-CN",
    "America/Los_Angeles, en-US",
    "Asia/Bangkok, th-TH-u-ca-buddhist-nu-thai",
    "Asia/Tehran, fa-IR-u-ca-persian-nu-arabext"
  })
  void theSameOctetsAreMadeEverywhere(String zone, String locale) {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    Locale.setDefault(Locale.ROOT);
    List<Bytes> expected = made();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    Locale.setDefault(Locale.forLanguageTag(locale));
    assertThat(made()).isEqualTo(expected);
  }

  @Test
  void validStartOfASealIsUtc() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));
    String seal = made().get(0).toHex();
    for (Instant moment : List.of(TestSeals.MADE, TestSeals.SEAL_END)) {
      assertThat(seal).contains("180f" + Bytes.utf8(DER.format(moment)).toHex());
    }
  }

  /** A seal, a signature with it, certificates, a CRL, CMS of both families, a time-stamp. */
  private static List<Bytes> made() {
    TestPki pki = TestPki.create();
    Signer signer = pki.sealSigner("样例章");
    Bytes seal = TestSeals.seal(pki.maker("样例制章者"), signer);
    Bytes content = Bytes.utf8("content");
    TimestampMaker authority =
        new TimestampMaker(pki.timestamper("样例时间戳"), "1.2.3", () -> BigInteger.TEN);
    TimestampMaker.Order order =
        new TimestampMaker.Order(
            ContentDigest.SM3, ContentDigest.SM3.of(content), Optional.empty());
    return List.of(
        seal,
        TestSeals.signature(seal, signer),
        signer.chain().get(0).der(),
        pki.crl(pki.signerCa()),
        Gbt35275Signer.detached(content, signer, TestPki.NOW),
        CmsSigner.cadesAttached(content, signer, TestPki.NOW),
        authority.token(order, TestPki.NOW));
  }
}
