package org.xinfu.trust.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.DerMutators;
import org.xinfu.testkit.DerMutators.Altered;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.time.TimestampMaker;
import org.xinfu.trust.time.TimestampSource;

/**
 * XAdES B-LTA with its certificates, lists and tokens damaged tag by tag and value by value: the
 * archive time-stamp covers all but itself, and each ends in a verdict that is not VALID.
 */
class DamagedValuesTest {
  private static final TestPki PKI = TestPki.seeded("xades damage");
  private static final Signer AUTHORITY = PKI.timestamper("样例时间戳");
  private static final Instant STAMPED = TestPki.NOW.plus(Duration.ofMinutes(1));
  private static final Pattern VALUE = Pattern.compile("(?<=>)[A-Za-z0-9+/=\\s]{300,}(?=<)");

  @Test
  void everyEncapsulatedValueCounts() {
    TrustPolicy policy =
        PKI.policy()
            .withMode(TrustPolicy.Mode.STRICT)
            .withCrls(List.of())
            .withAt(TestPki.NOW.plus(Duration.ofHours(1)));
    String archived = archived().toUtf8();
    assertThat(judge(archived, policy)).isEqualTo(Conclusion.VALID);
    List<int[]> places = new ArrayList<>();
    Matcher matcher = VALUE.matcher(archived);
    while (matcher.find()) {
      places.add(new int[] {matcher.start(), matcher.end()});
    }
    assertThat(places).hasSizeGreaterThan(5);
    for (int[] place : places) {
      String text = archived.substring(place[0], place[1]);
      Bytes value = Bytes.of(Base64.getMimeDecoder().decode(text));
      List<Altered> all = new ArrayList<>(DerMutators.some(DerMutators.headers(value), 25));
      all.addAll(DerMutators.some(DerMutators.mended(value), 25));
      for (Altered altered : all) {
        String other =
            archived.substring(0, place[0])
                + Base64.getEncoder().encodeToString(altered.octets().toArray())
                + archived.substring(place[1]);
        Conclusion conclusion = judge(other, policy);
        // Nothing covers the certificates that the last token brings.
        if (place != places.get(places.size() - 1)) {
          assertThat(conclusion)
              .as("%s in %s", altered.what(), text.substring(0, 20))
              .isNotEqualTo(Conclusion.VALID);
        }
      }
    }
  }

  private static Conclusion judge(String xml, TrustPolicy policy) {
    return new XmlVerifier().verify(DocumentSource.of(Bytes.utf8(xml)), policy).conclusion();
  }

  private static Bytes archived() {
    Bytes content = Bytes.utf8(XmlVectors.CONTENT);
    Signer signer = PKI.documentSigner("样例签名人");
    Bytes basic = XmlSignerTest.sign(XmlSignRequest.enveloped(content, TestPki.NOW), signer);
    Bytes stamped = ok(XadesExtender.timestamp(basic, id(basic), source(STAMPED)));
    Evidence evidence = new Evidence(AUTHORITY.chain(), List.of(list()), List.of());
    Bytes valued = ok(XadesExtender.values(stamped, id(stamped), evidence));
    return ok(XadesExtender.archive(valued, id(valued), Map.of(), source(STAMPED.plusSeconds(9))));
  }

  private static Bytes list() {
    return PKI.crl(PKI.documentRoot());
  }

  private static TimestampSource source(Instant at) {
    TimestampMaker maker = new TimestampMaker(AUTHORITY, "1.2.3", () -> BigInteger.TEN);
    return (digest, imprint) ->
        new Verdict.Valid<>(
            maker.token(new TimestampMaker.Order(digest, imprint, Optional.empty()), at),
            new Report.Builder().report());
  }

  private static String id(Bytes xml) {
    return xml.toUtf8().replaceFirst("(?s).*<ds:Signature [^>]*Id=\"([^\"]*)\".*", "$1");
  }

  private static Bytes ok(Verdict<Bytes> verdict) {
    return verdict.orThrow(r -> new IllegalStateException(r + " " + verdict.report()));
  }
}
