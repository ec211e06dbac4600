package org.xinfu.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.Signer;

/**
 * Changes parts of seals and signatures with them, and signs the changed part again or not: what a
 * forger, or a careless producer, can write.
 */
public final class SesForge {
  private SesForge() {}

  /** The structure with its inner parts changed; nothing is signed again. */
  public static Bytes edit(Bytes structure, UnaryOperator<ASN1Sequence> change) {
    return der(change.apply(sequence(structure)));
  }

  /** SESeal or SES_Signature whose signed part is changed and signed again by {@code signer}. */
  public static Bytes resigned(Bytes structure, UnaryOperator<ASN1Sequence> change, Signer signer) {
    ASN1Sequence whole = sequence(structure);
    ASN1Sequence signed = change.apply((ASN1Sequence) whole.getObjectAt(0));
    return der(envelope(signed, signer, signer::sign));
  }

  /** As made by {@code signer} over the same signed part, the value made by {@code value}. */
  public static Bytes valued(Bytes structure, Signer signer, UnaryOperator<Bytes> value) {
    ASN1Sequence signed = (ASN1Sequence) sequence(structure).getObjectAt(0);
    return der(envelope(signed, signer, value));
  }

  /** The signature value as r ‖ s, as national systems write it. */
  public static Bytes raw(Bytes derSignature) {
    return EcSignature.parseDer(derSignature).orElseThrow().raw(32);
  }

  /** {@code sequence} with the part at {@code path} replaced by what {@code change} makes of it. */
  public static ASN1Sequence at(
      ASN1Sequence sequence, Function<ASN1Encodable, ASN1Encodable> change, int... path) {
    ASN1Encodable[] parts = sequence.toArray();
    ASN1Encodable part = parts[path[0]];
    parts[path[0]] =
        path.length == 1
            ? change.apply(part)
            : at((ASN1Sequence) part, change, Arrays.copyOfRange(path, 1, path.length));
    return new DERSequence(parts);
  }

  /** {@code sequence} with one more part at its end. */
  public static ASN1Sequence append(ASN1Sequence sequence, ASN1Encodable part) {
    List<ASN1Encodable> parts = new ArrayList<>(List.of(sequence.toArray()));
    parts.add(part);
    return new DERSequence(parts.toArray(ASN1Encodable[]::new));
  }

  /** The first {@code count} parts of {@code sequence}. */
  public static ASN1Sequence first(ASN1Sequence sequence, int count) {
    return new DERSequence(Arrays.copyOf(sequence.toArray(), count));
  }

  /** Octets as a sequence. */
  public static ASN1Sequence sequence(Bytes der) {
    try {
      return (ASN1Sequence) ASN1Primitive.fromByteArray(der.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** DER of a value. */
  public static Bytes der(ASN1Encodable value) {
    try {
      return Bytes.of(value.toASN1Primitive().getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ASN1Sequence envelope(
      ASN1Sequence signed, Signer signer, UnaryOperator<Bytes> value) {
    ASN1ObjectIdentifier algorithm = GMObjectIdentifiers.sm2sign_with_sm3;
    return new DERSequence(
        new ASN1Encodable[] {
          signed,
          new DEROctetString(signer.chain().get(0).der().toArray()),
          algorithm,
          new DERBitString(value.apply(der(signed)).toArray())
        });
  }
}
