package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.Mutators;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.ReportJson;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.TrustPolicy.Mode;
import org.xinfu.trust.TrustPolicy.Revocation;
import org.xinfu.trust.facts.Facts;

/**
 * Every published vector, genuine or not, is judged from its facts as from itself: under its own
 * policy to the same octets, and under others. {@code xinfu.soak} asks every policy of every one.
 */
class FactsTest {
  private static final boolean LONG = System.getProperty("xinfu.soak") != null;

  @Test
  void everyVectorIsJudgedFromItsFactsAsFromItself() {
    List<VectorDocuments.Case> cases = VectorDocuments.all();
    assertThat(cases).hasSizeGreaterThan(1_200);
    List<String> differences = new ArrayList<>();
    // Vectors come in pairs of modes: a step of three meets both.
    for (int i = 0; i < cases.size(); i += LONG ? 1 : 3) {
      differences.addAll(differences(cases.get(i), i));
    }
    assertThat(differences).isEmpty();
  }

  private static List<String> differences(VectorDocuments.Case one, int index) {
    List<String> differences = new ArrayList<>();
    Facts.Recorded recorded = Facts.record(one.subject(), one.policy());
    String own = ReportJson.write("x", fresh(one, one.policy()));
    expect(one.name() + " recorded", own, recorded.report(), differences);
    Facts facts = again(recorded.facts().orElseThrow());
    expect(one.name() + " again", own, facts.judge(one.policy()), differences);
    List<TrustPolicy> others = others(one.policy());
    for (int i = 0; i < others.size(); i++) {
      if (LONG || i == index % others.size()) {
        String other = ReportJson.write("x", fresh(one, others.get(i)));
        expect(one.name() + " policy " + i, other, facts.judge(others.get(i)), differences);
      }
    }
    return differences;
  }

  /** The evidence stays, since facts bring it along; everything else changes. */
  private static List<TrustPolicy> others(TrustPolicy policy) {
    Mode mode = policy.strict() ? Mode.INTEROP : Mode.STRICT;
    return List.of(
        policy.withMode(mode),
        policy.withAt(policy.at().plus(Duration.ofDays(12_000))),
        policy.withMode(mode).withRevocation(Revocation.NONE),
        policy.withSigners(List.of()).withMakers(List.of()).withTimestampers(List.of()),
        policy.withMode(mode).withAt(policy.at().minus(Duration.ofDays(12_000))));
  }

  private static DocumentReport fresh(VectorDocuments.Case one, TrustPolicy policy) {
    Optional<DocumentSource> content = one.subject().content();
    return content.isPresent()
        ? Trust.verify(one.subject().document(), content.get(), policy)
        : Trust.verify(one.subject().document(), policy);
  }

  private static Facts again(Facts facts) {
    Bytes written = facts.write();
    Facts read = Facts.read(written).orThrow(reason -> new IllegalStateException(reason.code()));
    assertThat(read.write()).isEqualTo(written);
    return read;
  }

  private static void expect(
      String name, String wanted, DocumentReport report, List<String> differences) {
    String got = ReportJson.write("x", report);
    if (!got.equals(wanted)) {
      differences.add(name + ": " + got + " instead of " + wanted);
    }
  }

  @Test
  void whatIsDerivedNeedNotBeKept() {
    Bytes pdf = Scene.pdf(padded(), Scene.SIGNER);
    for (Bytes document : List.of(pdf, Mutators.flip(pdf, pdf.length() / 2, 1))) {
      TrustPolicy policy = Scene.PKI.policy();
      Facts.Subject subject =
          new Facts.Subject("a.pdf", DocumentSource.of(document), Optional.empty());
      Facts facts = again(Facts.record(subject, policy).facts().orElseThrow());
      assertThat(facts.write().length()).isLessThan(pdf.length() / 4);
      List<TrustPolicy> all = new ArrayList<>(others(policy));
      all.add(policy);
      for (TrustPolicy each : all) {
        assertThat(ReportJson.write("x", facts.judge(each)))
            .isEqualTo(ReportJson.write("x", Samples.verify(document, each)));
      }
      assertThat(facts.judge(policy).conclusion())
          .isEqualTo(document.equals(pdf) ? Conclusion.VALID : Conclusion.INVALID);
    }
  }

  /** Three megabytes that nobody needs to parse. */
  static Bytes padded() {
    try (PDDocument document = new PDDocument()) {
      byte[] noise = new byte[3 << 20];
      new Random(7).nextBytes(noise);
      PDPage page = new PDPage();
      PDStream stream = new PDStream(document, new ByteArrayInputStream(noise));
      page.getCOSObject().setItem(COSName.getPDFName("Noise"), stream);
      document.setDocumentId(7L);
      document.addPage(page);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return Bytes.of(out.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
