package org.xinfu.trust.cli;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAttributeTableGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataStreamGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Signer;

/** Messages that carry a large content: CMS and GB/T 35275 in DER of ours, BER of another's. */
final class LargeCms {
  private static final int PIECE = 1 << 20;
  private final Path message;
  private final Path content;

  LargeCms(Path folder, long megabytes) throws IOException {
    message = folder.resolve("message.p7m");
    content = folder.resolve("content.bin");
    try (RandomAccessFile file = new RandomAccessFile(content.toFile(), "rw")) {
      file.setLength(megabytes << 20);
    }
  }

  /** Prints what came of each, and how often the content, then the message was read. */
  void run() throws IOException {
    CountedSource source = new CountedSource(DocumentSource.of(content));
    try (OutputStream out = out()) {
      CmsSigner.cadesAttached(source, Scene.DOCUMENT_SIGNER, TestSeals.SIGNED, out);
    }
    report("CMS", source);
    source = new CountedSource(DocumentSource.of(content));
    try (OutputStream out = out()) {
      Gbt35275Signer.attached(source, Scene.SIGNER, TestSeals.SIGNED, out);
    }
    report("GB/T 35275", source);
    source = new CountedSource(DocumentSource.of(content));
    try (OutputStream out = out()) {
      streamed(source, out);
    }
    report("BER", source);
    alter();
    report("altered", source);
  }

  private OutputStream out() throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(message), PIECE);
  }

  private void report(String what, CountedSource made) {
    CountedSource read = new CountedSource(DocumentSource.of(message));
    String verdict = Trust.verify(read, Samples.POLICY).conclusion().name();
    System.out.println(what + made.passes() + ", " + verdict + read.passes());
  }

  private void alter() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(message.toFile(), "rw")) {
      file.seek(file.length() / 2 + 100);
      int octet = file.read();
      file.seek(file.length() / 2 + 100);
      file.write(octet ^ 1);
    }
  }

  /** As Bouncy Castle writes a stream: indefinite lengths, the content in pieces. */
  private static void streamed(DocumentSource source, OutputStream out) throws IOException {
    Signer signer = Scene.DOCUMENT_SIGNER;
    CMSSignedDataStreamGenerator generator = new CMSSignedDataStreamGenerator();
    try {
      generator.addSignerInfoGenerator(
          new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider())
              .setSignedAttributeGenerator(dated(TestSeals.SIGNED))
              .build(new Value(signer), signer.chain().get(0).holder()));
      for (Certificate certificate : signer.chain()) {
        generator.addCertificate(certificate.holder());
      }
      generator.setBufferSize(64 << 10);
      try (OutputStream into = generator.open(out, true);
          InputStream octets = source.stream()) {
        octets.transferTo(into);
      }
    } catch (OperatorCreationException | CMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CMSAttributeTableGenerator dated(Instant at) {
    Attribute time = new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at))));
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(time);
    return new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes));
  }

  /** A key of ours in Bouncy Castle's form. */
  private record Value(Signer signer, ByteArrayOutputStream signed) implements ContentSigner {
    Value(Signer signer) {
      this(signer, new ByteArrayOutputStream());
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256withECDSA");
    }

    @Override
    public OutputStream getOutputStream() {
      return signed;
    }

    @Override
    public byte[] getSignature() {
      return signer.sign(Bytes.of(signed.toByteArray())).toArray();
    }
  }
}
