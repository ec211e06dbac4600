package org.xinfu.trust.list;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xinfu.testkit.DistrustVectors;
import org.xinfu.testkit.ReceiptVectors;
import org.xinfu.testkit.TrustListVectors;
import org.xinfu.testkit.VectorFile;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainValidator;

/** The published trust lists get the published verdicts, and the generators still make them. */
class TrustVectorsTest {
  private static final VectorFile LISTS = new VectorFile("trust/list.json");
  private static final VectorFile DISTRUST = new VectorFile("trust/distrust.json");
  private static final VectorFile RECEIPTS = new VectorFile("trust/receipt.json");

  @Test
  void theGeneratorsMakeTheCommittedFiles() throws IOException {
    LISTS.assertIs(TrustListVectors.write());
    DISTRUST.assertIs(DistrustVectors.write());
    RECEIPTS.assertIs(ReceiptVectors.write());
  }

  @TestFactory
  Stream<DynamicTest> lists() throws IOException {
    return LISTS.tests(TrustVectorsTest::judgeList);
  }

  @TestFactory
  Stream<DynamicTest> paths() throws IOException {
    return DISTRUST.tests(TrustVectorsTest::judgePath);
  }

  @TestFactory
  Stream<DynamicTest> receipts() throws IOException {
    return RECEIPTS.tests(TrustVectorsTest::judgeReceipt);
  }

  private static VectorFile.Answer judgeReceipt(Map<String, ?> input, TrustPolicy policy) {
    TrustPolicy listed =
        reopened(input, "list")
            .policy(policy)
            .withReceipts(List.of(VectorFile.octets(input, "receipt")));
    return VectorFile.Answer.of(
        Trust.verify(DocumentSource.of(VectorFile.octets(input, "file")), listed));
  }

  private static VectorFile.Answer judgeList(Map<String, ?> input, TrustPolicy policy) {
    TrustListState known =
        input.containsKey("kept")
            ? reopened(input, "kept").state()
            : TrustListPin.read(VectorFile.octets(input, "pin")).orElseThrow();
    return VectorFile.Answer.of(
        TrustListChain.accept(VectorFile.octets(input, "list"), known, policy.at()).report());
  }

  private static VectorFile.Answer judgePath(Map<String, ?> input, TrustPolicy policy) {
    List<Certificate> between =
        input.entrySet().stream()
            .filter(e -> e.getKey().startsWith("certificate"))
            .map(e -> certificate(e.getValue()))
            .toList();
    ChainQuery query =
        new ChainQuery(
            reopened(input, "list").policy(policy),
            ChainQuery.Role.valueOf(String.valueOf(input.get("role"))),
            Instant.parse(String.valueOf(input.get("signedAt"))),
            TimeSource.valueOf(String.valueOf(input.get("timeSource"))),
            ChainQuery.Lenience.SEAL,
            Optional.ofNullable(input.get("existedBy")).map(at -> Instant.parse("" + at)));
    Certificate leaf = certificate(Objects.requireNonNull(input.get("leaf")));
    return VectorFile.Answer.of(ChainValidator.validate(leaf, between, query).report());
  }

  private static TrustList reopened(Map<String, ?> input, String name) {
    return TrustListVerifier.reopen(VectorFile.octets(input, name))
        .orThrow(r -> new IllegalStateException(r.code()));
  }

  private static Certificate certificate(Object value) {
    return Certificate.parse(VectorFile.base64(value)).orElseThrow();
  }
}
