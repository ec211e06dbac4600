package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CertificateSigningRequest;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** OpenSSL, which shares no code with us, accepts what we make and refuses what we alter. */
class OpenSslOracleTest {
  private static final String ID = "distid:1234567812345678";

  @TempDir Path folder;
  private final TestPki pki = TestPki.create();

  @Test
  void anSm2SignatureHolds() throws Exception {
    Signer signer = SoftKeyVault.random().key(SignatureAlgorithm.SM2_SM3, "k");
    Bytes message = Bytes.utf8("信符 message");
    write("key.pem", pem("PUBLIC KEY", signer.publicKey().encoded()));
    Files.write(folder.resolve("message"), message.toArray());
    Files.write(folder.resolve("signature"), signer.sign(message).toArray());
    String[] command = {
      "dgst", "-sm3", "-sigopt", ID, "-verify", "key.pem", "-signature", "signature", "message"
    };
    assertThat(openssl(command)).contains("Verified OK");
    Files.write(folder.resolve("message"), Bytes.utf8("another").toArray());
    assertThat(openssl(command)).contains("Verification failure");
  }

  @Test
  void anSm2CertificatePathHolds() throws Exception {
    assertPath(pki.sealSigner("样例章"));
    assertPath(pki.maker("样例制章者"));
  }

  @Test
  void aP256CertificatePathHolds() throws Exception {
    assertPath(pki.documentSigner("样例文档"));
  }

  @Test
  void aRequestAndACrlHold() throws Exception {
    Signer key = pki.vault().key(SignatureAlgorithm.SM2_SM3, "request");
    CertificateSigningRequest request = CertificateSigningRequest.make("CN=样例,C=CN", key);
    write("request.pem", pem("CERTIFICATE REQUEST", request.der()));
    assertThat(openssl("req", "-in", "request.pem", "-verify", "-noout", "-vfyopt", ID))
        .contains("verify OK");
    Signer ca = pki.documentRoot();
    write("ca.pem", pem("CERTIFICATE", ca.chain().get(0).der()));
    write("list.pem", pem("X509 CRL", pki.crl(ca)));
    assertThat(openssl("crl", "-in", "list.pem", "-CAfile", "ca.pem", "-noout"))
        .contains("verify OK");
  }

  @Test
  void aSealSignatureIsReadableAsAsn1() throws Exception {
    Signer signer = pki.sealSigner("样例章");
    Bytes seal = TestSeals.seal(pki.maker("样例制章者"), signer);
    Files.write(folder.resolve("sig.dat"), TestSeals.signature(seal, signer).toArray());
    assertThat(openssl("asn1parse", "-inform", "DER", "-in", "sig.dat"))
        .contains(TestSeals.PATH)
        .contains("SM2-with-SM3")
        .doesNotContain("Error");
  }

  /** Link by link, since OpenSSL gives the SM2 user id to the first certificate alone. */
  private void assertPath(Signer signer) throws Exception {
    List<Certificate> chain = signer.chain();
    for (int i = 0; i + 1 < chain.size(); i++) {
      Certificate subject = chain.get(i);
      write("issuer.pem", new PemFile(List.of(chain.get(i + 1)), List.of()).write());
      write("subject.pem", new PemFile(List.of(subject), List.of()).write());
      List<String> command = new ArrayList<>(List.of("verify", "-x509_strict", "-partial_chain"));
      command.addAll(List.of("-attime", Long.toString(TestPki.NOW.getEpochSecond())));
      if (signer.algorithm() == SignatureAlgorithm.SM2_SM3) {
        command.addAll(List.of("-vfyopt", ID));
      }
      command.addAll(List.of("-CAfile", "issuer.pem", "subject.pem"));
      String[] arguments = command.toArray(String[]::new);
      assertThat(openssl(arguments)).contains("subject.pem: OK");
      Bytes altered = Mutators.flip(subject.der(), subject.der().length() - 1, 1);
      write("subject.pem", pem("CERTIFICATE", altered));
      assertThat(openssl(arguments)).doesNotContain("subject.pem: OK");
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String pem(String kind, Bytes der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toArray());
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }

  private String openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return output;
  }
}
