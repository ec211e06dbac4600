package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** How paths are found among candidates that an attacker may have written, and which one counts. */
class PathBuilderTest {
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("path builder");
  private static final Signer A = VAULT.key(SignatureAlgorithm.SM2_SM3, "a");
  private static final Signer B = VAULT.key(SignatureAlgorithm.SM2_SM3, "b");
  private static final Signer C = VAULT.key(SignatureAlgorithm.SM2_SM3, "c");
  private static final Certificate ROOT = CertificateForge.root("CN=a", A).ca().make();
  private static final Certificate SUB = certificate("CN=b", B, A, "CN=a");
  private static final Certificate LEAF = certificate("CN=c", C, B, "CN=b");

  @Test
  void aLeafThatIsAnAnchorIsItsOwnPath() {
    assertThat(new PathBuilder(List.of(ROOT, LEAF), List.of(SUB), 10).from(LEAF))
        .containsExactly(List.of(LEAF));
  }

  @Test
  void aPathGoesThroughCandidatesToAnAnchor() {
    assertThat(paths(List.of(ROOT), List.of(SUB), LEAF)).containsExactly(List.of(LEAF, SUB, ROOT));
    assertThat(paths(List.of(ROOT), List.of(), LEAF)).isEmpty();
    assertThat(paths(List.of(), List.of(SUB, ROOT), LEAF)).isEmpty();
  }

  @Test
  void anAnchorEndsThePathEvenWhenMoreWouldFollow() {
    assertThat(paths(List.of(SUB, ROOT), List.of(SUB, ROOT), LEAF))
        .containsExactly(List.of(LEAF, SUB));
  }

  @Test
  void theSameCandidateTwiceIsOne() {
    assertThat(paths(List.of(ROOT), List.of(SUB, SUB, LEAF, ROOT), LEAF)).hasSize(1);
  }

  @Test
  void everyCrossCertificateGivesAPath() {
    Certificate other = CertificateForge.root("CN=other", C).ca().make();
    Certificate cross = certificate("CN=b", B, C, "CN=other");
    assertThat(paths(List.of(ROOT, other), List.of(SUB, cross), LEAF))
        .containsExactlyInAnyOrder(List.of(LEAF, SUB, ROOT), List.of(LEAF, cross, other));
  }

  @Test
  void keyIdentifiersChooseAmongNamesakes() {
    Certificate first = identified(A, 1);
    Certificate second = identified(B, 2);
    Certificate leaf =
        new CertificateForge("CN=leaf", C, B, "CN=ca")
            .with(
                Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(new byte[] {2}))
            .make();
    assertThat(paths(List.of(first, second), List.of(), leaf))
        .containsExactly(List.of(leaf, second));
    // Where either side is silent the signature alone tells namesakes apart.
    Certificate silent = new CertificateForge("CN=leaf", C, B, "CN=ca").make();
    assertThat(paths(List.of(first, second), List.of(), silent))
        .containsExactly(List.of(silent, second));
    Certificate plain = CertificateForge.root("CN=ca", B).ca().make();
    assertThat(paths(List.of(plain), List.of(), leaf)).hasSize(1);
  }

  /** Of one key under two identifiers, the certificate says which one issued it. */
  @Test
  void keyIdentifiersThatDisagreeAreOfAnotherIssuer() {
    Certificate other = identified(B, 1);
    Certificate named = identified(B, 2);
    Certificate leaf =
        new CertificateForge("CN=leaf", C, B, "CN=ca")
            .with(
                Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(new byte[] {2}))
            .make();
    assertThat(paths(List.of(other, named), List.of(), leaf)).containsExactly(List.of(leaf, named));
    assertThat(paths(List.of(other), List.of(), leaf)).isEmpty();
  }

  @Test
  void anotherNameIsAnotherIssuer() {
    assertThat(PathBuilder.mayHaveIssued(ROOT, SUB)).isTrue();
    assertThat(PathBuilder.mayHaveIssued(SUB, ROOT)).isFalse();
    assertThat(PathBuilder.mayHaveIssued(LEAF, LEAF)).isFalse();
    assertThat(PathBuilder.mayHaveIssued(ROOT, ROOT)).isTrue();
  }

  /** RFC 5280 §7.1: the order of the relative names is part of the name. */
  @Test
  void theSamePartsInAnotherOrderAreAnotherName() {
    Certificate issuer = certificate("CN=b,O=x,O=y", B, A, "CN=a");
    Certificate same = certificate("CN=c", C, B, "CN=B ,O=X,O=y");
    Certificate turned = certificate("CN=c", C, B, "CN=b,O=y,O=x");
    assertThat(PathBuilder.mayHaveIssued(issuer, same)).isTrue();
    assertThat(PathBuilder.mayHaveIssued(issuer, turned)).isFalse();
    assertThat(paths(List.of(ROOT), List.of(issuer), same)).hasSize(1);
    assertThat(paths(List.of(ROOT), List.of(issuer), turned)).isEmpty();
    assertThat(certificate("CN=b,O=x,O=y", B, B, "CN=b,O=y,O=x").selfIssued()).isFalse();
  }

  @Test
  void twoThatCertifyEachOtherAreNoEndlessPath() {
    Certificate ab = certificate("CN=a", A, B, "CN=b");
    Certificate ba = certificate("CN=b", B, A, "CN=a");
    PathBuilder builder = new PathBuilder(List.of(), List.of(ab, ba), 10);
    assertThat(builder.from(LEAF)).isEmpty();
    assertThat(builder.cutByLength()).isFalse();
  }

  @Test
  void theLengthCountsEveryCertificate() {
    assertThat(new PathBuilder(List.of(ROOT), List.of(SUB), 3).from(LEAF)).hasSize(1);
    PathBuilder two = new PathBuilder(List.of(ROOT), List.of(SUB), 2);
    assertThat(two.from(LEAF)).isEmpty();
    assertThat(two.cutByLength()).isTrue();
    PathBuilder one = new PathBuilder(List.of(SUB), List.of(), 1);
    assertThat(one.from(LEAF)).isEmpty();
    assertThat(one.cutByLength()).isTrue();
  }

  @Test
  void aMazeEndsAtTheBudgets() {
    // Eight layers of three namesakes, each certified by each above: 3^8 ways, all of them sound.
    List<Signer> keys = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      keys.add(VAULT.key(SignatureAlgorithm.SM2_SM3, "maze " + i));
    }
    List<Certificate> maze = new ArrayList<>();
    for (int layer = 0; layer < 8; layer++) {
      for (Signer key : keys) {
        for (Signer above : keys) {
          maze.add(certificate("CN=layer " + layer, key, above, "CN=layer " + (layer + 1)));
        }
      }
    }
    Certificate leaf = certificate("CN=leaf", C, keys.get(0), "CN=layer 0");
    PathBuilder lost = new PathBuilder(List.of(), maze, 20);
    assertThat(lost.from(leaf)).isEmpty();
    assertThat(lost.exhausted()).isTrue();
    List<Certificate> ends = new ArrayList<>();
    for (Signer key : keys) {
      ends.add(CertificateForge.root("CN=layer 8", key).ca().make());
    }
    PathBuilder found = new PathBuilder(ends, maze, 20);
    assertThat(found.from(leaf)).hasSizeBetween(16, 21);
    TrustPolicy nobody = TrustPolicy.interop(List.of(), List.of(), TestPki.NOW);
    ChainQuery query =
        new ChainQuery(nobody, Role.SIGNER, TestPki.NOW, TimeSource.CLAIMED, Lenience.SEAL);
    Report report = ChainValidator.validate(leaf, maze, query).report();
    assertThat(report.conclusion()).isEqualTo(Conclusion.INDETERMINATE);
    assertThat(report.reason()).contains(Reason.BUDGET_EXCEEDED);
  }

  @Test
  void moreNamesakesThanAnyoneNeedsEndTheSearch() {
    List<Certificate> crowd = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      Certificate one = CertificateForge.root("CN=b", A).serial(1000 + i).ca().make();
      crowd.add(one);
    }
    PathBuilder builder = new PathBuilder(List.of(ROOT), crowd, 10);
    assertThat(builder.from(LEAF)).isEmpty();
    assertThat(builder.exhausted()).isTrue();
  }

  /** The key identifier names an anchor that did not sign: that is a lie, not another issuer. */
  @Test
  void aBrokenPathIsTakenOnlyWhenKeyIdentifiersAgree() {
    Certificate anchor = identified(A, 1);
    CertificateForge forged = new CertificateForge("CN=leaf", C, B, "CN=ca");
    assertThat(paths(List.of(anchor), List.of(), forged.make())).isEmpty();
    AuthorityKeyIdentifier named = new AuthorityKeyIdentifier(new byte[] {1});
    Certificate naming = forged.with(Extension.authorityKeyIdentifier, false, named).make();
    assertThat(paths(List.of(anchor), List.of(), naming)).containsExactly(List.of(naming, anchor));
    assertThat(validate(naming, List.of(anchor), TrustPolicy.Mode.INTEROP).report().reason())
        .contains(Reason.CHAIN_BROKEN);
  }

  /** A CA that has a new key under its old name, which the old one certified, is no loop. */
  @Test
  void aNewKeyUnderTheOldNameIsOnThePath() {
    Certificate old = certificate("CN=b", C, A, "CN=a");
    Certificate next = certificate("CN=b", B, C, "CN=b");
    assertThat(paths(List.of(ROOT), List.of(old, next), LEAF))
        .containsExactly(List.of(LEAF, next, old, ROOT));
  }

  /** A namesake that says nothing of its key is simply not the issuer. */
  @Test
  void aNamesakeWithoutAnIdentifierIsNoBrokenIssuer() {
    AuthorityKeyIdentifier named = new AuthorityKeyIdentifier(new byte[] {1});
    Certificate leaf =
        new CertificateForge("CN=leaf", C, B, "CN=ca")
            .with(Extension.authorityKeyIdentifier, false, named)
            .make();
    Certificate silent = CertificateForge.root("CN=ca", A).ca().make();
    assertThat(paths(List.of(silent), List.of(), leaf)).isEmpty();
  }

  /** Few certificates, many ways: of each layer two with one key, which all hold. */
  @Test
  void manyWaysThroughFewCertificatesEndAtTheBudgets() {
    List<Certificate> layers = new ArrayList<>();
    for (int layer = 0; layer < 12; layer++) {
      for (int twin = 0; twin < 2; twin++) {
        layers.add(
            new CertificateForge("CN=l" + layer, B, B, "CN=l" + (layer + 1))
                .serial(100L * layer + twin)
                .ca()
                .make());
      }
    }
    Certificate leaf = certificate("CN=leaf", C, B, "CN=l0");
    PathBuilder lost = new PathBuilder(List.of(), layers, 20);
    assertThat(lost.from(leaf)).isEmpty();
    assertThat(lost.exhausted()).isTrue();
    Certificate end = CertificateForge.root("CN=l12", B).ca().make();
    PathBuilder found = new PathBuilder(List.of(end), layers, 20);
    assertThat(found.from(leaf)).hasSize(16);
    assertThat(found.exhausted()).isFalse();
  }

  /** Nor beside a sound one: two keys under one name and identifier are no lie. */
  @Test
  void aBrokenPathIsNotTakenBesideASoundOne() {
    AuthorityKeyIdentifier named = new AuthorityKeyIdentifier(new byte[] {1});
    Certificate leaf =
        new CertificateForge("CN=leaf", C, B, "CN=ca")
            .with(Extension.authorityKeyIdentifier, false, named)
            .make();
    Certificate sound = identified(B, 1);
    assertThat(paths(List.of(identified(A, 1), sound), List.of(), leaf))
        .containsExactly(List.of(leaf, sound));
  }

  @Test
  void ofSeveralPathsAValidOneCounts() {
    // Two anchors of one name; the leaf is signed by the second alone.
    Certificate wrong = CertificateForge.root("CN=b", A).ca().make();
    Certificate right = CertificateForge.root("CN=b", B).ca().make();
    for (List<Certificate> anchors : List.of(List.of(wrong, right), List.of(right, wrong))) {
      Verdict<List<Certificate>> verdict = validate(LEAF, anchors, TrustPolicy.Mode.INTEROP);
      assertThat(verdict).isInstanceOf(Verdict.Valid.class);
      assertThat(verdict.orThrow(r -> new IllegalStateException(r.code())))
          .containsExactly(LEAF, right);
    }
  }

  @Test
  void ofSeveralPathsAnUndecidedOneCountsMoreThanAnInvalid() {
    Certificate wrong = CertificateForge.root("CN=b", A).ca().make();
    Certificate right = CertificateForge.root("CN=b", B).ca().make();
    for (List<Certificate> anchors : List.of(List.of(wrong, right), List.of(right, wrong))) {
      // Strict without a list: revocation of the right path is unknown.
      Verdict<List<Certificate>> verdict = validate(LEAF, anchors, TrustPolicy.Mode.STRICT);
      assertThat(verdict.report().conclusion()).isEqualTo(Conclusion.INDETERMINATE);
      assertThat(verdict.report().reason()).contains(Reason.REVOCATION_UNKNOWN);
    }
    assertThat(validate(LEAF, List.of(wrong), TrustPolicy.Mode.STRICT).report().reason())
        .contains(Reason.NO_TRUST_ANCHOR);
  }

  @Test
  void withoutAPathNothingElseIsSaid() {
    Verdict<List<Certificate>> verdict = validate(LEAF, List.of(), TrustPolicy.Mode.INTEROP);
    assertThat(verdict).isInstanceOf(Verdict.Indeterminate.class);
    assertThat(verdict.report().check("certificate-validity").orElseThrow().outcome())
        .isEqualTo(Outcome.NOT_DONE);
    assertThat(verdict.report().check("certificate-revocation").orElseThrow().outcome())
        .isEqualTo(Outcome.NOT_DONE);
    assertThat(verdict.report().checks()).hasSize(3);
  }

  @Test
  void theReasonWithoutAPathIsThatOfTheRole() {
    for (Role role : Role.values()) {
      TrustPolicy policy = TrustPolicy.interop(List.of(), List.of(), TestPki.NOW);
      ChainQuery query =
          new ChainQuery(policy, role, TestPki.NOW, TimeSource.CLAIMED, Lenience.SEAL);
      assertThat(ChainValidator.validate(LEAF, List.of(), query).report().reason())
          .contains(role == Role.MAKER ? Reason.SEAL_MAKER_NOT_TRUSTED : Reason.NO_TRUST_ANCHOR);
    }
  }

  @Test
  void anExtensionThatIsNoAsn1EndsInAVerdict() {
    Certificate issuer = CertificateForge.root("CN=b", B).ca().make();
    for (var oid : List.of(Extension.authorityKeyIdentifier, Extension.extendedKeyUsage)) {
      Certificate odd = new CertificateForge("CN=c", C, B, "CN=b").damaged(oid).make();
      assertMalformed(validate(odd, List.of(issuer), TrustPolicy.Mode.INTEROP));
    }
    Certificate oddIssuer =
        CertificateForge.root("CN=b", B).ca().damaged(Extension.subjectKeyIdentifier).make();
    assertMalformed(validate(LEAF, List.of(oddIssuer), TrustPolicy.Mode.INTEROP));
  }

  private static void assertMalformed(Verdict<List<Certificate>> verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Invalid.class);
    assertThat(verdict.report().reason()).contains(Reason.MALFORMED);
  }

  private static Verdict<List<Certificate>> validate(
      Certificate leaf, List<Certificate> anchors, TrustPolicy.Mode mode) {
    TrustPolicy policy = TrustPolicy.interop(anchors, List.of(), TestPki.NOW).withMode(mode);
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, TestPki.NOW, TimeSource.CLAIMED, Lenience.SEAL);
    return ChainValidator.validate(leaf, List.of(), query);
  }

  private static List<List<Certificate>> paths(
      List<Certificate> anchors, List<Certificate> candidates, Certificate leaf) {
    return new PathBuilder(anchors, candidates, 10).from(leaf);
  }

  private static Certificate certificate(String name, Signer key, Signer issuer, String by) {
    return new CertificateForge(name, key, issuer, by)
        .with(Extension.basicConstraints, true, new BasicConstraints(true))
        .usage(KeyUsage.keyCertSign | KeyUsage.digitalSignature)
        .make();
  }

  private static Certificate identified(Signer key, int id) {
    return CertificateForge.root("CN=ca", key)
        .ca()
        .with(
            Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(new byte[] {(byte) id}))
        .make();
  }
}
