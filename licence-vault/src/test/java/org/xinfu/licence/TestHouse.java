package org.xinfu.licence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Bean;
import org.xinfu.kit.Refused;
import org.xinfu.licence.domain.LicenceFile;
import org.xinfu.licence.domain.LicenceRefusal;
import org.xinfu.licence.issue.Sealing;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.testkit.access.TestIssuer;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.ofd.OfdSealRequest;
import org.xinfu.trust.ofd.OfdSealer;
import org.xinfu.trust.pdf.PdfBoxSigningEngine;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.PdfSigner;

/**
 * The vault's neighbours in the same process: real sealing by the library with keys of the test
 * PKI, tokens of a small identity provider, a clock that stands.
 */
class TestHouse {
  static final TestPki PKI = TestPki.create();
  static final String SEAL = "51000000000001";
  static final String SUSPENDED = "51000000000002";
  static final TestIssuer ISSUER =
      new TestIssuer("licence-vault", Clock.systemUTC(), LicenceAccess.people());
  static final AtomicInteger SEALINGS = new AtomicInteger();
  private static final Signer SIGNER = PKI.sealSigner("样例市行政审批局");
  private static final Signer PDF_SIGNER = PKI.documentSigner("样例市行政审批局");
  private static final Signer MAKER = PKI.maker("样例制章");

  @Bean
  Clock clock() {
    return InstantSource.fixed(TestPki.NOW).withZone(ZoneOffset.UTC);
  }

  @Bean
  Sealing testSealing() {
    return (order, file) -> {
      SEALINGS.incrementAndGet();
      if (order.esId().equals(SUSPENDED)) {
        throw new Refused(LicenceRefusal.of(LicenceRefusal.Rule.SEALING_REFUSED, "seal-suspended"));
      }
      return order.format() == LicenceFile.Format.OFD
          ? ofd(file, SIGNER, MAKER)
          : pdf(file, order.place().xMm(), order.place().yMm());
    };
  }

  static Bytes ofd(Bytes file, Signer signer, Signer maker) {
    OfdSealRequest request =
        new OfdSealRequest(
            TestSeals.seal(maker, signer),
            List.of(new OfdSealRequest.Stamp(1, 205, 128)),
            OfdSealRequest.Protection.WHOLE,
            TestSeals.SIGNED,
            "test");
    return OfdSealer.seal(DocumentSource.of(file), request, signer)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  private static Bytes pdf(Bytes file, double x, double y) {
    PdfSealRequest request =
        PdfSealRequest.seal(
            new PdfSealRequest.Seal(TestSeals.PNG, 42, 42),
            new PdfSealRequest.Position(1, x, y),
            "Seal",
            TestSeals.SIGNED);
    return PdfSigner.sign(DocumentSource.of(file), request, PDF_SIGNER, new PdfBoxSigningEngine());
  }

  /** Lays anchors and the console's secret below {@code home}. */
  static void furnish(Path home, TestPki... more) throws IOException {
    Path trust = Files.createDirectories(home.resolve("trust"));
    List<TestPki> all = new ArrayList<>(List.of(more));
    all.add(PKI);
    StringBuilder signers = new StringBuilder();
    StringBuilder makers = new StringBuilder();
    int n = 0;
    for (TestPki pki : all) {
      signers.append(pem(pki.signerCa())).append(pem(pki.documentRoot()));
      makers.append(pem(pki.makerRoot()));
      for (Bytes crl : pki.crls()) {
        n++;
        Files.write(trust.resolve(n + ".crl"), crl.toArray());
      }
    }
    Files.writeString(trust.resolve("signers.pem"), signers);
    Files.writeString(trust.resolve("makers.pem"), makers);
    Path secret =
        Files.createDirectories(home.resolve("credentials")).resolve("vault-console.secret");
    Files.createFile(
        secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, "only-in-tests\n");
  }

  /** A bearer token with these claims. */
  static String token(String scope, String... claims) {
    Map<String, Object> all = new TreeMap<>(Map.of("sub", "tester", "scope", scope));
    for (int i = 0; i < claims.length; i += 2) {
      all.put(claims[i], claims[i + 1]);
    }
    return ISSUER.token(all);
  }

  /** What a token says of a clerk who acts for the citizen with this number. */
  static Map<String, Object> atWindow(String number) {
    Map<String, Object> all = new TreeMap<>();
    all.put("sub", "citizen-at-desk");
    all.put("client_id", "desk");
    all.put("scope", "licence:window");
    all.put("holder", number);
    all.put("window_act", "act-1");
    all.put("matter", "不动产登记（样例）");
    all.put("acr", "urn:xinfu:acr:ial2:present");
    all.put("amr", List.of("presence"));
    all.put("act", Map.of("sub", "clerk-1", "department", Samples.MARKET.uscc(), "window", "3"));
    return all;
  }

  private static String pem(Signer signer) {
    Certificate certificate = signer.chain().getFirst();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.der().toArray())
        + "\n-----END CERTIFICATE-----\n";
  }
}
