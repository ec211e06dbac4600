package org.xinfu.testkit;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.seal.SealMaker;
import org.xinfu.trust.seal.SealSpec;
import org.xinfu.trust.seal.SealedContent;
import org.xinfu.trust.time.TimestampMaker;

/**
 * Seals and signatures that the library reads and does not make: GM/T 0031-2014 (V1) and GM/T
 * 0031-2025 (V5).
 */
public final class OtherSeals {
  /** The versions that data of the 2014 shape really hold. */
  public static final List<Integer> VERSIONS_2014 = List.of(1, 2, 3, 11);

  private static final DateTimeFormatter UTC_TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private OtherSeals() {}

  /** How a 2014 structure is signed: the identifier that is written, and the value over octets. */
  public record Suite(ASN1ObjectIdentifier oid, Function<Bytes, Bytes> value) {
    /** The signer's own suite. */
    public static Suite of(Signer signer) {
      boolean sm2 = signer.algorithm() == SignatureAlgorithm.SM2_SM3;
      return new Suite(
          sm2
              ? GMObjectIdentifiers.sm2sign_with_sm3
              : PKCSObjectIdentifiers.sha256WithRSAEncryption,
          signer::sign);
    }

    /** RSA with SHA-1, which GM/T 0031-2014 allowed. */
    public static Suite rsaSha1(SoftKeyVault vault, Signer signer) {
      return new Suite(
          PKCSObjectIdentifiers.sha1WithRSAEncryption,
          octets -> sha1(vault.privateKey(signer.publicKey()), octets));
    }

    private static Bytes sha1(Bytes key, Bytes octets) {
      try {
        Signature signature = Signature.getInstance("SHA1withRSA");
        signature.initSign(
            KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key.toArray())));
        signature.update(octets.toArray());
        return Bytes.of(signature.sign());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** SESeal of 2014 with this number in its header. */
  public static Bytes seal2014(SealSpec spec, int version, Signer maker) {
    return seal2014(spec, version, maker, Suite.of(maker));
  }

  /** The same, signed in a suite of the caller's. */
  public static Bytes seal2014(SealSpec spec, int version, Signer maker, Suite suite) {
    return sealed2014(info2014(spec, version), maker, suite);
  }

  /** SESeal of 2014 whose signed part is changed and signed again. */
  public static Bytes resealed2014(
      Bytes seal, Function<ASN1Sequence, ASN1Sequence> change, Signer maker) {
    ASN1Sequence info = (ASN1Sequence) SesForge.sequence(seal).getObjectAt(0);
    return sealed2014(change.apply(info), maker, Suite.of(maker));
  }

  private static Bytes sealed2014(ASN1Sequence info, Signer maker, Suite suite) {
    DEROctetString certificate = octets(TestSeals.certificate(maker).der());
    ASN1Encodable[] triple = {info, certificate, suite.oid()};
    Bytes value = suite.value().apply(SesForge.der(new DERSequence(triple)));
    ASN1Encodable[] signInfo = {certificate, suite.oid(), bits(value)};
    return SesForge.der(new DERSequence(new ASN1Encodable[] {info, new DERSequence(signInfo)}));
  }

  private static ASN1Sequence info2014(SealSpec spec, int version) {
    ASN1Encodable[] header = {
      new DERIA5String("ES"), new ASN1Integer(version), new DERIA5String(spec.vendorId())
    };
    ASN1Encodable[] property = {
      new ASN1Integer(spec.type()),
      new DERUTF8String(spec.name()),
      new DERSequence(
          spec.signers().stream().map(c -> octets(c.der())).toArray(ASN1Encodable[]::new)),
      utc(spec.createdAt()),
      utc(spec.validFrom()),
      utc(spec.validTo())
    };
    ASN1Encodable[] picture = {
      new DERIA5String(spec.picture().type()),
      octets(spec.picture().data()),
      new ASN1Integer(spec.picture().widthMm()),
      new ASN1Integer(spec.picture().heightMm())
    };
    return new DERSequence(
        new ASN1Encodable[] {
          new DERSequence(header),
          new DERIA5String(spec.esId()),
          new DERSequence(property),
          new DERSequence(picture)
        });
  }

  /** SES_Signature of 2014; {@code timeInfo} is written as it is. */
  public static Bytes signature2014(SealedContent content, Bytes timeInfo, Signer signer) {
    return signature2014(content, timeInfo, signer, Suite.of(signer));
  }

  /** The same, signed in a suite of the caller's. */
  public static Bytes signature2014(
      SealedContent content, Bytes timeInfo, Signer signer, Suite suite) {
    ASN1Sequence seal = SesForge.sequence(content.seal());
    ASN1Sequence header = (ASN1Sequence) ((ASN1Sequence) seal.getObjectAt(0)).getObjectAt(0);
    ASN1Encodable[] toSign = {
      header.getObjectAt(1),
      seal,
      bits(timeInfo),
      bits(content.contentDigest()),
      new DERIA5String(content.propertyInfo()),
      octets(TestSeals.certificate(signer).der()),
      suite.oid()
    };
    return signed2014(new DERSequence(toSign), suite);
  }

  /** SES_Signature of 2014 whose signed part is changed and signed again. */
  public static Bytes resigned2014(
      Bytes signature, Function<ASN1Sequence, ASN1Sequence> change, Signer signer) {
    return resigned2014(signature, change, Suite.of(signer));
  }

  /** The same, signed in a suite of the caller's. */
  public static Bytes resigned2014(
      Bytes signature, Function<ASN1Sequence, ASN1Sequence> change, Suite suite) {
    ASN1Sequence toSign = (ASN1Sequence) SesForge.sequence(signature).getObjectAt(0);
    return signed2014(change.apply(toSign), suite);
  }

  private static Bytes signed2014(ASN1Sequence toSign, Suite suite) {
    Bytes value = suite.value().apply(SesForge.der(toSign));
    return SesForge.der(new DERSequence(new ASN1Encodable[] {toSign, bits(value)}));
  }

  /** SESeal of 2025 without a time-stamp. */
  public static Bytes seal2025(SealSpec spec, Signer maker) {
    Bytes four = SealMaker.make(spec, maker);
    return SesForge.resigned(four, s -> SesForge.at(s, o -> new ASN1Integer(5), 0, 1), maker);
  }

  /** A seal of 2025, or a signature of 2020 or 2025, with a time-stamp on its value. */
  public static Bytes stamped(Bytes structure, Bytes token) {
    return SesForge.edit(
        structure, s -> SesForge.append(s, new DERTaggedObject(true, 0, bits(token))));
  }

  /** The octets of the value that a time-stamp is over: the fourth part's. */
  public static Bytes value(Bytes structure) {
    ASN1Encodable value = SesForge.sequence(structure).getObjectAt(3);
    return Bytes.of(((DERBitString) value).getOctets());
  }

  /** SES_Signature of 2025. */
  public static Bytes signature2025(SealedContent content, Signer signer) {
    List<ASN1Encodable> toSign =
        new ArrayList<>(
            Arrays.asList(
                new ASN1Integer(5),
                SesForge.sequence(content.seal()),
                new DERGeneralizedTime(Date.from(content.time())),
                bits(content.contentDigest()),
                new DERIA5String(content.propertyInfo())));
    ASN1Sequence signed = new DERSequence(toSign.toArray(ASN1Encodable[]::new));
    ASN1Encodable[] parts = {
      signed,
      octets(TestSeals.certificate(signer).der()),
      GMObjectIdentifiers.sm2sign_with_sm3,
      bits(signer.sign(SesForge.der(signed)))
    };
    return SesForge.der(new DERSequence(parts));
  }

  private static DERUTCTime utc(Instant moment) {
    return new DERUTCTime(UTC_TIME.format(moment));
  }

  private static DEROctetString octets(Bytes content) {
    return new DEROctetString(content.toArray());
  }

  private static DERBitString bits(Bytes content) {
    return new DERBitString(content.toArray());
  }

  /** A time-stamp on {@link TestSeals#CONTENT_DIGEST}, as V1 has it in timeInfo. */
  public static Bytes contentToken(TestPki pki, Instant at) {
    TimestampMaker authority =
        new TimestampMaker(pki.timestamper("样例时间戳"), "1.2.3.4", () -> BigInteger.valueOf(5));
    return authority.token(
        new TimestampMaker.Order(ContentDigest.SM3, TestSeals.CONTENT_DIGEST, Optional.empty()),
        at);
  }
}
