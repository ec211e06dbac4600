package org.xinfu.testkit;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.Sm2;
import org.xinfu.trust.key.SubjectPublicKey;

/** The part of {@link Sm2Vectors} about public keys: at the edges, and not keys at all. */
final class Sm2KeyVectors {
  private static final Bytes MESSAGE = Bytes.utf8("message");
  private static final BigInteger NONCE = BigInteger.valueOf(0x5eed);
  private final Sm2Vectors vectors;

  Sm2KeyVectors(Sm2Vectors vectors) {
    this.vectors = vectors;
  }

  void all() {
    edges();
    smallCoordinates();
    Sm2Lab.Key key = new Sm2Lab.Key(new BigInteger("7".repeat(63), 16));
    EcSignature signature = key.sign(MESSAGE, Sm2.DEFAULT_ID, NONCE);
    points(key.point(), signature);
    wrappings(key.point(), signature);
    otherCurves(key.point(), signature);
  }

  /** d = 1, 2, n−2, so that P = G, 2G, −2G; and −G, whose d = n−1 cannot sign (d+1 = 0). */
  private void edges() {
    Map<String, BigInteger> keys = new LinkedHashMap<>();
    keys.put("d = 1, the key is G", BigInteger.ONE);
    keys.put("d = 2", BigInteger.TWO);
    keys.put("d = n-2", Sm2Lab.N.subtract(BigInteger.TWO));
    keys.put("d = n-3", Sm2Lab.N.subtract(BigInteger.valueOf(3)));
    keys.put("d = 2^128", BigInteger.ONE.shiftLeft(128));
    keys.forEach(
        (name, d) -> {
          Sm2Lab.Key key = new Sm2Lab.Key(d);
          EcSignature signature = key.sign(MESSAGE, Sm2.DEFAULT_ID, NONCE);
          vectors.good(name, "Key", in(key.info(), signature));
          EcSignature next = new EcSignature(signature.r(), signature.s().xor(BigInteger.ONE));
          vectors.bad(name, "Key", in(key.info(), next), Reason.SIGNATURE_VALUE_WRONG);
        });
    EcSignature any = new EcSignature(BigInteger.valueOf(11), BigInteger.valueOf(13));
    Bytes minusG = SubjectPublicKey.sm2(Sm2Lab.encode(Sm2Lab.CURVE.getG().negate()));
    vectors.bad("the key is -G", "Key", in(minusG, any), Reason.SIGNATURE_VALUE_WRONG);
    // With P = G and r = n − 2s the sum s·G + t·P vanishes, whatever e is.
    BigInteger r = Sm2Lab.N.subtract(any.s().shiftLeft(1));
    Bytes g = new Sm2Lab.Key(BigInteger.ONE).info();
    vectors.bad(
        "the key is G and the sum is infinity",
        "Arithmetic",
        Sm2Vectors.digest(g, Sm2Lab.octets(r), new EcSignature(r, any.s())),
        Reason.SIGNATURE_VALUE_WRONG);
  }

  /** Keys with few bits in x: nobody knows their d, but with e free each has signatures. */
  private void smallCoordinates() {
    int found = 0;
    for (long x = 0; found < 4; x++) {
      ECPoint point = Sm2Lab.at(BigInteger.valueOf(x));
      if (point.isInfinity()) {
        continue;
      }
      found++;
      Bytes encoded = Sm2Lab.encode(point);
      EcSignature any = new EcSignature(BigInteger.valueOf(1000 + x), BigInteger.valueOf(77));
      Bytes e = Sm2Lab.digestFor(point, any.r(), any.s());
      vectors.good("x = " + x, "Key", Sm2Vectors.digest(SubjectPublicKey.sm2(encoded), e, any));
      Bytes beyond =
          Bytes.hex("04")
              .concat(Sm2Lab.octets(Sm2Lab.P.add(BigInteger.valueOf(x))))
              .concat(encoded.slice(33, 65));
      vectors.bad(
          "x = p+" + x,
          "Key",
          Sm2Vectors.digest(SubjectPublicKey.sm2(beyond), e, any),
          Reason.MALFORMED);
    }
  }

  private void points(Bytes point, EcSignature signature) {
    Bytes x = point.slice(1, 33);
    Bytes y = point.slice(33, 65);
    int parity = y.at(31) & 1;
    Map<String, Bytes> points = new LinkedHashMap<>();
    points.put("a point off the curve", Mutators.flip(point, 64, 1));
    points.put("x and y swapped", Bytes.hex("04").concat(y).concat(x));
    points.put("the origin", Bytes.hex("04" + "00".repeat(64)));
    points.put("coordinates of ff", Bytes.hex("04" + "ff".repeat(64)));
    points.put("infinity", Bytes.hex("00"));
    points.put("infinity, padded", Bytes.hex("00".repeat(65)));
    points.put("a compressed point", Bytes.hex(parity == 0 ? "02" : "03").concat(x));
    points.put("a compressed point of the other y", Bytes.hex(parity == 0 ? "03" : "02").concat(x));
    points.put("a hybrid point", Bytes.hex(parity == 0 ? "06" : "07").concat(x).concat(y));
    points.put(
        "a hybrid point that lies", Bytes.hex(parity == 0 ? "07" : "06").concat(x).concat(y));
    points.put("without 04", x.concat(y));
    points.put("one octet short", point.slice(0, 64));
    points.put("one octet more", point.concat(Bytes.hex("00")));
    points.put("no octets", Bytes.empty());
    points.forEach(
        (name, p) -> refused(name, SubjectPublicKey.sm2(p), signature, Reason.MALFORMED));
    Bytes minus = Sm2Lab.encode(Sm2.point(point).orElseThrow().negate());
    refused("-P", SubjectPublicKey.sm2(minus), signature, Reason.SIGNATURE_VALUE_WRONG);
  }

  private void wrappings(Bytes point, EcSignature signature) {
    Bytes info = SubjectPublicKey.sm2(point);
    Map<String, Bytes> keys = new LinkedHashMap<>();
    keys.put("the point alone", point);
    keys.put("no key", Bytes.empty());
    keys.put("a truncated key", info.slice(0, info.length() - 1));
    keys.put("octets after the key", info.concat(Bytes.hex("00")));
    keys.put("no curve", info(X9ObjectIdentifiers.id_ecPublicKey, null, point));
    keys.put(
        "NULL for the curve", info(X9ObjectIdentifiers.id_ecPublicKey, DERNull.INSTANCE, point));
    keys.put("explicit parameters", info(X9ObjectIdentifiers.id_ecPublicKey, Sm2Lab.CURVE, point));
    keys.put("the curve as algorithm", info(GMObjectIdentifiers.sm2p256v1, null, point));
    keys.put(
        "the signature as algorithm",
        info(GMObjectIdentifiers.sm2sign_with_sm3, GMObjectIdentifiers.sm2p256v1, point));
    ASN1ObjectIdentifier wapi = new ASN1ObjectIdentifier("1.2.156.10197.1.301.101");
    keys.put("the curve of WAPI", info(X9ObjectIdentifiers.id_ecPublicKey, wapi, point));
    keys.put(
        "secp256k1",
        info(
            X9ObjectIdentifiers.id_ecPublicKey,
            SECObjectIdentifiers.secp256k1,
            Bytes.of(CustomNamedCurves.getByName("secp256k1").getG().getEncoded(false))));
    keys.forEach((name, key) -> refused(name, key, signature, Reason.MALFORMED));
  }

  private void otherCurves(Bytes point, EcSignature signature) {
    Bytes p256 = Bytes.of(CustomNamedCurves.getByName("secp256r1").getG().getEncoded(false));
    refused("a P-256 key", SubjectPublicKey.p256(p256), signature, Reason.ALGORITHM_MISMATCH);
    refused("a P-256 point named SM2", SubjectPublicKey.sm2(p256), signature, Reason.MALFORMED);
    refused("an SM2 point named P-256", SubjectPublicKey.p256(point), signature, Reason.MALFORMED);
  }

  private void refused(String comment, Bytes key, EcSignature signature, Reason reason) {
    vectors.bad(comment, "Key", in(key, signature), reason);
  }

  private static Map<String, Object> in(Bytes key, EcSignature signature) {
    Map<String, Object> in = Sm2Vectors.digest(key, Bytes.empty(), signature);
    in.remove("digest");
    in.put("message", MESSAGE);
    return in;
  }

  private static Bytes info(
      ASN1ObjectIdentifier algorithm, @Nullable ASN1Encodable parameters, Bytes point) {
    try {
      AlgorithmIdentifier id = new AlgorithmIdentifier(algorithm, parameters);
      return Bytes.of(new SubjectPublicKeyInfo(id, point.toArray()).getEncoded());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
