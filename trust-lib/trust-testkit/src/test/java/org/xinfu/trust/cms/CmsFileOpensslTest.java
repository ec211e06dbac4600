package org.xinfu.trust.cms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xinfu.testkit.OpenSsl;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.KeyKind;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.Sm2;

/** {@code openssl cms} and we judge each other's messages. */
class CmsFileOpensslTest {
  private static final Bytes CONTENT = Bytes.utf8("signed by one, judged by the other\n");
  private static final TestPki PKI = TestPki.seeded("openssl cms");
  private static final Signer ROOT = PKI.root("CN=root,C=CN", SignatureAlgorithm.ECDSA_P256_SHA256);

  @TempDir Path folder;

  private static Signer signer(SignatureAlgorithm suite) {
    // OpenSSL signs with its own clock, whatever that shows.
    TestPki.Spec spec =
        new TestPki.Spec(
            "CN=signer " + suite + ",C=CN",
            Purpose.DOCUMENT_SIGNER,
            Instant.parse("2000-01-01T00:00:00Z"),
            Instant.parse("2045-01-01T00:00:00Z"),
            suite);
    return PKI.issue(spec, ROOT);
  }

  private static TrustPolicy policy() {
    return TrustPolicy.interop(ROOT.chain(), List.of(), Instant.parse("2044-01-01T00:00:00Z"));
  }

  /** SM2 is not among them: this OpenSSL cannot verify CMS with it (no signature id to give). */
  @ParameterizedTest
  @EnumSource(
      names = {
        "RSA_PKCS1_SHA256",
        "RSA_PSS_SHA384",
        "ECDSA_P256_SHA256",
        "ECDSA_P521_SHA512",
        "ED25519"
      })
  void opensslAcceptsOurs(SignatureAlgorithm suite) {
    Signer signer = signer(suite);
    OpenSsl openssl = new OpenSsl(folder);
    openssl.certificates("root.pem", ROOT.chain());
    openssl.write("content", CONTENT);
    openssl.write("attached", CmsSigner.cadesAttached(CONTENT, signer, TestPki.NOW));
    Bytes digest = ContentDigest.of(suite).of(CONTENT);
    openssl.write("detached", CmsSigner.cades(digest, signer, TestPki.NOW));
    String at = Long.toString(TestPki.NOW.getEpochSecond());
    List<String> verify =
        new ArrayList<>(
            List.of("cms", "-verify", "-binary", "-inform", "DER", "-CAfile", "root.pem"));
    verify.addAll(List.of("-purpose", "any", "-attime", at, "-out", "out", "-in"));
    assertThat(run(openssl, verify, "attached")).contains("Verification successful");
    assertThat(openssl.read("out")).isEqualTo(CONTENT);
    assertThat(run(openssl, verify, "detached", "-content", "content"))
        .contains("Verification successful");
    assertThat(run(openssl, verify, "detached", "-content", "root.pem"))
        .contains("Verification failure");
  }

  private static String run(OpenSsl openssl, List<String> first, String... rest) {
    List<String> all = new ArrayList<>(first);
    all.addAll(List.of(rest));
    return openssl.run(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_PKCS1_SHA256, sha256, '', CADES",
    "RSA_PKCS1_SHA512, sha512, '', CADES",
    "RSA_PSS_SHA256, sha256, '-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:digest', CADES",
    "RSA_PSS_SHA256, sha256, '-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:20', CADES",
    "ECDSA_P256_SHA256, sha512, '', CADES",
    "ECDSA_P384_SHA384, sha384, -keyid, CADES",
    "ECDSA_P521_SHA512, sha256, -stream, CADES",
    "ED25519, sha512, '', CADES",
    "RSA_PKCS1_SHA256, sha256, -noattr, PKCS7"
  })
  void weAcceptOpenssls(SignatureAlgorithm suite, String digest, String options, String format) {
    Bytes attached = signed(suite, digest, options + " -nodetach");
    DocumentReport report = Trust.verify(DocumentSource.of(attached), policy());
    assertThat(report.conclusion()).describedAs("%s", report).isEqualTo(Conclusion.VALID);
    assertThat(report.format()).isEqualTo(DocumentFormat.CMS);
    assertThat(report.signatures().get(0).format()).isEqualTo(format);
    String name = String.valueOf(report.signatures().get(0).algorithm());
    assertThat(name)
        .endsWith(
            suite.hash() == Hash.SHA512 && suite.key() == KeyKind.ED25519
                ? "ED25519"
                : digest.toUpperCase(Locale.ROOT));
    Bytes detached = signed(suite, digest, options.replace("-stream", ""));
    DocumentReport over =
        Trust.verify(DocumentSource.of(detached), DocumentSource.of(CONTENT), policy());
    assertThat(over.conclusion()).describedAs("%s", over).isEqualTo(Conclusion.VALID);
    DocumentReport other =
        Trust.verify(DocumentSource.of(detached), DocumentSource.of(Bytes.utf8("other")), policy());
    assertThat(other.conclusion()).isEqualTo(Conclusion.INVALID);
    DocumentReport alone = Trust.verify(DocumentSource.of(detached), policy());
    assertThat(alone.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(alone.reason()).contains(Reason.SIGNED_CONTENT_MISSING);
  }

  /** OpenSSL signs CMS with an empty user id, which GM/T 0009 §10 does not know: not believed. */
  @Test
  void opensslsSm2HasAnotherUserId() {
    Bytes odd = signed(SignatureAlgorithm.SM2_SM3, "sm3", "-nodetach");
    DocumentReport report = Trust.verify(DocumentSource.of(odd), policy());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
    Bytes attributes = ParsedCms.parse(odd).signers().get(0).toBeSigned();
    ParsedSigner signer = ParsedCms.parse(odd).signers().get(0);
    EcSignature pair = EcSignature.parseDer(signer.signature()).orElseThrow();
    Bytes point = ParsedCms.parse(odd).certificates().get(0).publicKey().orElseThrow().point();
    Bytes e = Sm2.e(point, Bytes.empty(), attributes);
    assertThat(Sm2.verify(Sm2.point(point).orElseThrow(), e, pair.r(), pair.s())).isTrue();
  }

  /** Without attributes it signs the content's digest alone, and with Ed25519 beside any digest. */
  @ParameterizedTest
  @CsvSource({"SM2_SM3, -noattr", "ED25519, ''"})
  void opensslsOtherHabitsWithSm3AreToldAndNotBelieved(SignatureAlgorithm suite, String options) {
    Bytes odd = signed(suite, "sm3", options + " -nodetach");
    DocumentReport report = Trust.verify(DocumentSource.of(odd), policy());
    assertThat(report.conclusion()).describedAs("%s", report).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
    byte[] altered = odd.toArray();
    altered[altered.length - 1] ^= 1;
    DocumentReport broken = Trust.verify(DocumentSource.of(Bytes.of(altered)), policy());
    assertThat(broken.conclusion()).describedAs("%s", broken).isEqualTo(Conclusion.INVALID);
    DocumentReport other =
        Trust.verify(
            DocumentSource.of(signed(suite, "sm3", options)),
            DocumentSource.of(Bytes.utf8("other")),
            policy());
    assertThat(other.conclusion()).describedAs("%s", other).isEqualTo(Conclusion.INVALID);
  }

  /** Nor does it become a forgery by its length: contents beyond memory are read again. */
  @Test
  void opensslsHabitIsToldOfAStreamToo() {
    Bytes odd = signed(SignatureAlgorithm.SM2_SM3, "sm3", "-noattr");
    CmsJudgement told = streamed(odd, CONTENT);
    SignerJudgement signer = told.signers().get(0);
    assertThat(signer.report().conclusion()).as("%s", signer).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(signer.report().reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(streamed(odd, Bytes.utf8("other")).signers().get(0).report().reason())
        .contains(Reason.SIGNATURE_VALUE_WRONG);
  }

  private static CmsJudgement streamed(Bytes message, Bytes content) {
    SignedContent stream =
        new SignedContent(
            digest -> digest.of(content), Optional.empty(), Optional.of(content::stream));
    return CmsVerifier.verify(
        message, stream, new CmsContext(policy(), CmsProfile.FILE, Optional.empty()));
  }

  @Test
  void opensslsLegacyDigestIsIntactAndNotBelieved() {
    Bytes weak = signed(SignatureAlgorithm.RSA_PKCS1_SHA256, "sha1", "-nodetach");
    DocumentReport report = Trust.verify(DocumentSource.of(weak), policy());
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.ALGORITHM_NOT_ALLOWED);
    assertThat(report.signatures().get(0).integrity()).isEqualTo(Integrity.INTACT);
  }

  private Bytes signed(SignatureAlgorithm suite, String digest, String options) {
    Signer signer = signer(suite);
    OpenSsl openssl = new OpenSsl(folder);
    openssl.write("content", CONTENT);
    openssl.certificates("own.pem", signer.chain().subList(0, 1));
    openssl.write(
        "key.pem", OpenSsl.pem("PRIVATE KEY", PKI.vault().privateKey(signer.publicKey())));
    List<String> command =
        new ArrayList<>(
            List.of("cms", "-sign", "-binary", "-cades", "-md", digest, "-in", "content"));
    if (options.contains("-noattr")) {
      command.remove("-cades");
    }
    command.addAll(List.of("-signer", "own.pem", "-inkey", "key.pem"));
    for (String option : options.trim().split(" ")) {
      if (!option.isEmpty()) {
        command.add(option);
      }
    }
    command.addAll(List.of("-outform", "DER", "-out", "cms"));
    String said = openssl.run(command.toArray(String[]::new));
    assertThat(said).doesNotContain("rror");
    return openssl.read("cms");
  }
}
