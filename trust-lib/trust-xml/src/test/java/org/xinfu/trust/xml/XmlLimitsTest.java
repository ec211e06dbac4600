package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.XmlLimits;
import org.xinfu.trust.facts.Facts;
import org.xinfu.trust.key.Signer;

/** Limits are the caller's to choose; the standard ones let genuine files of any shape through. */
class XmlLimitsTest {
  private static final TestPki PKI = TestPki.seeded("xml limits");
  private static final TrustPolicy POLICY = PKI.policy();
  private static final Signer SIGNER = PKI.documentSigner("样例限额");

  @Test
  void moreReferencesThanTheCallerAllowsAreNotJudged() {
    Bytes signed = Bytes.utf8(referencing(31));
    assertThat(verify(signed, XmlLimits.standard()).conclusion()).isEqualTo(Conclusion.VALID);
    DocumentReport report = verify(signed, XmlLimits.standard().withReferences(30));
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  /** Kept facts are judged by the limits of whoever asks, narrower or wider than theirs. */
  @Test
  void factsAreJudgedAgainByTheLimitsOfThePolicy() {
    Facts.Subject subject =
        new Facts.Subject(
            "a.xml", DocumentSource.of(Bytes.utf8(referencing(31))), Optional.empty());
    TrustPolicy narrow = limited(XmlLimits.standard().withReferences(30));
    Facts.Recorded kept = Facts.record(subject, narrow);
    assertThat(kept.report().reason()).contains(Reason.BUDGET_EXCEEDED);
    Facts facts = kept.facts().orElseThrow();
    assertThat(facts.judge(narrow)).isEqualTo(kept.report());
    assertThat(facts.judge(POLICY).conclusion()).isEqualTo(Conclusion.VALID);
    assertThat(facts.judge(POLICY).policySha256()).isNotEqualTo(kept.report().policySha256());
  }

  /** Zero is no limit to readers of XML. */
  @Test
  void noLimitIsZeroOrBeyondAnArray() {
    XmlLimits usual = XmlLimits.standard();
    assertThatThrownBy(() -> usual.withReferences(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new XmlLimits(1, 1, 0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new XmlLimits(Integer.MAX_VALUE, 1, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manyReferencesToSmallPartsAreGenuine() {
    DocumentReport report = verify(Bytes.utf8(referencing(900)), XmlLimits.standard());
    assertThat(report.conclusion()).describedAs("%s", report).isEqualTo(Conclusion.VALID);
  }

  /** The JDK counts general entities since 24; characters written as references are none. */
  @Test
  void characterReferencesAreNoEntities() {
    String text = "<a>" + "&#13;&amp;".repeat(150_000) + "</a>";
    Bytes signed =
        XmlSigner.sign(XmlSignRequest.enveloped(Bytes.utf8(text), TestPki.NOW), SIGNER)
            .orThrow(r -> new IllegalStateException("" + r));
    DocumentReport report = verify(signed, XmlLimits.standard());
    assertThat(report.conclusion()).describedAs("%s", report).isEqualTo(Conclusion.VALID);
  }

  @Test
  void theAllowanceGrowsWithTheContent() {
    XmlLimits limits = XmlLimits.standard();
    assertThat(limits.allowance(0)).isEqualTo(32L << 20);
    assertThat(limits.allowance(1 << 20)).isEqualTo(48L << 20);
    assertThat(limits.allowance(64L << 20)).isEqualTo(limits.canonicalOctets());
  }

  /** A frame of parts, each under a reference of its own. */
  private static String referencing(int count) {
    StringBuilder content = new StringBuilder("<Frame>");
    StringBuilder references = new StringBuilder();
    XmlForge forge = new XmlForge(SIGNER);
    for (int i = 0; i < count; i++) {
      String part = "<Part Id=\"p" + i + "\">" + i + "</Part>";
      content.append(part);
      String digest = XmlSigner.base64(XmlSigner.digest(SIGNER.algorithm()).of(Bytes.utf8(part)));
      references.append(
          forge.reference(" URI=\"#p" + i + "\"", XmlForge.transform(XmlForge.EXCLUSIVE), digest));
    }
    return forge.sign(content + forge.signature("s", references.toString()) + "</Frame>", "s");
  }

  private static DocumentReport verify(Bytes xml, XmlLimits limits) {
    return Trust.verify(DocumentSource.of(xml), limited(limits));
  }

  private static TrustPolicy limited(XmlLimits limits) {
    return POLICY.withBudgets(POLICY.budgets().withXml(limits));
  }
}
