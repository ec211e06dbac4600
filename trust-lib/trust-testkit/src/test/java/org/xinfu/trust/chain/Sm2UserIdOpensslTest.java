package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.Mutators;
import org.xinfu.testkit.OpenSsl;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.Signer;

/**
 * What OpenSSL makes of our SM2 lists, answers, certificates and messages. It knows the default
 * user id of GM/T 0009 §10 when it is told ({@code dgst}, {@code verify}); {@code crl}, {@code
 * ocsp} and {@code cms} cannot be told and assume an empty one, so that they refuse what the
 * standard has. Each signature is therefore held against {@code dgst} as well.
 */
class Sm2UserIdOpensslTest {
  private static final TestPki PKI = TestPki.seeded("openssl user id");
  private static final Signer CA = PKI.signerCa();
  private static final Signer LEAF = PKI.sealSigner("样例章");
  private static final Instant NOW = TestPki.NOW;
  private static final Instant FAR = Instant.parse("2045-01-01T00:00:00Z");
  private static final String ID = "distid:1234567812345678";

  @TempDir Path folder;
  private OpenSsl openssl;

  @BeforeEach
  void open() {
    openssl = new OpenSsl(folder);
    openssl.certificates("ca.pem", CA.chain().subList(0, 1));
    openssl.certificates("all.pem", CA.chain());
    openssl.certificates("leaf.pem", LEAF.chain().subList(0, 1));
    openssl.write("ca.key", OpenSsl.pem("PUBLIC KEY", CA.publicKey().encoded()));
  }

  @Test
  void ourList() {
    RevokedEntry entry =
        new RevokedEntry(
            LEAF.chain().get(0).serial(), NOW, RevocationCause.KEY_COMPROMISE, Optional.empty());
    Bytes list = PKI.crl(CA, entry);
    assertHolds(list);
    openssl.write("list.pem", OpenSsl.pem("X509 CRL", list));
    assertThat(openssl.run("crl", "-in", "list.pem", "-noout", "-text"))
        .contains("SM2-with-SM3", "Key Compromise", "X509v3 CRL Number");
    assertThat(openssl.run("crl", "-in", "list.pem", "-noout", "-verify", "-CAfile", "ca.pem"))
        .contains("verify failure");
  }

  @Test
  void ourAnswer() {
    Certificate leaf = LEAF.chain().get(0);
    OcspMaker.Status good =
        new OcspMaker.Status(leaf, CA.chain().get(0), Hash.SHA1, Optional.empty());
    OcspMaker.Issue issue =
        new OcspMaker.Issue(NOW, Optional.of(FAR), Optional.empty()).archivedSince(TestPki.BEGIN);
    Bytes answer = OcspMaker.respond(CA, List.of(good), issue);
    List<Der> whole = Der.read(answer).children();
    Bytes basic = whole.get(1).children().get(0).children().get(1).content();
    assertHolds(basic);
    openssl.write("answer", answer);
    assertThat(openssl.run("ocsp", "-respin", "answer", "-noverify", "-resp_text"))
        .contains("SM2-with-SM3", "Cert Status: good", "Archive Cutoff");
    assertThat(openssl.run("ocsp", "-respin", "answer", "-CAfile", "all.pem"))
        .contains("Response Verify Failure");
  }

  @Test
  void ourCertificate() {
    assertHolds(LEAF.chain().get(0).der());
    String at = Long.toString(NOW.getEpochSecond());
    String[] told = {
      "verify", "-partial_chain", "-attime", at, "-vfyopt", ID, "-CAfile", "ca.pem", "leaf.pem"
    };
    assertThat(openssl.run(told)).contains("leaf.pem: OK");
    String[] untold = {"verify", "-partial_chain", "-attime", at, "-CAfile", "ca.pem", "leaf.pem"};
    assertThat(openssl.run(untold)).contains("certificate signature failure");
  }

  @Test
  void ourMessages() {
    Bytes content = Bytes.utf8("样例");
    openssl.write("cms", CmsSigner.cadesAttached(content, LEAF, NOW));
    String[] print = {"cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", "cms"};
    assertThat(openssl.run(print)).contains("pkcs7-signedData", "sm3", "SM2-with-SM3");
    String[] verify = {"cms", "-verify", "-noverify", "-inform", "DER", "-in", "cms"};
    assertThat(openssl.run(verify)).contains("CMS Verification failure");
    // GB/T 35275 has object identifiers of its own, which OpenSSL does not know.
    openssl.write("cms", Gbt35275Signer.attached(content, LEAF, NOW));
    assertThat(openssl.run(verify)).doesNotContain("CMS Verification successful");
  }

  /** The signed part and the value of a certificate, list or answer, under the default id. */
  private void assertHolds(Bytes signed) {
    List<Der> parts = Der.read(signed).children();
    Bytes bits = parts.get(2).content();
    openssl.write("signature", bits.slice(1, bits.length()));
    openssl.write("signed", parts.get(0).encoded());
    String[] command = {
      "dgst", "-sm3", "-sigopt", ID, "-verify", "ca.key", "-signature", "signature", "signed"
    };
    assertThat(openssl.run(command)).contains("Verified OK");
    openssl.write("signed", Mutators.flip(parts.get(0).encoded(), 9, 1));
    assertThat(openssl.run(command)).contains("Verification failure");
  }
}
