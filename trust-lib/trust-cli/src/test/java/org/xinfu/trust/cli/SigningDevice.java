package org.xinfu.trust.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.hsm.HsmSim;
import org.xinfu.hsm.TokenSpec;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CertificateMaker;
import org.xinfu.trust.chain.CertificateSpec;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.key.KeyRef;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.p11.Pkcs11KeyVault;
import org.xinfu.trust.time.TimestampMaker;

/** The simulator with one SM2 key named sm2, its seal, and a time-stamping authority over HTTP. */
final class SigningDevice implements AutoCloseable {
  static final String PIN = "12345678";
  private final HsmSim device;
  private final HttpServer authority;
  private final List<Certificate> chain;
  private final Bytes seal;

  /**
   * Starts both.
   *
   * @param lists where the key's certificate says that its CRL is
   */
  SigningDevice(Path store, Optional<String> lists) throws IOException {
    device = HsmSim.start(store, TokenSpec.of("office", PIN));
    try (Pkcs11KeyVault vault = vault()) {
      KeyRef ref = new KeyRef("office", Bytes.hex("01"), "sm2");
      Signer made = vault.generate(SignatureAlgorithm.SM2_SM3, ref.id(), "sm2");
      Signer ca = Scene.PKI.signerCa();
      CertificateSpec spec =
          new CertificateSpec(
              "CN=sm2,O=样例,C=CN",
              made.publicKey(),
              BigInteger.valueOf(0x5a5a),
              TestPki.BEGIN,
              TestPki.END,
              Purpose.SEAL_SIGNER,
              lists,
              true);
      chain = new ArrayList<>(List.of(CertificateMaker.issue(spec, ca)));
      chain.addAll(ca.chain());
      vault.storeCertificate(ref, chain.get(0));
      seal = TestSeals.seal(Scene.MAKER, made.withChain(chain));
    }
    TimestampMaker maker =
        new TimestampMaker(
            Scene.PKI.timestamper("cli-tsa"), "1.2.156.10197.6.1.99", () -> BigInteger.TEN);
    authority = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    authority.createContext(
        "/tsa",
        exchange -> {
          Bytes query = Bytes.of(exchange.getRequestBody().readAllBytes());
          byte[] answer = maker.respond(query, TestPki.NOW).toArray();
          exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    authority.start();
  }

  Pkcs11KeyVault vault() {
    return Pkcs11KeyVault.open(device.library(), "office", PIN::toCharArray);
  }

  String library() {
    return device.library().toString();
  }

  /** The key's certificate and its issuers. */
  List<Certificate> chain() {
    return List.copyOf(chain);
  }

  Bytes seal() {
    return seal;
  }

  String tsa() {
    return "http://127.0.0.1:" + authority.getAddress().getPort() + "/tsa";
  }

  @Override
  public void close() {
    authority.stop(0);
    device.close();
  }
}
