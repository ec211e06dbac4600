package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.TrustPolicy;

/**
 * Signed XML with some octets changed: never an exception, and never VALID with other signed
 * content than before. {@code xinfu.soak} multiplies the tries by its minutes.
 */
class XmlFuzzTest {
  /** Time that neighbours on the machine do not lengthen. */
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  private static final long SEED = Long.getLong("xinfu.seed", 20261124L);
  private static final long MINUTES = Long.getLong("xinfu.soak", 0);
  private static final int TRIES = (int) (400 * Math.max(1, 50 * MINUTES));
  private static final XmlVectors SAMPLES = XmlVectors.samples();
  private static final TrustPolicy POLICY = TestPki.seeded("xml vectors").policy();
  private static final XmlVerifier VERIFIER = new XmlVerifier();

  @Test
  void changedOctetsNeverPassForOthers() {
    System.out.println(
        "xml: " + 2 * TRIES + " altered, " + TRIES + " cut or spliced, seed " + SEED);
    Random random = new Random(SEED);
    for (String sample : List.of(SAMPLES.enveloped, SAMPLES.xades)) {
      Bytes genuine = Bytes.utf8(sample);
      List<VerifiedXml.Part> signed = parts(genuine);
      for (int i = 0; i < TRIES; i++) {
        byte[] octets = genuine.toArray();
        for (int n = random.nextInt(3); n >= 0; n--) {
          mutate(octets, random);
        }
        Bytes changed = Bytes.of(octets);
        DocumentReport report = VERIFIER.verify(DocumentSource.of(changed), POLICY);
        if (report.conclusion() == Conclusion.VALID && !changed.equals(genuine)) {
          assertThat(parts(changed)).describedAs(describe(changed)).isEqualTo(signed);
        }
      }
    }
  }

  @Test
  void cutAndSplicedDocumentsEndInAVerdict() {
    Random random = new Random(SEED);
    Bytes genuine = Bytes.utf8(SAMPLES.xades);
    for (int i = 0; i < TRIES / 2; i++) {
      int from = random.nextInt(genuine.length());
      int to = from + random.nextInt(genuine.length() - from);
      int at = random.nextInt(genuine.length());
      Bytes piece = genuine.slice(from, to);
      Bytes spliced =
          genuine.slice(0, at).concat(piece).concat(genuine.slice(at, genuine.length()));
      Bytes cut = genuine.slice(0, from).concat(genuine.slice(to, genuine.length()));
      for (Bytes each : List.of(spliced, cut)) {
        DocumentReport report = VERIFIER.verify(DocumentSource.of(each), POLICY);
        boolean harmless =
            report.conclusion() != Conclusion.VALID || parts(each).equals(parts(genuine));
        assertThat(harmless).describedAs(describe(each)).isTrue();
      }
    }
  }

  @Test
  void everyCharacterOfSignedContentCounts() {
    String text = SAMPLES.enveloped;
    int from = text.indexOf("<Holder>");
    int to = text.indexOf("<ds:Signature ");
    for (int i = from; i < to; i++) {
      char other = text.charAt(i) == 'x' ? 'y' : 'x';
      String changed = text.substring(0, i) + other + text.substring(i + 1);
      DocumentReport report = VERIFIER.verify(DocumentSource.of(Bytes.utf8(changed)), POLICY);
      assertThat(report.conclusion()).describedAs(changed).isNotEqualTo(Conclusion.VALID);
    }
  }

  @Test
  void hostileShapesEndInTime() {
    String deep = "<a>".repeat(200_000);
    String wide = "<a " + "b='1' c='2' ".repeat(1) + "/>";
    String attributes = "<a>" + manyAttributes() + "</a>";
    String many = "<a>" + "<b/>".repeat(240_000) + "</a>";
    String whole = SAMPLES.enveloped.replace("food", "x".repeat(400_000));
    int from = whole.indexOf("<ds:Reference");
    int to = whole.indexOf("</ds:Reference>") + "</ds:Reference>".length();
    String references =
        whole.substring(0, to) + whole.substring(from, to).repeat(999) + whole.substring(to);
    for (String each : List.of(deep, wide, attributes, many, references)) {
      long begin = CPU.getCurrentThreadCpuTime();
      DocumentReport report = VERIFIER.verify(DocumentSource.of(Bytes.utf8(each)), POLICY);
      assertThat(report.conclusion()).isNotEqualTo(Conclusion.VALID);
      assertThat((CPU.getCurrentThreadCpuTime() - begin) / 1_000_000).isLessThan(10_000);
    }
  }

  private static String manyAttributes() {
    StringBuilder element = new StringBuilder("<b");
    for (int i = 0; i < 5_000; i++) {
      element.append(" a").append(i).append("='1'");
    }
    return element.append("/>").toString();
  }

  private static void mutate(byte[] octets, Random random) {
    int at = random.nextInt(octets.length);
    switch (random.nextInt(3)) {
      case 0 -> octets[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> octets[at] = (byte) "<>/&\"'= #-!?".charAt(random.nextInt(12));
      default -> octets[at] = octets[random.nextInt(octets.length)];
    }
  }

  private static List<VerifiedXml.Part> parts(Bytes xml) {
    return VERIFIER
        .open(DocumentSource.of(xml), POLICY)
        .fold(
            v -> v.parts().stream().map(XmlFuzzTest::nameless).toList(),
            (r, q) -> List.of(),
            (r, q) -> List.of());
  }

  /** The Id of a signature is not signed; what it signs must stay the same. */
  private static VerifiedXml.Part nameless(VerifiedXml.Part part) {
    return new VerifiedXml.Part("", part.uri(), part.element(), part.octets());
  }

  private static String describe(Bytes xml) {
    return "seed " + SEED + ": " + Base64.getEncoder().encodeToString(xml.toArray()) + Map.of();
  }
}
