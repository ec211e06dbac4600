package org.xinfu.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.Time;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.testkit.ChildJvm;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Signer;

/** A list of a million entries, 50 MB, is read to its end in a heap of three times that. */
class LargeCrlTest {
  private static final String SEED = "large list";
  private static final TestPki PKI = TestPki.seeded(SEED);
  private static final int ENTRIES = 1_000_000;

  /** The octets twice, as they are read from a file, and next to nothing for the entries. */
  private static final String HEAP = "160m";

  /** An entry after its serial: 2025-01-01, keyCompromise. */
  private static final byte[] TAIL =
      Bytes.hex("170d3235303130313030303030305a300c300a0603551d1504030a0101").toArray();

  @TempDir static Path folder;
  private static Path file;

  @BeforeAll
  static void list() throws IOException {
    file = folder.resolve("large.crl");
    Signer ca = PKI.signerCa();
    BigInteger last = PKI.sealSigner("revoked").chain().get(0).serial();
    byte[] signed = signed(ca, entries(last));
    byte[] algorithm = SignatureIdentifiers.of(ca.algorithm()).getEncoded("DER");
    byte[] value = ca.sign(Bytes.of(signed)).toArray();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      int bits = value.length + 1;
      out.write(head(0x30, signed.length + algorithm.length + head(3, bits).length + bits));
      out.write(signed);
      out.write(algorithm);
      out.write(head(3, bits));
      out.write(0);
      out.write(value);
    }
    assertThat(Files.size(file)).isGreaterThanOrEqualTo(50_000_000);
  }

  @Test
  void whomItsLastEntryNamesIsRevoked() {
    assertJudged("revoked", "FAIL", HEAP, file);
  }

  /** As PEM it has 70 MB of text, which nobody holds. */
  @Test
  void soItIsAsText() throws IOException {
    Path pem = folder.resolve("large.pem");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(pem))) {
      out.write("-----BEGIN X509 CRL-----\n".getBytes(StandardCharsets.US_ASCII));
      byte[] lf = {'\n'};
      try (OutputStream body = Base64.getMimeEncoder(64, lf).wrap(new Unclosed(out))) {
        Files.copy(file, body);
      }
      out.write("\n-----END X509 CRL-----\n".getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(Files.size(pem)).isGreaterThan(65_000_000);
    assertJudged("revoked", "FAIL", "256m", pem);
    assertJudged("another", "PASS", "256m", pem);
    Files.delete(pem);
  }

  /** Leaves the file open for what follows the body. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
      out.write(octets, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  @Test
  void whomItDoesNotNameIsNot() {
    assertJudged("another", "PASS", HEAP, file);
  }

  private static void assertJudged(String signer, String outcome, String heap, Path list) {
    ChildJvm.Result result =
        ChildJvm.run(LargeCrlMain.class, heap, 2, SEED, signer, list.toString());
    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).startsWith(outcome + "\n");
  }

  private static byte[] signed(Signer ca, byte[] entries) throws IOException {
    Certificate own = ca.chain().get(0);
    ByteArrayOutputStream content = new ByteArrayOutputStream(entries.length + 1000);
    put(content, new ASN1Integer(1));
    put(content, SignatureIdentifiers.of(ca.algorithm()));
    put(content, own.name());
    put(content, new Time(Date.from(TestPki.NOW.minusSeconds(60))));
    put(content, new Time(Date.from(TestPki.NOW.plusSeconds(3600))));
    content.writeBytes(head(0x30, entries.length));
    content.writeBytes(entries);
    Extension number =
        Extension.create(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(7)));
    put(content, new DERTaggedObject(true, 0, new Extensions(number)));
    return joined(head(0x30, content.size()), content.toByteArray());
  }

  private static byte[] entries(BigInteger last) {
    ByteArrayOutputStream all = new ByteArrayOutputStream(50 << 20);
    byte[] serial = new byte[17];
    for (int i = 0; i < ENTRIES; i++) {
      ByteBuffer.wrap(serial).put(0, (byte) 0x51).putInt(4, i);
      entry(all, serial);
    }
    entry(all, last.toByteArray());
    return all.toByteArray();
  }

  private static void entry(ByteArrayOutputStream out, byte[] serial) {
    out.write(0x30);
    out.write(2 + serial.length + TAIL.length);
    out.write(2);
    out.write(serial.length);
    out.writeBytes(serial);
    out.writeBytes(TAIL);
  }

  private static byte[] head(int tag, int length) {
    if (length < 0x80) {
      return new byte[] {(byte) tag, (byte) length};
    }
    return ByteBuffer.allocate(6).put((byte) tag).put((byte) 0x84).putInt(length).array();
  }

  private static void put(ByteArrayOutputStream out, ASN1Encodable value) throws IOException {
    out.writeBytes(value.toASN1Primitive().getEncoded("DER"));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    return Bytes.of(one).concat(Bytes.of(other)).toArray();
  }
}
