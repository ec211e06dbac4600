package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.crypt.EnvelopeKey;
import org.xinfu.trust.crypt.Secret;
import org.xinfu.trust.crypt.SignedEnvelope;
import org.xinfu.trust.crypt.SignedOpened;
import org.xinfu.trust.crypt.Sm2PrivateKey;
import org.xinfu.trust.key.Signer;

/** Signed envelopes of two signers for two recipients, and their parts. */
final class SignedEnvelopes {
  static final SecureRandom RANDOM = new SecureRandom();
  static final Bytes CONTENT = Bytes.utf8("样例 content ".repeat(20));
  static final String GB = "1.2.156.10197.6.1.4.2.";
  static final TestPki PKI = TestPki.seeded("signed envelope");
  static final Signer SIGNER = PKI.sealSigner("样例发件人");
  static final Signer OTHER = PKI.sealSigner("样例另一人");
  static final Signer FIRST = recipient("样例收件人一");
  static final Signer SECOND = recipient("样例收件人二");
  static final TrustPolicy POLICY = PKI.policy();

  private SignedEnvelopes() {}

  static Signer recipient(String name) {
    return PKI.issue(
        PKI.spec("CN=" + name + ",O=样例,C=CN", Purpose.ENCRYPTION, TestPki.END), PKI.signerCa());
  }

  static EnvelopeKey key(Signer recipient) {
    return EnvelopeKey.sm2(
        certificate(recipient), Sm2PrivateKey.of(secret(recipient)).orElseThrow());
  }

  static Secret secret(Signer recipient) {
    try {
      Bytes pkcs8 = PKI.vault().privateKey(recipient.publicKey());
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8.toArray());
      byte[] d = ECPrivateKey.getInstance(info.parsePrivateKey()).getKey().toByteArray();
      byte[] octets = new byte[32];
      int skip = Math.max(0, d.length - 32);
      System.arraycopy(d, skip, octets, 32 - (d.length - skip), d.length - skip);
      return Secret.copyOf(octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Certificate certificate(Signer signer) {
    return signer.chain().get(0);
  }

  static Bytes made() {
    return made(Gbt35275Signer.detached(CONTENT, SIGNER, TestPki.NOW));
  }

  static Bytes made(Bytes signature) {
    List<Certificate> both = List.of(certificate(FIRST), certificate(SECOND));
    return SignedEnvelope.make(CONTENT, signature, both, RANDOM);
  }

  static SignedOpened open(Bytes envelope) {
    return SignedEnvelope.open(envelope, key(FIRST), POLICY, RANDOM);
  }

  static SignedOpened.Judged judged(SignedOpened opened) {
    assertThat(opened).isInstanceOf(SignedOpened.Judged.class);
    return (SignedOpened.Judged) opened;
  }

  static ASN1Encodable name(Signer who) {
    Certificate certificate = certificate(who);
    return new IssuerAndSerialNumber(certificate.holder().getIssuer(), certificate.serial());
  }

  static Bytes handmade(ASN1Encodable data) {
    try {
      ASN1Encodable[] outer = {
        new ASN1ObjectIdentifier(GB + 4), new DERTaggedObject(true, 0, data)
      };
      boolean ber = data instanceof BERSequence;
      return Bytes.of(
          ber ? new BERSequence(outer).getEncoded("BER") : new DERSequence(outer).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ASN1Sequence inside(Bytes envelope) {
    ASN1Sequence outer = ASN1Sequence.getInstance(envelope.toArray());
    return ASN1Sequence.getInstance(ASN1TaggedObject.getInstance(outer.getObjectAt(1)), true);
  }
}
