package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xinfu.testkit.SignedEnvelopes.CONTENT;
import static org.xinfu.testkit.SignedEnvelopes.FIRST;
import static org.xinfu.testkit.SignedEnvelopes.GB;
import static org.xinfu.testkit.SignedEnvelopes.PKI;
import static org.xinfu.testkit.SignedEnvelopes.SIGNER;
import static org.xinfu.testkit.SignedEnvelopes.certificate;
import static org.xinfu.testkit.SignedEnvelopes.handmade;
import static org.xinfu.testkit.SignedEnvelopes.inside;
import static org.xinfu.testkit.SignedEnvelopes.judged;
import static org.xinfu.testkit.SignedEnvelopes.made;
import static org.xinfu.testkit.SignedEnvelopes.name;
import static org.xinfu.testkit.SignedEnvelopes.open;

import java.nio.file.Path;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.crypt.SignedOpened;
import org.xinfu.trust.key.Signer;

/** A second hand: the structure by Bouncy Castle, the algorithms by OpenSSL. */
class SignedEnvelopeOracleTest {
  @TempDir Path folder;

  @Test
  void whatAnotherHandMadeOpens() {
    Bytes theirs = handmade(new DERSequence(parts()));
    SignedOpened.Judged opened = judged(open(theirs));
    assertThat(opened.content().orThrow(r -> new IllegalStateException(r.code())))
        .isEqualTo(CONTENT);
    Bytes streamed = handmade(new BERSequence(parts()));
    assertThat(streamed).isNotEqualTo(theirs);
    assertThat(judged(open(streamed)).content().report().conclusion()).isEqualTo(Conclusion.VALID);
  }

  private ASN1Encodable[] parts() {
    OpenSsl openssl = keys();
    String key = "00112233445566778899aabbccddeeff";
    String iv = "ffeeddccbbaa99887766554433221100";
    openssl.write("content", CONTENT);
    openssl.write("secret", Bytes.hex(key));
    silent(openssl, "enc -sm4-cbc -K " + key + " -iv " + iv + " -in content -out encrypted");
    silent(openssl, "pkeyutl -encrypt -pubin -inkey first.pub -in secret -out wrapped");
    silent(
        openssl,
        "dgst -sm3 -sigopt distid:1234567812345678 -sign signer.key -out signature content");
    AlgorithmIdentifier sm3 = algorithm("1.2.156.10197.1.401");
    ASN1Encodable recipient =
        sequence(
            new ASN1Integer(1),
            name(FIRST),
            algorithm("1.2.156.10197.1.301.3"),
            new DEROctetString(openssl.read("wrapped").toArray()));
    ASN1Encodable encrypted =
        sequence(
            new ASN1ObjectIdentifier(GB + 1),
            new AlgorithmIdentifier(
                new ASN1ObjectIdentifier("1.2.156.10197.1.104.2"),
                new DEROctetString(Bytes.hex(iv).toArray())),
            new DERTaggedObject(false, 0, new DEROctetString(openssl.read("encrypted").toArray())));
    ASN1Encodable signer =
        sequence(
            new ASN1Integer(1),
            name(SIGNER),
            sm3,
            algorithm("1.2.156.10197.1.301.1"),
            new DEROctetString(openssl.read("signature").toArray()));
    return new ASN1Encodable[] {
      new ASN1Integer(1),
      new DERSet(recipient),
      new DERSet(sm3),
      encrypted,
      new DERTaggedObject(false, 0, new DERSet(certificate(SIGNER).holder().toASN1Structure())),
      new DERSet(signer)
    };
  }

  private static AlgorithmIdentifier algorithm(String oid) {
    return new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid));
  }

  private static DERSequence sequence(ASN1Encodable... parts) {
    return new DERSequence(parts);
  }

  @Test
  void openSslFindsInOursWhatWePutIn() {
    OpenSsl openssl = keys();
    ASN1Sequence ours = inside(made(Gbt35275Signer.detached(CONTENT, SIGNER)));
    ASN1Sequence recipient =
        ASN1Sequence.getInstance(ASN1Set.getInstance(ours.getObjectAt(1)).getObjectAt(0));
    ASN1Sequence second =
        ASN1Sequence.getInstance(ASN1Set.getInstance(ours.getObjectAt(1)).getObjectAt(1));
    boolean first = recipient.getObjectAt(1).equals(name(FIRST).toASN1Primitive());
    openssl.write("wrapped", octets((first ? recipient : second).getObjectAt(3)));
    silent(openssl, "pkeyutl -decrypt -inkey first.key -in wrapped -out secret");
    ASN1Sequence encrypted = ASN1Sequence.getInstance(ours.getObjectAt(3));
    AlgorithmIdentifier cipher = AlgorithmIdentifier.getInstance(encrypted.getObjectAt(1));
    ASN1TaggedObject content = ASN1TaggedObject.getInstance(encrypted.getObjectAt(2));
    openssl.write("encrypted", Bytes.of(ASN1OctetString.getInstance(content, false).getOctets()));
    silent(
        openssl,
        "enc -d -sm4-cbc -K "
            + openssl.read("secret").toHex()
            + " -iv "
            + octets(cipher.getParameters()).toHex()
            + " -in encrypted -out content");
    assertThat(openssl.read("content")).isEqualTo(CONTENT);
    ASN1Set signers = ASN1Set.getInstance(ours.getObjectAt(ours.size() - 1));
    openssl.write(
        "signature", octets(ASN1Sequence.getInstance(signers.getObjectAt(0)).getObjectAt(4)));
    assertThat(
            openssl.run(
                ("dgst -sm3 -sigopt distid:1234567812345678 -verify signer.pub -signature"
                        + " signature content")
                    .split(" ")))
        .contains("Verified OK");
  }

  private OpenSsl keys() {
    OpenSsl openssl = new OpenSsl(folder);
    openssl.write("first.key", pem(FIRST));
    openssl.write("first.pub", OpenSsl.pem("PUBLIC KEY", FIRST.publicKey().encoded()));
    openssl.write("signer.key", pem(SIGNER));
    openssl.write("signer.pub", OpenSsl.pem("PUBLIC KEY", SIGNER.publicKey().encoded()));
    return openssl;
  }

  private static String pem(Signer who) {
    return OpenSsl.pem("PRIVATE KEY", PKI.vault().privateKey(who.publicKey()));
  }

  private static void silent(OpenSsl openssl, String command) {
    assertThat(openssl.run(command.split(" "))).as(command).isEmpty();
  }

  private static Bytes octets(ASN1Encodable value) {
    return Bytes.of(ASN1OctetString.getInstance(value).getOctets());
  }
}
