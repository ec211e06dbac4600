package org.xinfu.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.chain.SignatureIdentifiers;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Makes {@code specs/vectors/cms/attacks.json}: attacks on CMS and what nobody can judge. */
public final class CmsAttackVectors extends CmsValueAttacks {
  private final Vectors vectors = new Vectors("attacks", "CMS", pki.policy(), FLAGS);

  private CmsAttackVectors() {}

  /** The file's text; the same at every call. */
  public static String write() {
    CmsAttackVectors all = new CmsAttackVectors();
    all.contents();
    all.attributes();
    all.algorithms();
    all.certificates();
    all.values();
    all.stamps();
    all.structures();
    all.claims();
    all.responses();
    return all.vectors.write();
  }

  @Override
  Vectors vectors() {
    return vectors;
  }

  private void contents() {
    vectors.both(
        over("Content", "detached, other content", forged(ec, f -> {}), OTHER),
        Conclusion.INVALID,
        Optional.of(Reason.DIGEST_MISMATCH));
    attack(
        "Content",
        "attached content replaced",
        forged(ec, f -> f.carried = Optional.of(OTHER)),
        Reason.DIGEST_MISMATCH);
    vectors.both(
        test(
            "Content",
            "attached content replaced, alone",
            forged(ec, f -> f.carried = Optional.of(OTHER))),
        Conclusion.INVALID,
        Optional.of(Reason.DIGEST_MISMATCH));
    vectors.both(
        over(
            "Content",
            "attached, though another is handed in",
            forged(ec, SignedDataForge::carry),
            OTHER),
        Conclusion.INVALID,
        Optional.of(Reason.DIGEST_MISMATCH));
    Bytes sm3 = Hash.SM3.of(CONTENT);
    vectors.both(
        over("Content", "GB/T 35275 over another's SM3", Gbt35275Signer.attached(sm3, sm2), OTHER),
        Conclusion.INVALID,
        Optional.of(Reason.DIGEST_MISMATCH));
    vectors.both(
        over(
            "Content",
            "GB/T 35275 detached, other content",
            Gbt35275Signer.detached(CONTENT, sm2),
            OTHER),
        Conclusion.INVALID,
        Optional.of(Reason.SIGNATURE_VALUE_WRONG));
    confusion();
    around();
    vectors.both(
        test("Content", "the digest of a program (Authenticode)", forged(ec, this::program)),
        Conclusion.INDETERMINATE,
        Optional.of(Reason.CONTENT_NOT_COVERED));
    vectors.both(
        test("Content", "detached and not handed in", forged(ec, f -> {})),
        Conclusion.INDETERMINATE,
        Optional.of(Reason.SIGNED_CONTENT_MISSING));
  }

  /** RFC 3161 §2.4.2: with any status but 0 and 1 there is no token to believe. */
  private void responses() {
    for (int status = 2; status <= 6; status++) {
      Bytes response = response(status);
      attack("Time", "a token with status " + status, response, Reason.TIMESTAMP_WRONG);
    }
  }

  /** RFC 7468 §2 lets readers pass over it, and whoever opens the file sees it. */
  private void around() {
    String pem = OpenSsl.pem("CMS", forged(ec, SignedDataForge::carry));
    Map<String, String> files = new TreeMap<>();
    files.put("a text before the armour", "Pay 1,000,000\n" + pem);
    files.put("a text behind the armour", pem + "Pay 1,000,000\n");
    files.put(
        "a second message behind the armour",
        pem + OpenSsl.pem("CMS", forged(rsa, f -> f.carried = Optional.of(OTHER))));
    files.forEach(
        (comment, file) ->
            vectors.both(
                test("Content", comment, Bytes.utf8(file)),
                Conclusion.INDETERMINATE,
                Optional.of(Reason.CONTENT_NOT_COVERED)));
  }

  /** The signed attributes of one message presented as the content of another (RFC 5652 §5.4). */
  private void confusion() {
    SignedDataForge victim = new SignedDataForge(ec, CONTENT);
    Bytes attributes = SesForge.der(SignedDataForge.set(victim.attributes));
    Bytes value = ec.sign(attributes);
    Bytes swapped =
        SignedDataForge.of(
            ec,
            attributes,
            f -> {
              f.bare = true;
              f.sign = content -> value;
              f.carry();
            });
    vectors.both(
        test("Content", "attributes passed off as content", swapped),
        Conclusion.INVALID,
        Optional.of(Reason.SIGNED_ATTRIBUTE_WRONG));
    attack(
        "Content",
        "no attributes over content that is no data",
        forged(
            ec,
            f -> {
              otherType(f);
              f.bare = true;
            }),
        Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  private void attributes() {
    ASN1ObjectIdentifier type = SignedDataForge.CONTENT_TYPE;
    ASN1ObjectIdentifier digest = SignedDataForge.DIGEST;
    Reason wrong = Reason.SIGNED_ATTRIBUTE_WRONG;
    DEROctetString right = SignedDataForge.octets(Hash.SHA256.of(CONTENT));
    DEROctetString other = SignedDataForge.octets(Hash.SHA256.of(OTHER));
    attack("Attribute", "no content-type", forged(ec, f -> f.without(type)), wrong);
    attack(
        "Attribute",
        "content-type of another content",
        forged(ec, f -> f.instead(type, SignedDataForge.SIGNED)),
        wrong);
    attack(
        "Attribute",
        "content-type with two values",
        forged(ec, f -> f.instead(type, SignedDataForge.DATA, SignedDataForge.SIGNED)),
        wrong);
    attack("Attribute", "no message-digest", forged(ec, f -> f.without(digest)), wrong);
    attack(
        "Attribute",
        "message-digest of another content",
        forged(ec, f -> f.instead(digest, other)),
        Reason.DIGEST_MISMATCH);
    attack(
        "Attribute",
        "message-digest with two values",
        forged(ec, f -> f.instead(digest, right, other)),
        wrong);
    attack("Attribute", "message-digest twice", forged(ec, f -> f.attribute(digest, right)), wrong);
    attack(
        "Attribute",
        "message-digest twice, one wrong",
        forged(ec, f -> f.attribute(digest, other)),
        wrong);
    attack(
        "Attribute",
        "an unknown attribute twice",
        forged(
            ec,
            f -> {
              ASN1ObjectIdentifier odd = new ASN1ObjectIdentifier("1.2.3.4");
              f.attribute(odd, new ASN1Integer(1)).attribute(odd, new ASN1Integer(2));
            }),
        wrong);
    Bytes good = forged(ec, f -> {});
    attack(
        "Attribute",
        "an attribute altered",
        altered(good, "2a864886f70d010903", 14),
        Reason.SIGNED_ATTRIBUTE_WRONG);
  }

  /** With one bit changed so many octets after the first place where {@code hex} stands. */
  private static Bytes altered(Bytes octets, String hex, int after) {
    int at = octets.toHex().indexOf(hex) / 2;
    return Mutators.flip(octets, at + after, 1);
  }

  private void algorithms() {
    Reason mismatch = Reason.ALGORITHM_MISMATCH;
    Reason refused = Reason.ALGORITHM_NOT_ALLOWED;
    attack(
        "Algorithm",
        "the digest is not the signature's",
        forged(ec, f -> f.algorithm = SignedDataForge.algorithm("1.2.840.10045.4.3.3")),
        mismatch);
    attack(
        "Algorithm",
        "the digest is not listed",
        forged(ec, f -> f.digests = List.of(SignedDataForge.algorithm(Hash.SHA384.oid().getId()))),
        mismatch);
    attack(
        "Algorithm",
        "SHA-256 under the identifier of SM2 with SM3",
        forged(
            sm2,
            f -> {
              AlgorithmIdentifier own = f.algorithm;
              passOff(f, SignatureAlgorithm.ECDSA_P256_SHA256);
              f.algorithm = own;
            }),
        mismatch);
    attack(
        "Algorithm",
        "an SM2 key used for ECDSA",
        forged(sm2, f -> passOff(f, SignatureAlgorithm.ECDSA_P256_SHA256)),
        mismatch);
    attack(
        "Algorithm",
        "a P-256 key used for RSA",
        forged(ec, f -> f.algorithm = SignatureIdentifiers.of(SignatureAlgorithm.RSA_PKCS1_SHA256)),
        mismatch);
    attack(
        "Algorithm",
        "an RSA key used for PSS that signed PKCS#1",
        forged(rsa, f -> f.algorithm = SignatureIdentifiers.of(SignatureAlgorithm.RSA_PSS_SHA256)),
        Reason.SIGNATURE_VALUE_WRONG);
    attack(
        "Algorithm",
        "the protected algorithm is another",
        forged(ec, f -> f.attribute(SignedDataForge.PROTECTION, protection())),
        mismatch);
    undecided(
        "Algorithm",
        "SHA-1",
        CmsSigner.cadesAttached(CONTENT, signer(SignatureAlgorithm.ECDSA_P256_SHA1), SIGNED),
        refused);
    undecided(
        "Algorithm",
        "RSA of 1024 bits",
        CmsSigner.cadesAttached(CONTENT, shortRsa(), SIGNED),
        refused);
    undecided(
        "Algorithm",
        "a signature algorithm that is not known",
        forged(ec, f -> f.algorithm = SignedDataForge.algorithm("2.16.840.1.101.3.4.3.2")),
        refused);
    undecided(
        "Algorithm",
        "a digest that is not known",
        forged(
            ec,
            f -> {
              f.digest = SignedDataForge.algorithm("2.16.840.1.101.3.4.2.8");
              f.digests = List.of(f.digest);
            }),
        refused);
  }

  private static void passOff(SignedDataForge forge, SignatureAlgorithm suite) {
    forge.digest = new AlgorithmIdentifier(suite.hash().oid());
    forge.digests = List.of(forge.digest);
    forge.algorithm = SignatureIdentifiers.of(suite);
    forge.instead(SignedDataForge.DIGEST, SignedDataForge.octets(suite.hash().of(CONTENT)));
  }

  private static DERSequence protection() {
    return SignedDataForge.sequence(
        SignedDataForge.algorithm(Hash.SHA384.oid().getId()),
        new DERTaggedObject(
            false, 1, SignatureIdentifiers.of(SignatureAlgorithm.ECDSA_P256_SHA256)));
  }

  private Signer shortRsa() {
    Signer key = pki.vault().shortRsa(SignatureAlgorithm.RSA_PKCS1_SHA256, "short", 1024);
    return pki.certify(key, "CN=样例短密钥", Purpose.DOCUMENT_SIGNER, pki.documentRoot());
  }

  private void certificates() {
    Reason mismatch = Reason.SIGNING_CERTIFICATE_MISMATCH;
    Certificate issuer = pki.documentRoot().chain().get(0);
    attack(
        "Certificate",
        "the attribute names another certificate",
        forged(ec, f -> f.instead(SignedDataForge.CERTIFICATE, SignedDataForge.naming(issuer))),
        mismatch);
    attack(
        "Certificate",
        "signed with another key",
        forged(ec, f -> f.sign = stranger::sign),
        Reason.SIGNATURE_VALUE_WRONG);
    undecided(
        "Certificate",
        "no certificate of the signer",
        forged(ec, f -> f.certificates.clear()),
        Reason.SIGNER_CERTIFICATE_MISSING);
    Signer other = TestPki.seeded("cms stranger").sealSigner("外");
    undecided(
        "Certificate",
        "of two signers of one issuer's name and serial one is issued by nobody known",
        forged(sm2, f -> namesakes(f, other)),
        Reason.NO_TRUST_ANCHOR);
    undecided(
        "Certificate",
        "issued by nobody known",
        forged(stranger, SignedDataForge::carry),
        Reason.NO_TRUST_ANCHOR);
    Bytes swapped =
        forged(
            ec,
            f -> {
              f.certificates.remove(0);
              f.certificates.add(0, twin().holder().toASN1Structure());
            });
    attack("Certificate", "a certificate of the same name and serial", swapped, mismatch);
    TestPki.Spec early =
        pki.spec("CN=样例过期", Purpose.DOCUMENT_SIGNER, SIGNED.minusSeconds(86_400))
            .with(SignatureAlgorithm.ECDSA_P256_SHA256);
    Signer expired = pki.issue(early, pki.documentRoot());
    attack(
        "Certificate",
        "signed after the certificate's end",
        CmsSigner.cadesAttached(CONTENT, expired, SIGNED),
        Reason.CERTIFICATE_EXPIRED);
    attack(
        "Certificate",
        "a certificate for time-stamping",
        CmsSigner.cadesAttached(CONTENT, tsa, SIGNED),
        Reason.KEY_USAGE_WRONG);
    Signer encrypts =
        pki.issue(pki.spec("CN=样例加密", Purpose.ENCRYPTION, TestPki.END), pki.signerCa());
    attack(
        "Certificate",
        "a certificate for encryption",
        Gbt35275Signer.detached(CONTENT, encrypts, SIGNED),
        Reason.KEY_USAGE_WRONG);
  }

  private static void namesakes(SignedDataForge forge, Signer by) {
    SignedDataForge other = new SignedDataForge(by, CONTENT).gbAttributes();
    forge.gbAttributes().others.add(other);
    forge.certificates.addAll(other.certificates);
  }
}
