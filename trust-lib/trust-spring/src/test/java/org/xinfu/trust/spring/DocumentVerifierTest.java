package org.xinfu.trust.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestLists;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.jose.StatusList;
import org.xinfu.trust.jose.StatusListToken;
import org.xinfu.trust.jose.VerifiedStatusList;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.list.AnchorPurpose;
import org.xinfu.trust.list.RootKeys;
import org.xinfu.trust.list.TrustList;
import org.xinfu.trust.list.TrustListMaker;

/** Documents judged by a trust list in a file. */
class DocumentVerifierTest {
  private static final TestPki PKI = TestPki.create();
  private static final Instant NOW = TestPki.NOW;
  private static final SoftKeyVault ROOTS = SoftKeyVault.seeded("spring roots");
  private static final Signer A = ROOTS.key(SignatureAlgorithm.SM2_SM3, "a");
  private static final Signer B = ROOTS.key(SignatureAlgorithm.SM2_SM3, "b");
  private static final RootKeys BOTH = TestLists.roots(A, B);
  private static final Bytes SIGNED =
      CmsSigner.cadesAttached(
          Bytes.utf8("批复（样例）"), PKI.documentSigner("spring-office"), NOW.minusSeconds(3600));

  @TempDir Path home;

  @Test
  void the_list_says_whom_to_trust_and_a_newer_one_is_taken_up() throws IOException {
    DocumentVerifier verifier = verifier(list(1, true), NOW);
    assertThat(reasons(verifier)).isEmpty();
    put(list(2, false), FileTime.from(Instant.now().plusSeconds(2)));
    assertThat(reasons(verifier)).containsExactly(Reason.NO_TRUST_ANCHOR);
  }

  @Test
  void crls_beside_the_list_are_used() throws IOException {
    for (int i = 0; i < PKI.crls().size(); i++) {
      Files.write(home.resolve(i + ".crl"), PKI.crls().get(i).toArray());
    }
    assertThat(warnings(verifier(list(1, true), NOW))).doesNotContain(Reason.REVOCATION_UNKNOWN);
    Files.writeString(home.resolve("0.crl"), "no list at all");
    assertThatThrownBy(() -> verifier(list(1, true), NOW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("0.crl");
  }

  @Test
  void nothing_is_valid_by_a_list_past_its_next_update() throws IOException {
    DocumentVerifier late = verifier(list(1, true), NOW.plus(Duration.ofDays(8)));
    assertThat(late.verify(DocumentSource.of(SIGNED)).reason()).contains(Reason.TRUST_LIST_STALE);
  }

  @Test
  void status_lists_are_judged_by_the_anchors_for_status_alone() throws IOException {
    Signer publisher = PKI.documentSigner("status");
    String token =
        StatusListToken.issue(
            StatusList.of(1, 8),
            new StatusListToken.Issue(
                "https://vault.example/status/1",
                NOW.minusSeconds(60),
                NOW.plus(Duration.ofDays(30)),
                Duration.ofHours(1)),
            publisher);
    assertThat(verifier(list(1, AnchorPurpose.STATUS), NOW).statusList(token))
        .isInstanceOf(Verdict.Valid.class);
    Verdict<VerifiedStatusList> documents =
        verifier(list(1, AnchorPurpose.SIGNER), NOW).statusList(token);
    assertThat(documents.report().reason()).contains(Reason.NO_TRUST_ANCHOR);
    Verdict<VerifiedStatusList> late =
        verifier(list(1, AnchorPurpose.STATUS), NOW.plus(Duration.ofDays(8))).statusList(token);
    assertThat(late).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(late.report().reason()).contains(Reason.TRUST_LIST_STALE);
  }

  @Test
  void an_application_gets_one_by_one_property_and_none_without() throws IOException {
    put(list(1, true), FileTime.from(Instant.now()));
    try (ConfigurableApplicationContext application = start()) {
      assertThat(application.getBeansOfType(DocumentVerifier.class)).isEmpty();
    }
    String property = "--xinfu.verify.trust-list=" + file();
    try (ConfigurableApplicationContext application = start(property)) {
      assertThat(reasons(application.getBean(DocumentVerifier.class))).isEmpty();
    }
    Files.writeString(file(), "{}");
    assertThatThrownBy(() -> start(property)).hasStackTraceContaining("is no trust list");
  }

  private static ConfigurableApplicationContext start(String... arguments) {
    return new SpringApplicationBuilder(Department.class)
        .web(WebApplicationType.NONE)
        .run(arguments);
  }

  /** An application that wants nothing but the verifier. */
  @ImportAutoConfiguration(VerifyAutoConfiguration.class)
  static class Department {
    @Bean
    Clock clock() {
      return Clock.fixed(NOW, ZoneOffset.UTC);
    }
  }

  private static List<Reason> reasons(DocumentVerifier verifier) {
    DocumentReport report = verifier.verify(DocumentSource.of(SIGNED));
    assertThat(report.signatures()).hasSize(1);
    return report.reason().stream().toList();
  }

  private static List<Reason> warnings(DocumentVerifier verifier) {
    SignatureReport one = verifier.verify(DocumentSource.of(SIGNED)).signatures().get(0);
    return one.report().checks().stream()
        .flatMap(check -> java.util.Optional.ofNullable(check.reason()).stream())
        .toList();
  }

  private DocumentVerifier verifier(TrustList list, Instant now) throws IOException {
    put(list, FileTime.from(Instant.now()));
    return new DocumentVerifier(file(), Clock.fixed(now, ZoneOffset.UTC));
  }

  private void put(TrustList list, FileTime changed) throws IOException {
    Path fresh = home.resolve("trust.new");
    Files.write(fresh, TrustListMaker.sign(list, List.of(A, B)).toArray());
    Files.setLastModifiedTime(fresh, changed);
    Files.move(fresh, file(), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file() {
    return home.resolve("trust.json");
  }

  private static TrustList list(long version, AnchorPurpose purpose) {
    return TestLists.list(
        version,
        NOW.minusSeconds(60),
        BOTH,
        List.of(TestLists.anchor(PKI.documentRoot(), purpose)));
  }

  private static TrustList list(long version, boolean office) {
    Signer root = office ? PKI.documentRoot() : PKI.signerRoot();
    return TestLists.list(
        version, NOW.minusSeconds(60), BOTH, List.of(TestLists.anchor(root, AnchorPurpose.SIGNER)));
  }
}
