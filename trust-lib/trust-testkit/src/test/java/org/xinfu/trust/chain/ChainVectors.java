package org.xinfu.trust.chain;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.xinfu.testkit.SesForge;
import org.xinfu.testkit.SoftKeyVault;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.Vectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Makes {@code specs/vectors/chain/path.json}: certificate paths, genuine and bad. */
final class ChainVectors {
  private static final Map<String, String> FLAGS =
      Map.ofEntries(
          Map.entry("Genuine", "as the standards have it"),
          Map.entry("Deviation", "what real CAs write although the standard has it otherwise"),
          Map.entry("Trust", "no way to an anchor"),
          Map.entry("Signature", "altered, or signed by another key or algorithm"),
          Map.entry("Issuer", "an issuer that may not issue, or not this"),
          Map.entry("Usage", "a certificate that may not do this"),
          Map.entry("Name", "name constraints"),
          Map.entry("Policy", "certificate policies"),
          Map.entry("Time", "outside a validity, or in time only by claim"),
          Map.entry("Revocation", "CRLs and OCSP responses"));

  private static final Instant NOW = TestPki.NOW;
  private static final Instant SIGNED = NOW.minusSeconds(7200);
  private static final String ROOT = "CN=样例向量根,C=CN";
  private static final String SUB = "CN=样例向量CA,C=CN";
  private static final String OPEN = "CN=样例无列表CA,C=CN";
  private static final String CROSS = "CN=样例交叉根,C=CN";
  private static final String LEAF = "CN=样例持有者,O=样例单位,C=CN";

  private final SoftKeyVault vault = SoftKeyVault.seeded("chain vectors");
  private final Signer rootKey = sm2("root");
  private final Signer subKey = sm2("sub");
  private final Signer leafKey = sm2("leaf");
  private final Signer otherKey = sm2("other");
  private final Signer oldKey = sm2("version 1");
  private final Signer crossKey = sm2("cross");
  private final Signer p256Key = vault.key(SignatureAlgorithm.ECDSA_P256_SHA256, "p256");
  private final Signer sha1Key = vault.key(SignatureAlgorithm.ECDSA_P256_SHA1, "sha1");
  private final Certificate root = CertificateForge.root(ROOT, rootKey).ca().make();
  private final Certificate oldRoot = CertificateForge.root("CN=样例旧根", oldKey).versionOne();
  private final Certificate p256Root = CertificateForge.root("CN=样例P256根", p256Key).ca().make();
  private final Certificate sha1Root = CertificateForge.root("CN=样例旧算法根", sha1Key).ca().make();
  private final Certificate sub = new CertificateForge(SUB, subKey, rootKey, ROOT).ca().make();
  private final Certificate open = new CertificateForge(OPEN, subKey, rootKey, ROOT).ca().make();

  /** An anchor that another one certified. */
  private final Certificate cross =
      new CertificateForge(CROSS, crossKey, rootKey, ROOT).serial(80).ca().make();

  private final Certificate leaf = leaf().make();
  private final Certificate openLeaf = under(OPEN, subKey).usage(SIGNS).make();
  private final Vectors vectors;

  private static final int SIGNS = KeyUsage.digitalSignature | KeyUsage.nonRepudiation;

  private ChainVectors() {
    TrustPolicy trust =
        TrustPolicy.interop(List.of(root, oldRoot, p256Root, sha1Root, cross), List.of(), NOW)
            .withCrls(
                List.of(
                    list(rootKey.withChain(List.of(root)), 3600),
                    list(subKey.withChain(List.of(sub)), 3600),
                    list(oldKey.withChain(List.of(oldRoot)), 3600),
                    list(crossKey.withChain(List.of(cross)), 3600),
                    list(p256Key.withChain(List.of(p256Root)), 3600)));
    vectors = new Vectors("path", "X509", trust, FLAGS);
  }

  /** The file's text; the same at every call. */
  static String write() {
    ChainVectors all = new ChainVectors();
    all.genuine();
    all.deviations();
    all.trust();
    all.signatures();
    all.issuers();
    all.usages();
    all.names();
    all.policies();
    all.wishes();
    all.times();
    all.lists();
    all.anchors();
    all.responses();
    return all.vectors.write();
  }

  private void genuine() {
    both("issued by the anchor", "Genuine", of(leaf), VALID, null);
    both("by a CA that the document brings", "Genuine", of(belowSub(), sub), VALID, null);
    both("by the anchor's next key", "Genuine", of(belowRollover(), rollover()), VALID, null);
    both("an anchor of version 1", "Genuine", of(usual("CN=样例旧根", oldKey)), VALID, null);
    Certificate p256 =
        new CertificateForge(LEAF, leafKey, p256Key, "CN=样例P256根").usage(SIGNS).make();
    both("an SM2 holder under a P-256 root", "Genuine", of(p256), VALID, null);
    Certificate cross = new CertificateForge(SUB, subKey, otherKey, "CN=不信任").ca().make();
    both(
        "two certificates of the CA, one leads home",
        "Genuine",
        of(belowSub(), cross, sub),
        VALID,
        null);
    both(
        "more certificates than needed",
        "Genuine",
        of(belowSub(), leaf, root, sub, sub),
        VALID,
        null);
    Certificate numbered =
        leaf()
            .with(new ASN1ObjectIdentifier("1.2.156.10260.4.1.4"), true, new DERSequence())
            .make();
    both("a critical organisation code of GM/T 0015", "Genuine", of(numbered), VALID, null);
  }

  private void deviations() {
    AlgorithmIdentifier withNull =
        new AlgorithmIdentifier(GMObjectIdentifiers.sm2sign_with_sm3, DERNull.INSTANCE);
    both("SM2 with NULL parameters", "Deviation", of(leaf().stating(withNull).make()), VALID, null);
    both("a negative serial", "Deviation", of(leaf().serial(-5).make()), VALID, null);
    Certificate longSerial = leaf().serial(BigInteger.ONE.shiftLeft(170)).make();
    both("a serial of 22 octets", "Deviation", of(longSerial), VALID, null);
    both("no key usage", "Deviation", of(under(ROOT, rootKey).make()), VALID, null);
    Certificate mixed = under(ROOT, rootKey).usage(SIGNS | KeyUsage.keyEncipherment).make();
    both("a key that signs and encrypts", "Deviation", of(mixed), VALID, null);
  }

  private void trust() {
    Certificate strange = CertificateForge.root("CN=外根", otherKey).ca().make();
    Certificate below = usual("CN=外根", otherKey);
    both("an unknown root", "Trust", of(below), INDETERMINATE, Reason.NO_TRUST_ANCHOR);
    both(
        "the document brings its root",
        "Trust",
        of(below, strange),
        INDETERMINATE,
        Reason.NO_TRUST_ANCHOR);
    both(
        "the CA between is missing",
        "Trust",
        of(belowSub()),
        INDETERMINATE,
        Reason.NO_TRUST_ANCHOR);
    Certificate namesake = CertificateForge.root(ROOT, otherKey).ca().make();
    both(
        "a root of the anchor's name",
        "Trust",
        of(usual(ROOT, otherKey), namesake),
        INDETERMINATE,
        Reason.NO_TRUST_ANCHOR);
    Certificate one = new CertificateForge("CN=甲", otherKey, leafKey, "CN=乙").ca().make();
    Certificate two = new CertificateForge("CN=乙", leafKey, otherKey, "CN=甲").ca().make();
    both(
        "two that certify each other",
        "Trust",
        of(usual("CN=甲", otherKey), one, two),
        INDETERMINATE,
        Reason.NO_TRUST_ANCHOR);
    both(
        "the parts of the anchor's name in another order",
        "Trust",
        of(usual("C=CN,CN=样例向量根", rootKey)),
        INDETERMINATE,
        Reason.NO_TRUST_ANCHOR);
    Map<String, Object> maker = of(leaf);
    maker.put("role", "MAKER");
    both(
        "an anchor for signers only", "Trust", maker, INDETERMINATE, Reason.SEAL_MAKER_NOT_TRUSTED);
  }

  private void signatures() {
    byte[] id = {1, 2, 3};
    Certificate named =
        new CertificateForge("CN=识别CA", otherKey, rootKey, ROOT)
            .ca()
            .with(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(id))
            .make();
    Certificate forged =
        new CertificateForge(LEAF, leafKey, subKey, "CN=识别CA")
            .usage(SIGNS)
            .with(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(id))
            .make();
    both(
        "another key than the one it names",
        "Signature",
        of(forged, named),
        INVALID,
        Reason.CHAIN_BROKEN);
    AlgorithmIdentifier other = new AlgorithmIdentifier(GMObjectIdentifiers.sm2sign_with_sha256);
    Bytes outer = SesForge.edit(leaf.der(), s -> SesForge.at(s, o -> other, 1));
    both(
        "inner and outer algorithm differ",
        "Signature",
        in(outer),
        INVALID,
        Reason.ALGORITHM_MISMATCH);
    AlgorithmIdentifier strange = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.3.4"));
    both(
        "an algorithm that nobody knows",
        "Signature",
        of(leaf().stating(strange).make()),
        INDETERMINATE,
        Reason.ALGORITHM_NOT_ALLOWED);
    AlgorithmIdentifier ecdsa = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    both(
        "an algorithm of another kind than the key",
        "Signature",
        of(leaf().stating(ecdsa).make()),
        INDETERMINATE,
        Reason.NO_TRUST_ANCHOR);
    Certificate sha1 =
        new CertificateForge(LEAF, leafKey, sha1Key, "CN=样例旧算法根").usage(SIGNS).make();
    interop("SHA-1, intact", "Signature", of(sha1), INDETERMINATE, Reason.ALGORITHM_NOT_ALLOWED);
    Certificate damaged = leaf().damaged(Extension.extendedKeyUsage).make();
    Certificate nameless =
        leaf().names(new X500Name(new RDN[0]), CertificateMaker.name(ROOT)).make();
    both(
        "a certificate that names nobody",
        "Signature",
        of(nameless),
        INDETERMINATE,
        Reason.MALFORMED);
    both("an extension that is no ASN.1", "Signature", of(damaged), INVALID, Reason.MALFORMED);
  }

  private void issuers() {
    Certificate plain =
        new CertificateForge("CN=非CA", otherKey, rootKey, ROOT).usage(KeyUsage.keyCertSign).make();
    both(
        "issued by one that is no CA",
        "Issuer",
        of(usual("CN=非CA", otherKey), plain),
        INVALID,
        Reason.NOT_A_CA);
    Certificate old = new CertificateForge("CN=旧CA", otherKey, rootKey, ROOT).versionOne();
    both(
        "an intermediate of version 1",
        "Issuer",
        of(usual("CN=旧CA", otherKey), old),
        INVALID,
        Reason.NOT_A_CA);
    Certificate lists =
        new CertificateForge("CN=列表CA", otherKey, rootKey, ROOT)
            .with(Extension.basicConstraints, true, new BasicConstraints(true))
            .usage(KeyUsage.cRLSign)
            .make();
    both(
        "a CA that may not sign certificates",
        "Issuer",
        of(usual("CN=列表CA", otherKey), lists),
        INVALID,
        Reason.KEY_USAGE_WRONG);
    Certificate last =
        new CertificateForge("CN=末级CA", otherKey, rootKey, ROOT)
            .with(Extension.basicConstraints, true, new BasicConstraints(0))
            .usage(KeyUsage.keyCertSign)
            .make();
    Certificate third = new CertificateForge("CN=三级CA", subKey, otherKey, "CN=末级CA").ca().make();
    both("pathLenConstraint 0 kept", "Issuer", of(usual("CN=末级CA", otherKey), last), null, null);
    both(
        "pathLenConstraint 0 broken",
        "Issuer",
        of(usual("CN=三级CA", subKey), third, last),
        INVALID,
        Reason.PATH_TOO_LONG);
    Certificate critical =
        leaf().with(new ASN1ObjectIdentifier("1.2.3.4"), true, new DERSequence()).make();
    both(
        "an unknown critical extension",
        "Issuer",
        of(critical),
        INDETERMINATE,
        Reason.CRITICAL_EXTENSION_UNKNOWN);
    Certificate optional =
        leaf().with(new ASN1ObjectIdentifier("1.2.3.4"), false, new DERSequence()).make();
    both("an unknown extension that is not critical", "Genuine", of(optional), VALID, null);
  }

  private void usages() {
    Certificate encrypts =
        under(ROOT, rootKey)
            .usage(KeyUsage.keyEncipherment | KeyUsage.dataEncipherment | KeyUsage.keyAgreement)
            .make();
    both(
        "the encryption certificate of a pair",
        "Usage",
        of(encrypts),
        INVALID,
        Reason.KEY_USAGE_WRONG);
    both("a CA signs a document", "Usage", of(sub), INVALID, Reason.KEY_USAGE_WRONG);
    for (KeyPurposeId machine :
        List.of(
            KeyPurposeId.id_kp_serverAuth,
            KeyPurposeId.id_kp_timeStamping,
            KeyPurposeId.id_kp_OCSPSigning)) {
      both(
          "for " + machine.getId() + " alone",
          "Usage",
          of(purposed(machine)),
          INVALID,
          Reason.KEY_USAGE_WRONG);
    }
    for (String oid :
        List.of(
            "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.311.10.3.12", "2.5.29.37.0")) {
      both("for " + oid, "Genuine", of(purposed(id(oid))), VALID, null);
    }
    both("for logging in", "Deviation", of(purposed(KeyPurposeId.id_kp_clientAuth)), VALID, null);
    modes(
        "for signing code",
        "Usage",
        of(purposed(KeyPurposeId.id_kp_codeSigning)),
        INVALID,
        Reason.KEY_USAGE_WRONG);
    both(
        "for servers and e-mail",
        "Genuine",
        of(purposed(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_emailProtection)),
        VALID,
        null);
  }

  private void names() {
    Certificate ca = constrained(new GeneralName(CertificateMaker.name("O=样例单位,C=CN")), 0);
    both(
        "a subject inside the permitted subtree",
        "Name",
        of(usual("CN=约束CA", otherKey), ca),
        null,
        null);
    Certificate outside =
        new CertificateForge("CN=外,O=别人,C=CN", leafKey, otherKey, "CN=约束CA").usage(SIGNS).make();
    both("a subject outside of it", "Name", of(outside, ca), INVALID, Reason.NAME_NOT_PERMITTED);
    Certificate dns = constrained(new GeneralName(GeneralName.dNSName, "example.cn"), 1);
    Certificate mail = constrained(new GeneralName(GeneralName.rfc822Name, "example.cn"), 0);
    Certificate net = constrained(new GeneralName(GeneralName.iPAddress, "10.0.0.0/8"), 1);
    Certificate uri =
        constrained(new GeneralName(GeneralName.uniformResourceIdentifier, ".example.cn"), 0);
    name(
        "an excluded DNS name",
        dns,
        new GeneralName(GeneralName.dNSName, "www.example.cn"),
        INVALID,
        Reason.NAME_NOT_PERMITTED);
    name(
        "another DNS name",
        dns,
        new GeneralName(GeneralName.dNSName, "www.example.com"),
        null,
        null);
    name(
        "a permitted mailbox",
        mail,
        new GeneralName(GeneralName.rfc822Name, "a@example.cn"),
        null,
        null);
    name(
        "a mailbox elsewhere",
        mail,
        new GeneralName(GeneralName.rfc822Name, "a@evil.cn"),
        INVALID,
        Reason.NAME_NOT_PERMITTED);
    name(
        "an excluded address",
        net,
        new GeneralName(GeneralName.iPAddress, "10.1.2.3"),
        INVALID,
        Reason.NAME_NOT_PERMITTED);
    name(
        "a permitted host",
        uri,
        new GeneralName(GeneralName.uniformResourceIdentifier, "https://a.example.cn/"),
        null,
        null);
    name(
        "a host elsewhere",
        uri,
        new GeneralName(GeneralName.uniformResourceIdentifier, "https://example.cn@evil.cn/"),
        INVALID,
        Reason.NAME_NOT_PERMITTED);
    GeneralName registered = new GeneralName(GeneralName.registeredID, "1.2.3");
    name(
        "a form that is not processed",
        constrained(registered, 0),
        registered,
        INDETERMINATE,
        Reason.CRITICAL_EXTENSION_UNKNOWN);
  }

  private void policies() {
    ASN1Encodable required = new DERSequence(new DERTaggedObject(false, 0, new ASN1Integer(0)));
    CertificateForge forge = new CertificateForge("CN=策略CA", otherKey, rootKey, ROOT).ca();
    Certificate ca =
        policy(forge.with(Extension.policyConstraints, true, required), "1.2.3.1").make();
    CertificateForge kept = new CertificateForge(LEAF, leafKey, otherKey, "CN=策略CA").usage(SIGNS);
    both(
        "the required policy is there",
        "Policy",
        of(policy(kept, "1.2.3.1").make(), ca),
        null,
        null);
    CertificateForge other = new CertificateForge(LEAF, leafKey, otherKey, "CN=策略CA").usage(SIGNS);
    both(
        "another policy is there",
        "Policy",
        of(policy(other, "1.2.3.2").make(), ca),
        INDETERMINATE,
        Reason.CERTIFICATE_POLICY_WRONG);
    both(
        "no policy is there",
        "Policy",
        of(usual("CN=策略CA", otherKey), ca),
        INDETERMINATE,
        Reason.CERTIFICATE_POLICY_WRONG);
  }

  /** What the caller asks, with a policy that one CA calls otherwise than the anchor. */
  private void wishes() {
    DERSequence mapping =
        new DERSequence(
            new DERSequence(
                new ASN1Encodable[] {
                  new ASN1ObjectIdentifier("1.2.3.1"), new ASN1ObjectIdentifier("1.2.3.2")
                }));
    CertificateForge forge = new CertificateForge("CN=译CA", otherKey, rootKey, ROOT).ca();
    Certificate ca = policy(forge.with(Extension.policyMappings, true, mapping), "1.2.3.1").make();
    CertificateForge below = new CertificateForge(LEAF, leafKey, otherKey, "CN=译CA").usage(SIGNS);
    Map<String, Object> path = of(policy(below, "1.2.3.2").make(), ca);
    both("the caller's policy, mapped by a CA", "Policy", wish(path, "1.2.3.1"), null, null);
    both(
        "the caller's policy is only the mapped name",
        "Policy",
        wish(path, "1.2.3.2"),
        INDETERMINATE,
        Reason.CERTIFICATE_POLICY_WRONG);
    both(
        "none of the caller's policies",
        "Policy",
        wish(of(leaf), "1.2.3.1"),
        INDETERMINATE,
        Reason.CERTIFICATE_POLICY_WRONG);
    both(
        "one of the caller's policies",
        "Policy",
        wish(of(policy(leaf(), "1.2.3.1").make()), "1.2.3.9 1.2.3.1"),
        VALID,
        null);
  }

  private static Map<String, Object> wish(Map<String, Object> input, String policies) {
    Map<String, Object> more = new TreeMap<>(input);
    more.put("policies", policies);
    return more;
  }

  private void times() {
    at(
        "signed before the certificate began",
        TestPki.BEGIN.minusSeconds(1),
        NOW,
        TimeSource.TIMESTAMP,
        INVALID,
        Reason.CERTIFICATE_NOT_YET_VALID);
    at(
        "signed after it ended",
        TestPki.END.plusSeconds(1),
        TestPki.END.plusSeconds(9),
        TimeSource.CLAIMED,
        INVALID,
        Reason.CERTIFICATE_EXPIRED);
    Instant later = TestPki.END.plusSeconds(9);
    Map<String, Object> claimed = timed(of(leaf), SIGNED, TimeSource.CLAIMED);
    vectors.modes(
        new Vectors.Case("ended since, in time by claim", "Time", claimed, later),
        expected(VALID, null),
        expected(INDETERMINATE, Reason.NO_PROOF_OF_EXISTENCE));
    Map<String, Object> stamped = timed(of(leaf), SIGNED, TimeSource.TIMESTAMP);
    vectors.both(
        new Vectors.Case("ended since, in time by time-stamp", "Time", stamped, later),
        VALID,
        Optional.empty());
    Map<String, Object> etsi = timed(of(leaf), SIGNED, TimeSource.CLAIMED);
    etsi.put("lenience", "ETSI");
    vectors.both(
        new Vectors.Case("ended since, in time by claim, ETSI", "Time", etsi, later),
        INDETERMINATE,
        Optional.of(Reason.NO_PROOF_OF_EXISTENCE));
  }

  /** The anchor's key was lost after the signature, as the one that certified it says. */
  private void anchors() {
    Signer ca = rootKey.withChain(List.of(root));
    Map<String, Object> below = of(usual(CROSS, crossKey));
    Bytes lost = list(ca, 60, revokedCross(RevocationCause.KEY_COMPROMISE));
    Bytes ceased = list(ca, 60, revokedCross(RevocationCause.CESSATION_OF_OPERATION));
    Map<String, Object> unnamed = with(below, "unnamed", Bytes.hex("01"));
    both("below an anchor that another certified", "Genuine", unnamed, VALID, null);
    // Its own list may be made by whoever has the key now.
    modes(
        "the anchor lost since, as another one says",
        "Revocation",
        with(below, "crl0", lost),
        INDETERMINATE,
        Reason.NO_PROOF_OF_EXISTENCE);
    interop(
        "the anchor lost since, and nothing signed names the certificate",
        "Revocation",
        with(unnamed, "crl0", lost),
        INDETERMINATE,
        Reason.NO_PROOF_OF_EXISTENCE);
    modes(
        "the anchor gave up since, and nothing signed names the certificate",
        "Revocation",
        with(unnamed, "crl0", ceased),
        INDETERMINATE,
        Reason.NO_PROOF_OF_EXISTENCE);
  }

  private void lists() {
    Signer ca = rootKey.withChain(List.of(root));
    for (RevocationCause cause :
        List.of(RevocationCause.SUPERSEDED, RevocationCause.CERTIFICATE_HOLD)) {
      Bytes before = list(ca, 60, revoked(SIGNED.minusSeconds(1), cause));
      both(
          "revoked before, " + cause,
          "Revocation",
          with(of(leaf), "crl", before),
          INVALID,
          Reason.CERTIFICATE_REVOKED);
    }
    Bytes after = list(ca, 60, revoked(SIGNED.plusSeconds(1), RevocationCause.SUPERSEDED));
    vectors.modes(
        new Vectors.Case(
            "revoked after the claimed time",
            "Revocation",
            timed(with(of(leaf), "crl", after), SIGNED, TimeSource.CLAIMED),
            NOW),
        expected(VALID, null),
        expected(INDETERMINATE, Reason.NO_PROOF_OF_EXISTENCE));
    both("revoked after the time-stamp", "Revocation", with(of(leaf), "crl", after), VALID, null);
    Bytes stolen = list(ca, 60, revoked(SIGNED.plusSeconds(1), RevocationCause.KEY_COMPROMISE));
    Map<String, Object> claim = timed(with(of(leaf), "crl", stolen), SIGNED, TimeSource.CLAIMED);
    both(
        "the key was stolen after the claimed time",
        "Revocation",
        claim,
        INVALID,
        Reason.CERTIFICATE_REVOKED);
    both(
        "the key was stolen after the time-stamp",
        "Revocation",
        with(of(leaf), "crl", stolen),
        VALID,
        null);
    RevokedEntry invalid =
        new RevokedEntry(
            BigInteger.valueOf(77),
            NOW.minusSeconds(90),
            RevocationCause.SUPERSEDED,
            Optional.of(SIGNED.minusSeconds(1)));
    both(
        "invalid since before the time-stamp",
        "Revocation",
        with(of(leaf), "crl", list(ca, 60, invalid)),
        INVALID,
        Reason.CERTIFICATE_REVOKED);
    Signer openCa = subKey.withChain(List.of(open));
    modes(
        "no list at all",
        "Revocation",
        of(openLeaf, open),
        INDETERMINATE,
        Reason.REVOCATION_UNKNOWN);
    both(
        "a list of the document",
        "Revocation",
        with(of(openLeaf, open), "crl", list(openCa, 3600)),
        VALID,
        null);
    Bytes outdated =
        CrlMaker.issue(
            openCa,
            List.of(),
            new CrlMaker.Issue(SIGNED.minusSeconds(90), SIGNED.minusSeconds(1), BigInteger.ONE));
    modes(
        "an outdated list from before the time-stamp",
        "Revocation",
        with(of(openLeaf, open), "crl", outdated),
        INDETERMINATE,
        Reason.REVOCATION_UNKNOWN);
    Bytes since =
        CrlMaker.issue(
            openCa, List.of(), new CrlMaker.Issue(SIGNED, SIGNED.plusSeconds(1), BigInteger.ONE));
    both(
        "an outdated list from after the time-stamp",
        "Revocation",
        with(of(openLeaf, open), "crl", since),
        VALID,
        null);
    Signer twin = otherKey.withChain(List.of(CertificateForge.root(OPEN, otherKey).ca().make()));
    modes(
        "a list by a stranger of the issuer's name",
        "Revocation",
        with(of(openLeaf, open), "crl", list(twin, 60)),
        INDETERMINATE,
        Reason.REVOCATION_UNKNOWN);
    CrlMaker.Issue next =
        new CrlMaker.Issue(NOW.minusSeconds(60), NOW.plusSeconds(60), BigInteger.TWO);
    Bytes delta = CrlMaker.delta(openCa, List.of(), next, BigInteger.ONE);
    modes(
        "a delta list without its base",
        "Revocation",
        with(of(openLeaf, open), "crl", delta),
        INDETERMINATE,
        Reason.REVOCATION_UNKNOWN);
    Map<String, Object> pair = with(of(openLeaf, open), "crl", delta);
    both("a delta list with its base", "Revocation", with(pair, "crlBase", since), VALID, null);
    Bytes subRevoked =
        list(
            ca,
            60,
            new RevokedEntry(
                BigInteger.valueOf(77),
                TestPki.BEGIN,
                RevocationCause.CA_COMPROMISE,
                Optional.empty()));
    both(
        "the CA was revoked",
        "Revocation",
        with(of(belowSub(), sub), "crl", subRevoked),
        INVALID,
        Reason.CERTIFICATE_REVOKED);
  }

  private void responses() {
    Signer ca = subKey.withChain(List.of(open));
    Certificate delegate =
        responder(subKey)
            .with(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.48.1.5"), false, DERNull.INSTANCE)
            .make();
    Signer responder = otherKey.withChain(List.of(delegate));
    both(
        "an OCSP response by the issuer",
        "Revocation",
        with(of(openLeaf, open), "ocsp", answer(ca, Optional.empty())),
        VALID,
        null);
    both(
        "an OCSP response by its delegate",
        "Revocation",
        with(of(openLeaf, open), "ocsp", answer(responder, Optional.empty())),
        VALID,
        null);
    Optional<RevokedEntry> revoked =
        Optional.of(revoked(SIGNED.minusSeconds(1), RevocationCause.SUPERSEDED));
    both(
        "revoked by an OCSP response",
        "Revocation",
        with(of(openLeaf, open), "ocsp", answer(responder, revoked)),
        INVALID,
        Reason.CERTIFICATE_REVOKED);
    Signer stranger = otherKey.withChain(List.of(responder(rootKey).make()));
    modes(
        "an OCSP response by a delegate of another CA",
        "Revocation",
        with(of(openLeaf, open), "ocsp", answer(stranger, Optional.empty())),
        INDETERMINATE,
        Reason.REVOCATION_UNKNOWN);
    Signer plain =
        otherKey.withChain(List.of(new CertificateForge("CN=应答", otherKey, subKey, OPEN).make()));
    modes(
        "an OCSP response by one without the purpose",
        "Revocation",
        with(of(openLeaf, open), "ocsp", answer(plain, Optional.empty())),
        INDETERMINATE,
        Reason.REVOCATION_UNKNOWN);
    Signer unvouched = otherKey.withChain(List.of(responder(subKey).make()));
    modes(
        "a responder for whom nobody vouches",
        "Revocation",
        with(of(openLeaf, open), "ocsp", answer(unvouched, Optional.empty())),
        INDETERMINATE,
        Reason.REVOCATION_UNKNOWN);
  }

  private CertificateForge responder(Signer ca) {
    return new CertificateForge("CN=应答", otherKey, ca, ca == subKey ? OPEN : ROOT)
        .serial(78)
        .usage(KeyUsage.digitalSignature)
        .with(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
  }

  private Bytes answer(Signer responder, Optional<RevokedEntry> revoked) {
    OcspMaker.Status status = new OcspMaker.Status(openLeaf, open, Hash.SHA256, revoked);
    OcspMaker.Issue issue =
        new OcspMaker.Issue(
            NOW.minusSeconds(60), Optional.of(NOW.plusSeconds(60)), Optional.empty());
    return OcspMaker.respond(responder, List.of(status), issue);
  }

  private void name(
      String comment,
      Certificate ca,
      GeneralName name,
      @Nullable Conclusion verdict,
      @Nullable Reason reason) {
    Certificate named =
        new CertificateForge(LEAF, leafKey, otherKey, "CN=约束CA")
            .usage(SIGNS)
            .with(Extension.subjectAlternativeName, false, new GeneralNames(name))
            .make();
    both(comment, "Name", of(named, ca), verdict, reason);
  }

  /** A CA that permits (0) or excludes (1) one subtree. */
  private Certificate constrained(GeneralName base, int tag) {
    DERSequence subtrees = new DERSequence(new DERSequence(base));
    return new CertificateForge("CN=约束CA", otherKey, rootKey, ROOT)
        .ca()
        .with(
            Extension.nameConstraints,
            true,
            new DERSequence(new DERTaggedObject(false, tag, subtrees)))
        .make();
  }

  private static CertificateForge policy(CertificateForge forge, String oid) {
    return forge.with(
        Extension.certificatePolicies,
        false,
        new DERSequence(new DERSequence(new ASN1ObjectIdentifier(oid))));
  }

  private void at(
      String comment,
      Instant signed,
      Instant now,
      TimeSource source,
      Conclusion verdict,
      Reason reason) {
    vectors.both(
        new Vectors.Case(comment, "Time", timed(of(leaf), signed, source), now),
        verdict,
        Optional.of(reason));
  }

  private Certificate purposed(KeyPurposeId... purposes) {
    return leaf().with(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purposes)).make();
  }

  private static KeyPurposeId id(String oid) {
    return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid));
  }

  private RevokedEntry revokedCross(RevocationCause cause) {
    return new RevokedEntry(cross.serial(), SIGNED.plusSeconds(600), cause, Optional.empty());
  }

  private static RevokedEntry revoked(Instant at, RevocationCause cause) {
    return new RevokedEntry(BigInteger.valueOf(77), at, cause, Optional.empty());
  }

  private static Bytes list(Signer ca, long age, RevokedEntry... entries) {
    CrlMaker.Issue issue =
        new CrlMaker.Issue(NOW.minusSeconds(age), NOW.plusSeconds(86_400L * 2000), BigInteger.TEN);
    return CrlMaker.issue(ca, List.of(entries), issue);
  }

  private CertificateForge leaf() {
    return under(ROOT, rootKey).usage(SIGNS);
  }

  private CertificateForge under(String issuer, Signer key) {
    return new CertificateForge(LEAF, leafKey, key, issuer);
  }

  private Certificate usual(String issuer, Signer key) {
    return under(issuer, key).usage(SIGNS).make();
  }

  private Certificate belowSub() {
    return usual(SUB, subKey);
  }

  private Certificate rollover() {
    return new CertificateForge(ROOT, otherKey, rootKey, ROOT).serial(79).ca().make();
  }

  private Certificate belowRollover() {
    return usual(ROOT, otherKey);
  }

  private Signer sm2(String label) {
    return vault.key(SignatureAlgorithm.SM2_SM3, label);
  }

  private static Map<String, Object> in(Bytes leaf) {
    Map<String, Object> input = new TreeMap<>();
    input.put("leaf", leaf);
    return timed(input, SIGNED, TimeSource.TIMESTAMP);
  }

  static Map<String, Object> of(Certificate leaf, Certificate... others) {
    Map<String, Object> input = in(leaf.der());
    for (int i = 0; i < others.length; i++) {
      input.put("certificate" + i, others[i].der());
    }
    return input;
  }

  static Map<String, Object> with(Map<String, Object> input, String name, Bytes octets) {
    Map<String, Object> more = new TreeMap<>(input);
    more.put(name, octets);
    return more;
  }

  static Map<String, Object> timed(Map<String, Object> input, Instant at, TimeSource source) {
    Map<String, Object> more = new TreeMap<>(input);
    more.put("signedAt", at.toString());
    more.put("timeSource", source.name());
    return more;
  }

  static Vectors.Expected expected(Conclusion verdict, @Nullable Reason reason) {
    return new Vectors.Expected(verdict, Optional.ofNullable(reason));
  }

  /** Where the verdict is null, the path holds but no list of its CA is at hand. */
  private void both(
      String comment,
      String flag,
      Map<String, Object> input,
      @Nullable Conclusion verdict,
      @Nullable Reason reason) {
    if (verdict == null) {
      modes(comment, flag, input, INDETERMINATE, Reason.REVOCATION_UNKNOWN);
    } else {
      vectors.both(
          new Vectors.Case(comment, flag, input, NOW), verdict, Optional.ofNullable(reason));
    }
  }

  private void modes(
      String comment, String flag, Map<String, Object> input, Conclusion strict, Reason reason) {
    vectors.modes(
        new Vectors.Case(comment, flag, input, NOW),
        expected(VALID, null),
        expected(strict, reason));
  }

  private void interop(
      String comment, String flag, Map<String, Object> input, Conclusion verdict, Reason reason) {
    vectors.both(new Vectors.Case(comment, flag, input, NOW), verdict, Optional.of(reason));
  }
}
