package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VerificationKey;

/** The account of one document: what is beyond it is left unjudged, and never believed. */
class WorkloadTest {
  private static final int LINKS = 1000;
  private static final int EVIDENCE = 600;
  private static final SoftKeyVault VAULT = SoftKeyVault.seeded("workload");
  private static final Signer KEY = VAULT.key(SignatureAlgorithm.SM2_SM3, "key");
  private static final Signer OTHER = VAULT.key(SignatureAlgorithm.ED25519, "other");
  private static final Certificate ROOT = CertificateForge.root("CN=ca", KEY).ca().make();
  private static final Certificate LEAF = new CertificateForge("CN=x", KEY, KEY, "CN=ca").make();
  private static final Links.Pair SOUND = new Links.Pair(ROOT, LEAF);

  /** Of another kind of key, so that judging a pair costs nothing. */
  private static final List<Links.Pair> PAIRS = pairs();

  private static List<Links.Pair> pairs() {
    List<Certificate> issuers = new ArrayList<>();
    List<Certificate> subjects = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      issuers.add(CertificateForge.root("CN=ca", OTHER).serial(i + 1).make());
      subjects.add(new CertificateForge("CN=x", KEY, KEY, "CN=ca").serial(1000 + i).make());
    }
    List<Links.Pair> pairs = new ArrayList<>();
    issuers.forEach(i -> subjects.forEach(s -> pairs.add(new Links.Pair(i, s))));
    return pairs;
  }

  @Test
  void aPairBeyondTheBudgetIsLeftUnjudged() {
    Workload document = Workload.ofDocument();
    spend(document, LINKS - 1);
    assertThat(document.exhausted()).isFalse();
    assertThat(document.state(SOUND)).isEqualTo(Links.State.HOLDS);
    assertThat(document.exhausted()).isTrue();
    assertThat(document.state(SOUND)).isEqualTo(Links.State.HOLDS);
    assertThat(document.state(PAIRS.get(0))).isEqualTo(Links.State.WRONG);
    assertThat(document.state(PAIRS.get(LINKS))).isEqualTo(Links.State.UNJUDGED);
    Workload spent = Workload.ofDocument();
    spend(spent, LINKS);
    assertThat(spent.state(SOUND)).isEqualTo(Links.State.UNJUDGED);
    assertThat(Workload.ofDocument().state(SOUND)).isEqualTo(Links.State.HOLDS);
  }

  @Test
  void whoSharesNothingHasNoAccount() {
    Workload unshared = Workload.unshared();
    spend(unshared, PAIRS.size());
    assertThat(unshared.exhausted()).isFalse();
    assertThat(unshared.state(SOUND)).isEqualTo(Links.State.HOLDS);
    assertThat(unshared.maySpend(Integer.MAX_VALUE)).isTrue();
    assertThat(unshared.evidenceExhausted()).isFalse();
  }

  @Test
  void listsAndAnswersAreCountedToo() {
    Workload document = Workload.ofDocument();
    for (int i = 0; i < EVIDENCE; i++) {
      assertThat(document.maySpend(Links.VERIFICATION)).isTrue();
    }
    assertThat(document.evidenceExhausted()).isFalse();
    assertThat(document.maySpend(1)).isFalse();
    assertThat(document.evidenceExhausted()).isTrue();
    assertThat(document.maySpend(0)).isFalse();
    // No sum is so large that it begins anew.
    for (int i = 0; i < 5; i++) {
      assertThat(document.maySpend(Integer.MAX_VALUE)).isFalse();
    }
  }

  /** Each validation has its own besides, and tells when that of its document ended. */
  @Test
  void aValidationHasASmallerOne() {
    Links links = new Links();
    for (Links.Pair pair : PAIRS.subList(0, 127)) {
      assertThat(links.state(pair.issuer(), pair.subject())).isEqualTo(Links.State.WRONG);
    }
    assertThat(links.exhausted()).isFalse();
    assertThat(links.state(ROOT, LEAF)).isEqualTo(Links.State.HOLDS);
    assertThat(links.exhausted()).isTrue();
    assertThat(links.state(ROOT, LEAF)).isEqualTo(Links.State.HOLDS);
    Links.Pair beyond = PAIRS.get(127);
    assertThat(links.state(beyond.issuer(), beyond.subject())).isEqualTo(Links.State.UNJUDGED);
    Workload document = Workload.ofDocument();
    spend(document, LINKS);
    Links late = new Links(document);
    assertThat(late.exhausted()).isTrue();
    assertThat(late.state(ROOT, LEAF)).isEqualTo(Links.State.UNJUDGED);
  }

  @Test
  void evidenceOfAValidationIsCountedForItsDocument() {
    Workload document = Workload.ofDocument();
    Links links = new Links(document);
    for (int i = 0; i < 128; i++) {
      assertThat(links.maySpend(Links.VERIFICATION)).isTrue();
    }
    assertThat(links.evidenceExhausted()).isFalse();
    assertThat(links.maySpend(1)).isFalse();
    assertThat(links.evidenceExhausted()).isTrue();
    assertThat(document.evidenceExhausted()).isFalse();
    for (int i = 128; i < EVIDENCE; i++) {
      new Links(document).maySpend(Links.VERIFICATION);
    }
    Links late = new Links(document);
    assertThat(late.maySpend(1)).isFalse();
    assertThat(late.evidenceExhausted()).isTrue();
  }

  /** Who made a list is found out once; what could not be afforded is asked again. */
  @Test
  void whoMadeAListIsFoundOutOnce() {
    Bytes list = Bytes.utf8("list");
    Optional<VerificationKey> key = Optional.of(KEY.publicKey());
    Workload document = Workload.ofDocument();
    assertThat(document.madeBy(list, ROOT, () -> false, () -> key)).isEmpty();
    assertThat(document.madeBy(list, ROOT, () -> true, () -> key)).isEqualTo(key);
    assertThat(document.madeBy(list, ROOT, () -> false, Optional::empty)).isEqualTo(key);
    assertThat(document.madeBy(list, LEAF, () -> true, Optional::empty)).isEmpty();
    assertThat(document.madeBy(list, LEAF, () -> true, () -> key)).isEmpty();
    assertThat(document.madeBy(Bytes.utf8("other"), ROOT, () -> true, Optional::empty)).isEmpty();
    Workload unshared = Workload.unshared();
    assertThat(unshared.madeBy(list, ROOT, () -> true, () -> key)).isEqualTo(key);
    assertThat(unshared.madeBy(list, ROOT, () -> true, Optional::empty)).isEmpty();
  }

  /** Whose an answer is not is seen by its name, which a hundred signatures ask a hundred times. */
  @Test
  void namesAreComparedForManySignatures() {
    Signer ca = TestPki.seeded("workload").signerCa();
    Certificate issuer = ca.chain().get(0);
    Bytes answer =
        OcspMaker.respond(
            ca,
            List.of(new OcspMaker.Status(LEAF, issuer, Hash.SHA256, Optional.empty())),
            new OcspMaker.Issue(TestPki.NOW, Optional.empty(), Optional.empty()));
    Workload document = Workload.ofDocument();
    for (int signature = 0; signature < 150; signature++) {
      RevocationPool pool = pool(answer, new Links(document));
      for (int i = 0; i < 600; i++) {
        assertThat(pool.madeBy(pool.ocsps().get(0), LEAF)).isEmpty();
      }
      assertThat(pool.exhausted()).as("signature %d", signature).isFalse();
    }
  }

  @Test
  void comparisonsEndTooAndAreNoVerifications() {
    Workload document = Workload.ofDocument();
    assertThat(document.mayCompare(300_000)).isTrue();
    assertThat(document.evidenceExhausted()).isFalse();
    assertThat(document.maySpend(EVIDENCE * Links.VERIFICATION)).isTrue();
    assertThat(document.mayCompare(1)).isFalse();
    assertThat(document.evidenceExhausted()).isTrue();
    assertThat(document.mayCompare(Integer.MAX_VALUE)).isFalse();
    assertThat(document.mayCompare(Integer.MAX_VALUE)).isFalse();
    Links links = new Links();
    assertThat(links.mayCompare(128 * Links.VERIFICATION)).isTrue();
    assertThat(links.mayCompare(1)).isFalse();
    assertThat(Workload.unshared().mayCompare(Integer.MAX_VALUE)).isTrue();
  }

  /** A verification by the longest key takes as long as four by usual ones. */
  @Test
  void aLongKeyCountsForMore() throws IOException {
    Certificate longest = new CertificateForge("CN=ca", new Longest(), KEY, "CN=ca").make();
    Links links = new Links();
    for (int i = 0; i < 32; i++) {
      assertThat(links.exhausted()).isFalse();
      assertThat(links.state(longest, PAIRS.get(i).subject())).isEqualTo(Links.State.WRONG);
    }
    assertThat(links.exhausted()).isTrue();
    Workload document = Workload.ofDocument();
    for (int key = 0; key < 8; key++) {
      Certificate other =
          new CertificateForge("CN=ca", new Longest(), KEY, "CN=ca").serial(key + 1).make();
      for (int i = 0; i < (key < 7 ? 32 : 26); i++) {
        assertThat(document.exhausted()).isFalse();
        document.state(new Links.Pair(other, PAIRS.get(i).subject()));
      }
    }
    assertThat(document.exhausted()).isTrue();
  }

  /** Nobody has its private part; it signs nothing. */
  private record Longest(VerificationKey publicKey) implements Signer {
    Longest() throws IOException {
      this(VerificationKey.parse(modulus()).orElseThrow());
    }

    private static Bytes modulus() throws IOException {
      RSAPublicKey key =
          new RSAPublicKey(BigInteger.ONE.shiftLeft(16_383).setBit(0), BigInteger.valueOf(65_537));
      AlgorithmIdentifier rsa =
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
      return Bytes.of(new SubjectPublicKeyInfo(rsa, key).getEncoded());
    }

    @Override
    public SignatureAlgorithm algorithm() {
      return SignatureAlgorithm.RSA_PKCS1_SHA256;
    }

    @Override
    public List<Certificate> chain() {
      return List.of();
    }

    @Override
    public Bytes sign(Bytes message) {
      throw new UnsupportedOperationException();
    }
  }

  /** Each key that may have made a list hashes all of it: eight times of all, or 64 MiB. */
  @Test
  void aListIsReadByItsLength() {
    Bytes large = Bytes.of(new byte[9 << 20]);
    Workload document = Workload.ofDocument();
    for (int i = 0; i < 8; i++) {
      assertThat(document.mayRead(large)).isTrue();
    }
    assertThat(document.evidenceExhausted()).isFalse();
    assertThat(document.mayRead(large)).isFalse();
    assertThat(document.evidenceExhausted()).isTrue();
    Workload two = Workload.ofDocument();
    for (int i = 0; i < 8; i++) {
      assertThat(two.mayRead(large) && two.mayRead(large.concat(Bytes.hex("00")))).isTrue();
    }
    assertThat(two.mayRead(Bytes.hex("0000"))).isTrue();
    assertThat(two.mayRead(large)).isFalse();
  }

  /** Two thousand pieces that only earlier stores hold, as many as one store may. */
  @Test
  void storesOfEarlierRevisionsAreCounted() {
    Evidence piece = new Evidence(List.of(ROOT), List.of(), List.of());
    Workload document = Workload.ofDocument();
    for (int i = 0; i < 1960; i++) {
      assertThat(document.mayBring(piece, piece)).isTrue();
    }
    for (int i = 0; i < 40; i++) {
      assertThat(document.mayBring(piece, Evidence.none())).isTrue();
    }
    assertThat(document.mayBring(Evidence.none(), Evidence.none())).isTrue();
    assertThat(document.mayBring(piece, Evidence.none())).isFalse();
    assertThat(document.evidenceExhausted()).isTrue();
    Bytes long16 = Bytes.of(new byte[16 << 20]);
    Evidence large = new Evidence(List.of(), List.of(long16), List.of(long16));
    Workload long800 = Workload.ofDocument();
    for (int i = 0; i < 24; i++) {
      assertThat(long800.mayBring(large, Evidence.none())).isTrue();
    }
    assertThat(long800.mayBring(large, Evidence.none())).isFalse();
    Workload unshared = Workload.unshared();
    for (int i = 0; i < 25; i++) {
      assertThat(unshared.mayBring(large, large)).isTrue();
    }
  }

  @Test
  void whoMadeAnAnswerIsNotAskedBeyondThat() {
    Signer ca = TestPki.seeded("workload").signerCa();
    Certificate issuer = ca.chain().get(0);
    Bytes answer =
        OcspMaker.respond(
            ca,
            List.of(new OcspMaker.Status(LEAF, issuer, Hash.SHA256, Optional.empty())),
            new OcspMaker.Issue(TestPki.NOW, Optional.empty(), Optional.empty()));
    Bytes list = Bytes.of(new byte[1 << 20]);
    Workload document = Workload.ofDocument();
    for (int i = 0; i < 63; i++) {
      assertThat(document.mayRead(list)).isTrue();
    }
    RevocationPool before = pool(answer, new Links(document));
    assertThat(before.madeBy(before.ocsps().get(0), issuer)).isPresent();
    assertThat(document.mayRead(list)).isFalse();
    Workload fresh = Workload.ofDocument();
    for (int i = 0; i < 64; i++) {
      assertThat(fresh.mayRead(list)).isTrue();
    }
    RevocationPool late = pool(answer, new Links(fresh));
    assertThat(late.madeBy(late.ocsps().get(0), issuer)).isEmpty();
    assertThat(late.exhausted()).isTrue();
  }

  /** What the policy brings may always be asked, and a long key for no more than it costs. */
  @Test
  void ownListsAreReadAndLongKeysAreCounted() throws IOException {
    TestPki pki = TestPki.seeded("workload");
    Certificate issuer = pki.signerCa().chain().get(0);
    Bytes list = pki.crl(pki.signerCa());
    Workload document = Workload.ofDocument();
    for (int i = 0; i < 64; i++) {
      assertThat(document.mayRead(Bytes.of(new byte[1 << 20]))).isTrue();
    }
    Evidence lists = new Evidence(List.of(), List.of(list), List.of());
    RevocationPool brought = pool(lists, List.of(), new Links(document));
    assertThat(brought.madeBy(brought.crls().get(0), issuer)).isEmpty();
    RevocationPool own = pool(lists, List.of(list), new Links(document));
    assertThat(own.madeBy(own.crls().get(0), issuer)).isPresent();
    for (int spent : new int[] {124, 125}) {
      Links links = new Links();
      links.maySpend(spent * Links.VERIFICATION);
      RevocationPool pool = pool(lists, List.of(), links);
      Certificate longest = new CertificateForge("CN=ca", new Longest(), KEY, "CN=ca").make();
      assertThat(pool.madeBy(pool.crls().get(0), longest)).isEmpty();
      assertThat(pool.exhausted()).isEqualTo(spent == 125);
    }
  }

  @Test
  void whatIsInsideIsLookedAtSoFar() {
    Workload document = Workload.ofDocument();
    assertThat(depth(document)).isEqualTo(8);
    assertThatThrownBy(
            () ->
                document.within(
                    () -> {
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);
    // What was left takes no room.
    assertThat(depth(document)).isEqualTo(8);
  }

  private static int depth(Workload document) {
    return document.within(() -> 1 + depth(document)).orElse(0);
  }

  private static RevocationPool pool(Bytes answer, Links links) {
    return pool(new Evidence(List.of(), List.of(), List.of(answer)), List.of(), links);
  }

  private static RevocationPool pool(Evidence evidence, List<Bytes> own, Links links) {
    TrustPolicy policy = TrustPolicy.interop(List.of(ROOT), List.of(), TestPki.NOW).withCrls(own);
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, TestPki.NOW, TimeSource.CLAIMED, Lenience.ETSI);
    return new RevocationPool(evidence, query, links);
  }

  /** A search for the issuer costs as much as all certificates at hand: few are looked for. */
  @Test
  void copiesThatNobodyVouchesForAreLookedUpSixteenTimes() {
    List<Certificate> copies = PAIRS.stream().map(Links.Pair::subject).distinct().toList();
    int[] asked = {0};
    Predicate<Certificate> nobody = c -> ++asked[0] < 0;
    Namesakes namesakes = Workload.ofDocument().namesakes();
    assertThat(namesakes.find(copies, c -> Optional.of(true), nobody).complete()).isFalse();
    assertThat(asked[0]).isEqualTo(16);
    // The document's, not the signature's.
    assertThat(namesakes.find(copies, c -> Optional.of(true), nobody).complete()).isFalse();
    assertThat(asked[0]).isEqualTo(16);
    Namesakes.Found last =
        Workload.ofDocument()
            .namesakes()
            .find(copies, c -> Optional.of(true), c -> c.equals(copies.get(15)));
    assertThat(last.certificate()).contains(copies.get(15));
  }

  private static void spend(Workload workload, int pairs) {
    PAIRS.subList(0, pairs).forEach(workload::state);
  }
}
