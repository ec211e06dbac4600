package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xinfu.testkit.DerMutators;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;

/**
 * What a signature carries, deeper or stranger than anybody writes it: each ends in a verdict and
 * nothing is thrown, on a stack that is small.
 */
class HostileValuesTest {
  private static final XmlVectors SAMPLES = XmlVectors.samples();
  private static final TrustPolicy POLICY = TestPki.seeded("xml vectors").policy();
  private static final int STACK = 384 << 10;
  private static final String KEY = "<ds:KeyInfo>";

  @ParameterizedTest
  @ValueSource(ints = {0x30, 0x31, 0xa0, 0x24})
  void deepValuesEverywhere(int tag) throws InterruptedException {
    String deep = Base64.getEncoder().encodeToString(nested(tag, 100_000));
    for (String holder :
        new String[] {
          "<ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data>",
          "<ds:X509Data><ds:X509CRL>%s</ds:X509CRL></ds:X509Data>",
          "<d:DEREncodedKeyValue xmlns:d='" + Dom.DS11 + "'>%s</d:DEREncodedKeyValue>"
        }) {
      judge(SAMPLES.xades.replace(KEY, KEY + holder.formatted(deep)));
    }
    String value = SAMPLES.xades.replaceFirst("(<ds:SignatureValue[^>]*>)[^<]*", "$1" + deep);
    assertThat(judge(value).conclusion()).isEqualTo(Conclusion.INVALID);
    for (String holder :
        new String[] {
          "SignatureTimeStamp><xades:EncapsulatedTimeStamp>%s</xades:EncapsulatedTimeStamp>"
              + "</xades:SignatureTimeStamp",
          "CertificateValues><xades:EncapsulatedX509Certificate>%s"
              + "</xades:EncapsulatedX509Certificate></xades:CertificateValues",
          "RevocationValues><xades:EncapsulatedCRLValue>%s</xades:EncapsulatedCRLValue>"
              + "</xades:RevocationValues",
          "RevocationValues><xades:EncapsulatedOCSPValue>%s</xades:EncapsulatedOCSPValue>"
              + "</xades:RevocationValues"
        }) {
      judge(unsigned("<xades:" + holder.formatted(deep) + ">"));
    }
  }

  @Test
  void everyDamagedCertificateAndValueOfKeyInfo() throws InterruptedException {
    Pattern values = Pattern.compile("(?<=>)[A-Za-z0-9+/=\\s]{80,}(?=<)");
    for (String sample : List.of(SAMPLES.enveloped, SAMPLES.xades)) {
      Matcher matcher = values.matcher(sample);
      while (matcher.find()) {
        Bytes value = Bytes.of(Base64.getMimeDecoder().decode(matcher.group()));
        if (value.at(0) != 0x30) {
          continue;
        }
        List<DerMutators.Altered> all =
            new ArrayList<>(DerMutators.some(DerMutators.headers(value), 150));
        all.addAll(DerMutators.some(DerMutators.mended(value), 150));
        for (DerMutators.Altered altered : all) {
          judge(
              sample.substring(0, matcher.start())
                  + Base64.getEncoder().encodeToString(altered.octets().toArray())
                  + sample.substring(matcher.end()));
        }
      }
    }
  }

  /** Beside the certificate its key may stand again; what stands there instead contradicts it. */
  @Test
  void damagedKeysBesideTheCertificate() throws InterruptedException {
    Matcher matcher = Pattern.compile("<ds:X509Certificate>([^<]+)<").matcher(SAMPLES.xades);
    assertThat(matcher.find()).isTrue();
    Bytes own =
        Certificate.parse(Bytes.of(Base64.getMimeDecoder().decode(matcher.group(1))))
            .orElseThrow()
            .publicKeyInfo();
    assertThat(beside(own).conclusion()).isEqualTo(Conclusion.VALID);
    // xmlsec1 before 1.3 leaves one empty that it was told to fill.
    assertThat(beside(Bytes.empty()).conclusion()).isEqualTo(Conclusion.VALID);
    List<Bytes> damaged =
        new ArrayList<>(
            List.of(
                Bytes.hex("00"),
                Bytes.hex("3000"),
                Bytes.hex("30023000"),
                Bytes.hex("300430000300"),
                Bytes.hex("0500"),
                own.slice(0, own.length() - 1),
                own.concat(Bytes.hex("00"))));
    DerMutators.some(DerMutators.headers(own), 100).forEach(a -> damaged.add(a.octets()));
    DerMutators.some(DerMutators.mended(own), 100).forEach(a -> damaged.add(a.octets()));
    damaged.removeIf(key -> key.length() == 0);
    for (Bytes key : damaged) {
      assertThat(beside(key).conclusion()).as(key.toHex()).isNotEqualTo(Conclusion.VALID);
    }
  }

  private static DocumentReport beside(Bytes key) throws InterruptedException {
    String text = Base64.getEncoder().encodeToString(key.toArray());
    String holder =
        "<d:DEREncodedKeyValue xmlns:d='" + Dom.DS11 + "'>" + text + "</d:DEREncodedKeyValue>";
    return judge(SAMPLES.xades.replace(KEY, KEY + holder));
  }

  @Test
  void elementsAsDeepAsTheBudget() throws InterruptedException {
    int depth = POLICY.budgets().depth() - 8;
    String deep = "<a>".repeat(depth) + "x" + "</a>".repeat(depth);
    String manifest = "<ds:Manifest>".repeat(depth) + "</ds:Manifest>".repeat(depth);
    String signature = "<ds:Signature><ds:Object>".repeat(depth / 2 - 4);
    String closed = "</ds:Object></ds:Signature>".repeat(depth / 2 - 4);
    String object = "<ds:Object>%s</ds:Object></ds:Signature>";
    for (String content : List.of(deep, manifest, signature + closed)) {
      judge(SAMPLES.enveloped.replace("</ds:Signature>", object.formatted(content)));
      judge(SAMPLES.enveloped.replace("<Holder>", "<Holder>" + content));
    }
  }

  @Test
  void strangeWordsInEveryAttributeOfTheSignature() throws InterruptedException {
    Pattern attribute = Pattern.compile("(?<==\")[^\"]*(?=\")");
    String[] words = {
      "", "#", "#xpointer(id(''))", "urn:oid:", "urn:oid:9.9.9", "\u0000", "#(", "%"
    };
    for (String sample : List.of(SAMPLES.xades, SAMPLES.enveloped)) {
      Matcher matcher = attribute.matcher(sample);
      while (matcher.find()) {
        for (String word : words) {
          judge(sample.substring(0, matcher.start()) + word + sample.substring(matcher.end()));
        }
      }
    }
  }

  private static String unsigned(String property) {
    return SAMPLES.xades.replace(
        "</xades:SignedProperties>",
        "</xades:SignedProperties><xades:UnsignedProperties><xades:UnsignedSignatureProperties>"
            + property
            + "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>");
  }

  private static byte[] nested(int tag, int depth) {
    byte[] inside = {};
    List<byte[]> heads = new ArrayList<>();
    int length = 0;
    for (int i = 0; i < depth; i++) {
      byte[] head = {
        (byte) tag, (byte) 0x83, (byte) (length >> 16), (byte) (length >> 8), (byte) length
      };
      heads.add(head);
      length += head.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = heads.size() - 1; i >= 0; i--) {
      out.writeBytes(heads.get(i));
    }
    out.writeBytes(inside);
    return out.toByteArray();
  }

  /** The verdict, reached on a small stack; what is thrown there fails here. */
  private static DocumentReport judge(String xml) throws InterruptedException {
    FutureTask<DocumentReport> verdict =
        new FutureTask<>(
            () -> new XmlVerifier().verify(DocumentSource.of(Bytes.utf8(xml)), POLICY));
    new Thread(null, verdict, "judge", STACK).start();
    try {
      return verdict.get();
    } catch (ExecutionException thrown) {
      String head = xml.substring(0, Math.min(4000, xml.length()));
      throw new AssertionError(head, thrown.getCause());
    }
  }
}
