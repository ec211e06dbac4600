package org.xinfu.bench;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.Secret;
import org.xinfu.trust.crypt.Sm2Encryption;
import org.xinfu.trust.crypt.Sm4;
import org.xinfu.trust.key.Digests;
import org.xinfu.trust.key.SubjectPublicKey;
import org.xinfu.trust.key.VerificationKey;

/** SM2, SM3 and SM4 against Bouncy Castle's own classes and OpenSSL's {@code speed}. */
final class CryptoBench {
  private static final String BC = "Bouncy Castle 1.84";
  private final SecureRandom random = new SecureRandom();
  private final byte[] message = new byte[1024];
  private final AsymmetricCipherKeyPair pair = pair();
  private final ECPublicKeyParameters bcKey = (ECPublicKeyParameters) pair.getPublic();
  private final Bytes point = Bytes.of(bcKey.getQ().getEncoded(false));
  private final VerificationKey key = VerificationKey.ofSm2Point(point).orElseThrow();

  List<Row> rows() throws Exception {
    byte[] signature = sign();
    Bytes text = Bytes.of(message);
    Bytes value = Bytes.of(signature);
    if (!key.verify(text, value)) {
      throw new IllegalStateException("the sample does not verify");
    }
    Duel same =
        new Duel(
            "sm2-verify-1k-same-key",
            () -> key.verify(text, value),
            () -> bcVerify(bcKey, signature));
    Bytes info = SubjectPublicKey.sm2(point);
    Duel fresh =
        new Duel(
            "sm2-verify-1k-fresh-key",
            () -> VerificationKey.parse(info).orElseThrow().verify(text, value),
            () -> bcVerify(decoded(), signature));
    Duel encrypt =
        new Duel(
            "sm2-encrypt-32",
            () -> Sm2Encryption.encrypt(point, text.slice(0, 32), random),
            this::bcEncrypt);
    List<Row> rows = new ArrayList<>();
    for (Duel duel : List.of(same, fresh, encrypt)) {
      Duel.Score score = duel.fight();
      Row.Peer peer = new Row.Peer(BC, score.peer(), score.ratio());
      rows.add(Row.of(duel.id(), "op/s", score.ours(), peer));
    }
    rows.addAll(againstOpenSsl(same));
    return rows;
  }

  /** OpenSSL runs by itself, afterwards: its ratio is rougher than that of a duel. */
  private List<Row> againstOpenSsl(Duel verify) throws Exception {
    byte[] big = new byte[1 << 20];
    Bytes octets = Bytes.of(big);
    Secret secret = Secret.random(16, random);
    Duel.Work sm3 = () -> Digests.sm3(octets);
    Duel.Work gcm = () -> Sm4.encryptGcm(secret, octets, Bytes.empty(), random);
    double verified = new Duel("", verify.ours(), verify.ours()).fight().ours();
    List<Row> rows = new ArrayList<>();
    add(rows, "sm2-verify-openssl", "op/s", verified, OpenSslSpeed.sm2Verify());
    add(
        rows,
        "sm3-1m",
        "MB/s",
        new Duel("", sm3, sm3).fight().ours(),
        OpenSslSpeed.megabytes("sm3"));
    add(
        rows,
        "sm4-gcm-1m",
        "MB/s",
        new Duel("", gcm, gcm).fight().ours(),
        OpenSslSpeed.megabytes("sm4-gcm"));
    return rows;
  }

  private static void add(List<Row> rows, String id, String unit, double ours, double peer) {
    if (peer > 0) {
      rows.add(Row.of(id, unit, ours, new Row.Peer("openssl speed", peer, ours / peer)));
    }
  }

  private byte[] sign() throws Exception {
    SM2Signer signer = new SM2Signer();
    signer.init(true, new ParametersWithRandom(pair.getPrivate(), random));
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  private boolean bcVerify(ECPublicKeyParameters publicKey, byte[] signature) {
    SM2Signer signer = new SM2Signer();
    signer.init(false, publicKey);
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }

  private ECPublicKeyParameters decoded() {
    return new ECPublicKeyParameters(
        bcKey.getParameters().getCurve().decodePoint(point.toArray()), bcKey.getParameters());
  }

  private byte[] bcEncrypt() throws Exception {
    SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
    engine.init(true, new ParametersWithRandom(decoded(), random));
    return engine.processBlock(message, 0, 32);
  }

  private static AsymmetricCipherKeyPair pair() {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            ECNamedDomainParameters.lookup(GMObjectIdentifiers.sm2p256v1), new SecureRandom()));
    return generator.generateKeyPair();
  }
}
