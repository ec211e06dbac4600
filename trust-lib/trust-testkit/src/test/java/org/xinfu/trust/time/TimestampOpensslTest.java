package org.xinfu.trust.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.OpenSsl;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** {@code openssl ts} and we judge each other's tokens. */
class TimestampOpensslTest {
  private static final Bytes CONTENT = Bytes.utf8("stamped by one, judged by the other");
  private static final TestPki PKI = TestPki.seeded("openssl ts");
  private static final Signer ROOT =
      PKI.root("CN=TSA root,C=CN", SignatureAlgorithm.RSA_PKCS1_SHA256);

  @TempDir Path folder;

  private static Signer authority(SignatureAlgorithm suite) {
    // OpenSSL stamps with its own clock, whatever that shows.
    TestPki.Spec spec =
        new TestPki.Spec(
            "CN=TSA " + suite + ",C=CN",
            Purpose.TIMESTAMPER,
            Instant.parse("2000-01-01T00:00:00Z"),
            Instant.parse("2045-01-01T00:00:00Z"),
            suite);
    return PKI.issue(spec, ROOT);
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_PKCS1_SHA256", "ECDSA_P384_SHA384", "RSA_PKCS1_SHA512"})
  void opensslAcceptsOurs(SignatureAlgorithm suite) {
    OpenSsl openssl = new OpenSsl(folder);
    openssl.write("content", CONTENT);
    openssl.certificates("root.pem", ROOT.chain());
    openssl.run("ts", "-query", "-data", "content", "-sha256", "-cert", "-out", "request");
    TimestampMaker maker =
        new TimestampMaker(authority(suite), "1.2.3.4", () -> BigInteger.valueOf(9));
    openssl.write("response", maker.respond(openssl.read("request"), TestPki.NOW));
    String at = Long.toString(TestPki.NOW.getEpochSecond());
    String[] verify = {
      "ts",
      "-verify",
      "-in",
      "response",
      "-queryfile",
      "request",
      "-CAfile",
      "root.pem",
      "-attime",
      at
    };
    assertThat(openssl.run(verify)).contains("Verification: OK");
    openssl.run("ts", "-query", "-data", "root.pem", "-sha256", "-cert", "-out", "request");
    assertThat(openssl.run(verify)).contains("Verification: FAILED");
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_PKCS1_SHA256", "ECDSA_P256_SHA256"})
  void weAcceptOpenssls(SignatureAlgorithm suite) {
    Bytes token = stamped(suite, "sha256");
    Instant at = TimestampVerifier.claimedTime(token).orElseThrow();
    TrustPolicy policy =
        TrustPolicy.interop(List.of(), List.of(), at.plusSeconds(60))
            .withTimestampers(ROOT.chain());
    Verdict<ProvenTime> verdict =
        TimestampVerifier.verify(token, d -> d.of(CONTENT), policy, Evidence.none());
    assertThat(verdict).describedAs("%s", verdict.report()).isInstanceOf(Verdict.Valid.class);
    assertThat(verdict.orThrow(r -> new IllegalStateException(r.code())).at()).isEqualTo(at);
    Verdict<ProvenTime> other =
        TimestampVerifier.verify(token, d -> d.of(Bytes.empty()), policy, Evidence.none());
    assertThat(other.report().reason()).contains(Reason.TIMESTAMP_WRONG);
  }

  @Test
  void weAcceptOpensslsSm3Imprint() {
    Bytes token = stamped(SignatureAlgorithm.RSA_PKCS1_SHA256, "sm3");
    Instant at = TimestampVerifier.claimedTime(token).orElseThrow();
    TrustPolicy policy =
        TrustPolicy.interop(List.of(), List.of(), at.plusSeconds(60))
            .withTimestampers(ROOT.chain());
    Verdict<ProvenTime> verdict =
        TimestampVerifier.verify(
            token,
            d -> d == ContentDigest.SM3 ? d.of(CONTENT) : Bytes.empty(),
            policy,
            Evidence.none());
    assertThat(verdict).describedAs("%s", verdict.report()).isInstanceOf(Verdict.Valid.class);
  }

  private Bytes stamped(SignatureAlgorithm suite, String digest) {
    Signer authority = authority(suite);
    OpenSsl openssl = new OpenSsl(folder);
    openssl.write("content", CONTENT);
    openssl.certificates("tsa.pem", authority.chain().subList(0, 1));
    openssl.write(
        "key.pem", OpenSsl.pem("PRIVATE KEY", PKI.vault().privateKey(authority.publicKey())));
    openssl.write("serial", "01\n");
    openssl.write(
        "tsa.cnf",
        "[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=tsa.pem\nsigner_key=key.pem\n"
            + "signer_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256,sm3\n"
            + "accuracy=secs:1\nordering=yes\ness_cert_id_chain=no\ness_cert_id_alg=sha256\n");
    openssl.run("ts", "-query", "-data", "content", "-" + digest, "-cert", "-out", "request");
    String said =
        openssl.run(
            "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "request", "-out", "response");
    Bytes response = openssl.read("response");
    return TimestampExchange.Response.parse(response)
        .flatMap(TimestampExchange.Response::token)
        .orElseThrow(() -> new AssertionError(said + Optional.of(response)));
  }
}
