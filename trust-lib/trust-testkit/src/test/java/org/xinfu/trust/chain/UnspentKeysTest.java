package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * A document may bring two thousand lists in the name of its signer's CA for each of two hundred
 * signatures. To parse a key takes about as long as to use it, so that it is counted too.
 */
class UnspentKeysTest {
  private static final int MANY = 100;
  private static final Signer KEY =
      SoftKeyVault.seeded("unspent").key(SignatureAlgorithm.ED25519, "key");
  private static final Signer CA = TestPki.seeded("unspent").signerCa();

  @Test
  void whatAKeyCostsIsFoundOutOnce() {
    Certificate issuer = CertificateForge.root("CN=ca", KEY).make();
    assertSoon(
        () -> {
          for (int list = 0; list < 200 * MANY; list++) {
            assertThat(issuer.effort()).isOne();
          }
        });
  }

  @Test
  void noKeyIsParsedForWhatIsNotVerified() {
    Workload document = Workload.ofDocument();
    document.maySpend(Integer.MAX_VALUE);
    RevocationPool pool = pool(new Links(document));
    List<List<Certificate>> issuers = issuers();
    assertSoon(
        () -> {
          for (int list = 0; list < MANY; list++) {
            for (Certificate issuer : issuers.get(list)) {
              assertThat(pool.madeBy(pool.crls().get(list), issuer)).isEmpty();
            }
          }
        });
    assertThat(pool.exhausted()).isTrue();
  }

  @Test
  void norForAPairThatIsNotComputed() {
    Workload document = Workload.ofDocument();
    List<List<Certificate>> issuers = issuers();
    Certificate leaf = new CertificateForge("CN=x", KEY, KEY, "CN=ca").make();
    for (int i = 0; !document.exhausted(); i++) {
      Certificate subject = new CertificateForge("CN=x", CA, CA, "CN=ca").serial(i + 1).make();
      issuers.get(0).forEach(c -> document.state(new Links.Pair(c, subject)));
    }
    assertSoon(
        () ->
            issuers.forEach(
                all -> {
                  Links links = new Links(document);
                  all.forEach(c -> links.state(c, leaf));
                  assertThat(links.exhausted()).isTrue();
                }));
  }

  /** The same issuers for each list, parsed anew as each signature does. */
  private static List<List<Certificate>> issuers() {
    List<Bytes> once = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      once.add(CertificateForge.root("CN=ca", KEY).serial(i + 1).make().der());
    }
    List<List<Certificate>> all = new ArrayList<>();
    for (int list = 0; list < MANY; list++) {
      all.add(once.stream().map(der -> Certificate.parse(der).orElseThrow()).toList());
    }
    return all;
  }

  private static RevocationPool pool(Links links) {
    List<Bytes> lists = new ArrayList<>();
    for (int i = 1; i <= MANY; i++) {
      lists.add(
          CrlMaker.issue(
              CA,
              List.of(),
              new CrlMaker.Issue(TestPki.NOW, TestPki.NOW.plusSeconds(60), BigInteger.valueOf(i))));
    }
    TrustPolicy policy = TrustPolicy.interop(CA.chain(), List.of(), TestPki.NOW);
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, TestPki.NOW, TimeSource.CLAIMED, Lenience.ETSI);
    return new RevocationPool(new Evidence(List.of(), lists, List.of()), query, links);
  }

  /** Of this thread's own time, since machines are shared. */
  private static void assertSoon(Runnable work) {
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    work.run();
    long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
    assertThat(Duration.ofNanos(spent)).isLessThan(Duration.ofMillis(500));
  }
}
