package org.xinfu.idp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.xinfu.hsm.HsmSim;
import org.xinfu.hsm.TokenSpec;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CrlMaker;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.chain.RevokedEntry;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.p11.Pkcs11KeyVault;

/** UKeys in a real PKCS#11 token, and the authority that certifies them to the shared server. */
final class UkeyBox {
  /** The policy under which the test authority certifies keys in devices. */
  static final String DEVICE = "1.3.6.1.4.1.55555.3.1";

  private static final HsmSim DEVICE_BOX = device();
  private static final Pkcs11KeyVault VAULT =
      Pkcs11KeyVault.open(DEVICE_BOX.library(), "ukey", () -> "12345678".toCharArray());
  private static final Signer CA =
      TestPki.seeded("ukey").root("CN=样例UKey根CA,O=样例,C=CN", SignatureAlgorithm.SM2_SM3);
  private static final Signer STRANGER =
      TestPki.seeded("other").root("CN=样例别家CA,O=样例,C=CN", SignatureAlgorithm.SM2_SM3);
  private static final List<RevokedEntry> REVOKED = new ArrayList<>();
  private static int serial = 100;

  private UkeyBox() {}

  private static HsmSim device() {
    try {
      HsmSim box =
          HsmSim.start(Files.createTempDirectory("ukey"), TokenSpec.of("ukey", "12345678"));
      Runtime.getRuntime().addShutdownHook(new Thread(box::close));
      return box;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a certificate says. */
  record Wish(int usage, Optional<String> policy, Optional<String> number, Duration age) {
    static Wish signing() {
      int signs = KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
      return new Wish(signs, Optional.of(DEVICE), Optional.empty(), Duration.ZERO);
    }

    Wish numbered(String number) {
      return new Wish(usage, policy, Optional.of(number), age);
    }

    Wish plain() {
      return new Wish(usage, Optional.empty(), number, age);
    }

    Wish encrypting() {
      int encrypts = KeyUsage.keyEncipherment | KeyUsage.keyAgreement;
      return new Wish(encrypts, policy, number, age);
    }

    Wish expired() {
      return new Wish(usage, policy, number, Duration.ofDays(400));
    }
  }

  /** A fresh key in the token with a certificate. */
  static synchronized Signer ukey(Wish wish) {
    return certified(wish, CA);
  }

  static synchronized Signer strangers(Wish wish) {
    return certified(wish, STRANGER);
  }

  static synchronized void revoke(Signer ukey) {
    REVOKED.add(
        new RevokedEntry(
            ukey.chain().getFirst().serial(),
            Instant.now().minusSeconds(60),
            RevocationCause.KEY_COMPROMISE,
            Optional.empty()));
    publish();
  }

  /** Anchor and list, where the shared server looks. */
  static synchronized void publish() {
    Path trust = SharedIdp.get().home.resolve("ukey-trust");
    Instant now = Instant.now();
    Bytes crl =
        CrlMaker.issue(
            CA,
            REVOKED,
            new CrlMaker.Issue(
                now.minusSeconds(30),
                now.plus(Duration.ofDays(1)),
                BigInteger.valueOf(REVOKED.size() + 1L)));
    try {
      Files.createDirectories(trust);
      Files.writeString(
          trust.resolve("ca.pem"), new PemFile(List.of(CA.chain().getFirst()), List.of()).write());
      Files.write(trust.resolve("ca.crl"), crl.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void unpublishList() {
    try {
      Files.deleteIfExists(SharedIdp.get().home.resolve("ukey-trust/ca.crl"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Signer certified(Wish wish, Signer ca) {
    serial++;
    Signer key =
        VAULT.generate(SignatureAlgorithm.SM2_SM3, Bytes.utf8("k" + serial), "ukey " + serial);
    Instant begin = Instant.now().minus(wish.age()).minus(Duration.ofHours(1));
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            ca.chain().getFirst().name(),
            BigInteger.valueOf(serial),
            Date.from(begin),
            Date.from(begin.plus(Duration.ofDays(365))),
            new X500Name(RFC4519Style.INSTANCE, "CN=样例持有人 " + serial + ",C=CN"),
            SubjectPublicKeyInfo.getInstance(key.publicKey().encoded().toArray()));
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(wish.usage()));
      if (wish.policy().isPresent()) {
        builder.addExtension(
            Extension.certificatePolicies,
            false,
            new CertificatePolicies(
                new PolicyInformation(new ASN1ObjectIdentifier(wish.policy().get()))));
      }
      if (wish.number().isPresent()) {
        builder.addExtension(
            new ASN1ObjectIdentifier("1.2.156.10260.4.1.1"),
            false,
            new DERTaggedObject(false, 0, new DERPrintableString(wish.number().get())));
      }
      Bytes der = Bytes.of(builder.build(new Signing(ca)).getEncoded());
      Certificate own = Certificate.parse(der).orElseThrow();
      return key.withChain(Stream.of(own, ca.chain().getFirst()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Signing(Signer ca, ByteArrayOutputStream content) implements ContentSigner {
    Signing(Signer ca) {
      this(ca, new ByteArrayOutputStream());
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.156.10197.1.501"));
    }

    @Override
    public OutputStream getOutputStream() {
      return content;
    }

    @Override
    public byte[] getSignature() {
      return ca.sign(Bytes.of(content.toByteArray())).toArray();
    }
  }
}
