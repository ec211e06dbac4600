package org.xinfu.trust.cms;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/**
 * Makes SignedData of GB/T 35275-2017 §7.1 with SM2 and SM3: its own content types, version 1
 * throughout, the signature as DER in the algorithm 1.2.156.10197.1.301.1.
 */
public final class Gbt35275Signer {
  private Gbt35275Signer() {}

  /**
   * With the content inside and without attributes, as OFD has it for Type="Sign" (GM/T 0099 §7.2.2
   * b): there {@code content} is the SM3 of Signature.xml.
   *
   * @throws IllegalArgumentException when the signer's suite is not SM2 or it has no certificate
   */
  public static Bytes attached(Bytes content, Signer signer) {
    return sm2(signer).carrying(Oids.GB_DATA, content).makeBare(content);
  }

  /** With the content inside, signed through attributes with a claimed time. */
  public static Bytes attached(Bytes content, Signer signer, Instant time) {
    return sm2(signer)
        .carrying(Oids.GB_DATA, content)
        .make(attributes(ContentDigest.SM3.of(content), time));
  }

  /**
   * As {@link #attached(Bytes, Signer, Instant)} for a content of any size, which is read once to
   * be digested and once to be copied, and never held.
   *
   * @param out where the DER ContentInfo goes
   * @throws IOException when {@code out} fails or the content changes its length meanwhile: then
   *     what was written is no message
   */
  public static void attached(DocumentSource content, Signer signer, Instant time, OutputStream out)
      throws IOException {
    Bytes digest = SignedContents.digests(content).apply(ContentDigest.SM3);
    AttachedStream.write(sm2(signer).make(attributes(digest, time)), content, out);
  }

  /** Without the content, signed through attributes with a claimed time. */
  public static Bytes detached(Bytes content, Signer signer, Instant time) {
    return sm2(signer).make(attributes(ContentDigest.SM3.of(content), time));
  }

  /** Without the content and without attributes. */
  public static Bytes detached(Bytes content, Signer signer) {
    return sm2(signer).makeBare(content);
  }

  private static SignedDataMaker sm2(Signer signer) {
    if (signer.algorithm() != SignatureAlgorithm.SM2_SM3) {
      throw new IllegalArgumentException("GB/T 35275 is signed with SM2");
    }
    return new SignedDataMaker(signer).gb();
  }

  private static ASN1EncodableVector attributes(Bytes sm3, Instant time) {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(CmsSigner.attribute(CMSAttributes.contentType, Oids.GB_DATA));
    DEROctetString digest = new DEROctetString(sm3.toArray());
    attributes.add(CmsSigner.attribute(CMSAttributes.messageDigest, digest));
    attributes.add(CmsSigner.attribute(CMSAttributes.signingTime, new Time(Date.from(time))));
    return attributes;
  }
}
