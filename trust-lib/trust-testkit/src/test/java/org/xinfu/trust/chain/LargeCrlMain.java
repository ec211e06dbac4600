package org.xinfu.trust.chain;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.key.Signer;

/** Judges a signer by a list in a file: {@code LargeCrlMain SEED SIGNER FILE}. */
final class LargeCrlMain {
  private LargeCrlMain() {}

  public static void main(String[] arguments) throws IOException {
    TestPki pki = TestPki.seeded(arguments[0]);
    List<Signer> signers = List.of(pki.sealSigner("revoked"), pki.sealSigner("another"));
    Signer signer = signers.get(arguments[1].equals("revoked") ? 0 : 1);
    Bytes list = list(Path.of(arguments[2]));
    TrustPolicy policy = pki.policy().withCrls(List.of(list)).withMode(TrustPolicy.Mode.STRICT);
    ChainQuery query =
        new ChainQuery(policy, Role.SIGNER, TestSeals.SIGNED, TimeSource.TIMESTAMP, Lenience.SEAL);
    long start = System.nanoTime();
    List<Check> checks =
        ChainValidator.validate(signer.chain().get(0), Evidence.of(signer.chain()), query)
            .report()
            .checks();
    Check check =
        checks.stream().filter(c -> c.id().equals("certificate-revocation")).findFirst().get();
    System.out.println(check.outcome());
    System.out.println("took " + (System.nanoTime() - start) / 1_000_000 + " ms");
  }

  private static Bytes list(Path file) throws IOException {
    if (!file.toString().endsWith(".pem")) {
      return Bytes.of(Files.readAllBytes(file));
    }
    try (InputStream text = Files.newInputStream(file)) {
      return PemFile.read(text).orElseThrow().crls().get(0);
    }
  }
}
