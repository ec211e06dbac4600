package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.Signer;

/** Two thousand lists are parsed for a document, not for every path of every signature. */
class ParsedListsTest {
  private static final Signer CA = TestPki.seeded("parsed lists").signerCa();
  private static final Bytes LIST = list(1);
  private static final Bytes ANSWER = answer();

  @Test
  void oneDocumentsListsAreParsedOnce() {
    Workload document = Workload.ofDocument();
    RevocationPool first = pool(document);
    RevocationPool second = pool(document);
    assertThat(second.crls().get(0)).isSameAs(first.crls().get(0));
    assertThat(second.ocsps().get(0)).isSameAs(first.ocsps().get(0));
    assertThat(pool(Workload.ofDocument()).crls().get(0)).isNotSameAs(first.crls().get(0));
    Workload unshared = Workload.unshared();
    assertThat(pool(unshared).crls().get(0)).isNotSameAs(pool(unshared).crls().get(0));
  }

  /** What is beyond is parsed all the same. */
  @Test
  void noMoreAreKeptThanADocumentMayHold() {
    ParsedLists many = new ParsedLists();
    for (int i = 0; i < 3999; i++) {
      assertThat(many.crl(Bytes.utf8("list " + i))).isEmpty();
    }
    assertThat(many.crl(LIST).orElseThrow()).isSameAs(many.crl(LIST).orElseThrow());
    Bytes next = list(2);
    assertThat(many.crl(next).orElseThrow()).isNotSameAs(many.crl(next).orElseThrow());
    ParsedLists large = new ParsedLists();
    assertThat(large.ocsp(Bytes.of(new byte[(64 << 20) - LIST.length()]))).isEmpty();
    assertThat(large.crl(LIST).orElseThrow()).isSameAs(large.crl(LIST).orElseThrow());
    assertThat(large.crl(next).orElseThrow()).isNotSameAs(large.crl(next).orElseThrow());
  }

  private static RevocationPool pool(Workload workload) {
    TrustPolicy policy = TrustPolicy.interop(CA.chain(), List.of(), TestPki.NOW);
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, TestPki.NOW, TimeSource.CLAIMED, Lenience.ETSI);
    Evidence evidence = new Evidence(List.of(), List.of(LIST), List.of(ANSWER));
    return new RevocationPool(evidence, query, new Links(workload));
  }

  private static Bytes answer() {
    Certificate issuer = CA.chain().get(0);
    return OcspMaker.respond(
        CA,
        List.of(new OcspMaker.Status(issuer, issuer, Hash.SHA256, Optional.empty())),
        new OcspMaker.Issue(TestPki.NOW, Optional.empty(), Optional.empty()));
  }

  private static Bytes list(int number) {
    return CrlMaker.issue(
        CA,
        List.of(),
        new CrlMaker.Issue(TestPki.NOW, TestPki.NOW.plusSeconds(60), BigInteger.valueOf(number)));
  }
}
