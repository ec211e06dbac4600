package org.xinfu.trust.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.trust.Reason.ENCODING_NOT_STANDARD;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.cms.CmsContext;
import org.xinfu.trust.cms.CmsJudgement;
import org.xinfu.trust.cms.CmsProfile;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.CmsVerifier;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.jose.JwsSigner;
import org.xinfu.trust.key.Signer;

/**
 * Whatever octet of a covered region changes, no document stays VALID: more than 5,000 tries over
 * the formats, the same seed every time; {@code xinfu.soak} multiplies them by its minutes.
 */
class FlippedDocumentTest {
  private static final long MINUTES = Long.getLong("xinfu.soak", 0);
  private static final long SEED = Long.getLong("xinfu.seed", 20_261_124);
  private static final int TRIES = (int) (900 * Math.max(1, 20 * MINUTES));

  private static final byte[] ISSUER = Scene.SIGNER.chain().get(1).der().toArray();

  /** A half-open range of octets that a signature covers. */
  private record Region(int from, int to) {}

  /** What is covered to its last octet, besides the samples: messages and tokens. */
  private static Map<String, Bytes> documents() {
    Map<String, Bytes> all = Samples.documents();
    for (Signer signer : List.of(Scene.SIGNER, Scene.DOCUMENT_SIGNER)) {
      String name = "-" + signer.algorithm();
      Bytes digest = ContentDigest.of(signer.algorithm()).of(Samples.CONTENT);
      all.put("cms" + name, CmsSigner.cadesAttached(Samples.CONTENT, signer, TestSeals.SIGNED));
      all.put("jws" + name, Bytes.utf8(JwsSigner.with(signer).compact(Samples.CONTENT)));
      all.put("jws-json" + name, Bytes.utf8(JwsSigner.with(signer).flattened(digest)));
    }
    return all;
  }

  @Test
  void theSamplesAreValid() {
    documents()
        .forEach(
            (name, document) ->
                assertThat(Samples.verify(document, Samples.POLICY).conclusion())
                    .describedAs(name)
                    .isEqualTo(Conclusion.VALID));
  }

  @Test
  void noFlippedDocumentIsValid() {
    Map<String, Bytes> documents = documents();
    System.out.println(
        "flips: " + documents.size() * TRIES + " of " + documents.keySet() + ", seed " + SEED);
    for (Map.Entry<String, Bytes> each : documents.entrySet()) {
      List<Region> covered = covered(each.getKey(), each.getValue());
      List<String> survivors =
          IntStream.range(0, TRIES)
              .parallel()
              .mapToObj(i -> survivor(each.getValue(), covered, i))
              .filter(s -> !s.isEmpty())
              .toList();
      assertThat(survivors).describedAs(each.getKey() + ", seed " + SEED).isEmpty();
    }
  }

  private static String survivor(Bytes document, List<Region> covered, int index) {
    Random random = new Random(SEED * 31 + index);
    Region region = covered.get(random.nextInt(covered.size()));
    int at = region.from() + random.nextInt(region.to() - region.from());
    int mask = 1 + random.nextInt(255);
    Bytes altered = Mutators.flip(document, at, mask);
    return Samples.verify(altered, Samples.POLICY).conclusion() == Conclusion.VALID
        ? at + "^" + mask + " behind " + printable(document.slice(Math.max(0, at - 40), at))
        : "";
  }

  private static String printable(Bytes octets) {
    return new String(octets.toArray(), StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
  }

  /**
   * Of a PDF all but the signature's hexadecimal digits; of XML and of a message all but what
   * nobody signed: the issuer's certificate, which the policy has anyway, and a message's two
   * version numbers, of which others are told (WARN).
   */
  private static List<Region> covered(String name, Bytes document) {
    if (name.startsWith("pdf")) {
      String text = new String(document.toArray(), StandardCharsets.ISO_8859_1);
      int from = text.lastIndexOf("/Contents <") + 10;
      return List.of(new Region(0, from), new Region(text.indexOf('>', from), document.length()));
    }
    if (name.startsWith("xml")) {
      return xml(new String(document.toArray(), StandardCharsets.ISO_8859_1));
    }
    if (name.startsWith("cms")) {
      byte[] octets = document.toArray();
      List<Region> open = new ArrayList<>(versions(octets));
      if (name.equals("cms-" + Scene.SIGNER.algorithm())) {
        int at = indexOf(octets, ISSUER);
        open.add(1, new Region(at, at + ISSUER.length));
      }
      return between(open, octets.length);
    }
    return List.of(new Region(0, document.length()));
  }

  /**
   * Not the declaration, the Id of the value, and certificates behind the signer's; nor blanks in
   * tags, of which the canonical form knows no kinds.
   */
  private static List<Region> xml(String text) {
    int declaration = text.startsWith("<?") ? text.indexOf("?>") + 2 : 0;
    int id = text.indexOf("<ds:SignatureValue Id=\"") + 19;
    int certificates = text.indexOf("</ds:X509Certificate>");
    assertThat(id).isBetween(19, certificates);
    List<Region> open = new ArrayList<>();
    open.add(new Region(0, declaration));
    open.add(new Region(id, text.indexOf('>', id)));
    open.add(new Region(certificates, text.lastIndexOf("</ds:X509Certificate>")));
    for (int at = text.indexOf(' ', declaration); at >= 0; at = text.indexOf(' ', at + 1)) {
      open.add(new Region(at, at + 1));
    }
    open.sort(Comparator.comparingInt(Region::from));
    return between(open, text.length());
  }

  /** The numbers in SignedData and, behind the certificates, SignerInfo (RFC 5652 §5.1, §5.3). */
  private static List<Region> versions(byte[] cms) {
    String text = new String(cms, StandardCharsets.ISO_8859_1);
    String version = "\u0002\u0001\u0001";
    int first = text.indexOf(version) + 2;
    int last = text.lastIndexOf(version) + 2;
    assertThat(first).isBetween(3, last - 1);
    return List.of(new Region(first, first + 1), new Region(last, last + 1));
  }

  private static List<Region> between(List<Region> open, int length) {
    List<Region> covered = new ArrayList<>();
    int from = 0;
    for (Region each : open) {
      covered.add(new Region(from, each.from()));
      from = each.to();
    }
    covered.add(new Region(from, length));
    covered.removeIf(region -> region.from() == region.to());
    return covered;
  }

  @Test
  void anotherVersionNumberIsToldOrRefused() {
    documents()
        .forEach(
            (name, document) -> {
              if (!name.startsWith("cms")) {
                return;
              }
              for (Region version : versions(document.toArray())) {
                for (int mask = 1; mask < 256; mask++) {
                  Bytes altered = Mutators.flip(document, version.from(), mask);
                  DocumentReport report = Samples.verify(altered, Samples.POLICY);
                  assertThat(report.conclusion() == Conclusion.VALID && !told(report))
                      .as("%s at %d ^ %d", name, version.from(), mask)
                      .isFalse();
                }
              }
            });
  }

  private static boolean told(DocumentReport report) {
    return Stream.concat(
            Stream.of(report.document()), report.signatures().stream().map(s -> s.report()))
        .flatMap(r -> r.checks().stream())
        .anyMatch(c -> c.outcome() == Outcome.WARN && c.reason() == ENCODING_NOT_STANDARD);
  }

  private static int indexOf(byte[] in, byte[] what) {
    for (int at = 0; at + what.length <= in.length; at++) {
      if (Arrays.equals(in, at, at + what.length, what, 0, what.length)) {
        return at;
      }
    }
    throw new AssertionError("the sample changed its shape");
  }

  @Test
  void noFlippedCmsOrContentIsValid() {
    for (Signer signer : List.of(Scene.SIGNER, Scene.DOCUMENT_SIGNER)) {
      Bytes cms = Samples.cms(signer);
      assertThat(valid(cms, Samples.CONTENT)).isTrue();
      Random random = new Random(SEED);
      List<String> survivors = new ArrayList<>();
      for (int i = 0; i < TRIES / 2; i++) {
        int at = i < cms.length() ? i : random.nextInt(cms.length());
        if (valid(Mutators.flip(cms, at, 1 + random.nextInt(255)), Samples.CONTENT)) {
          survivors.add("cms " + at);
        }
      }
      for (int at = 0; at < Samples.CONTENT.length(); at++) {
        if (valid(cms, Mutators.flip(Samples.CONTENT, at, 1 + random.nextInt(255)))) {
          survivors.add("content " + at);
        }
      }
      assertThat(survivors).describedAs("seed " + SEED).isEmpty();
    }
  }

  private static boolean valid(Bytes cms, Bytes content) {
    CmsContext context = new CmsContext(Samples.POLICY, CmsProfile.CADES, Optional.empty());
    CmsJudgement judgement = CmsVerifier.verify(cms, digest -> digest.of(content), context);
    return judgement.structure().conclusion() == Conclusion.VALID
        && judgement.signers().stream().allMatch(s -> s.report().conclusion() == Conclusion.VALID);
  }
}
