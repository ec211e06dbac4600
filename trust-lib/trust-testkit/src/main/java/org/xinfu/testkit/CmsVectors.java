package org.xinfu.testkit;

import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;

/** Makes {@code specs/vectors/cms/genuine.json}: CMS and GB/T 35275 that must not be refused. */
public final class CmsVectors extends CmsCases {
  private final Vectors vectors = new Vectors("genuine", "CMS", pki.policy(), FLAGS);

  private CmsVectors() {}

  /** The file's text; the same at every call. */
  public static String write() {
    CmsVectors all = new CmsVectors();
    all.suites();
    all.genuine();
    all.gb();
    all.times();
    all.framed();
    all.spellings();
    return all.vectors.write();
  }

  @Override
  Vectors vectors() {
    return vectors;
  }

  private void suites() {
    for (SignatureAlgorithm suite :
        List.of(
            SignatureAlgorithm.ECDSA_P384_SHA384,
            SignatureAlgorithm.ECDSA_P521_SHA512,
            SignatureAlgorithm.ECDSA_P256_SHA512,
            SignatureAlgorithm.RSA_PSS_SHA256,
            SignatureAlgorithm.RSA_PKCS1_SHA512,
            SignatureAlgorithm.ED25519)) {
      genuine(suite + " attached", CmsSigner.cadesAttached(CONTENT, signer(suite), SIGNED));
    }
    for (Signer signer : List.of(sm2, ec, rsa)) {
      String name = signer.algorithm().toString();
      genuine(name + " attached", CmsSigner.cadesAttached(CONTENT, signer, SIGNED));
      genuineOver(name + " detached", CmsSigner.cades(digest(signer), signer, SIGNED));
    }
  }

  private void genuine() {
    genuineOver("attached, and the same content handed in", forged(ec, SignedDataForge::carry));
    genuine("two signers", forged(ec, f -> f.carry().others.add(other(sm2, f))));
    genuine("without attributes", forged(ec, f -> f.carry().bare = true));
    genuine("no signing-certificate attribute", forged(ec, f -> without(f).carry()));
    genuine(
        "no signing-certificate attribute, a namesake of the same serial beside it",
        forged(ec, f -> without(f).carry().certificates.add(0, twin().holder().toASN1Structure())));
    genuine("in PEM", pem("CMS", forged(ec, SignedDataForge::carry)));
    genuine("in PEM with another label", pem("PKCS7", forged(sm2, SignedDataForge::carry)));
    genuine("the signer named by its key", forged(ec, this::byKey));
    genuine("the signed issuer name in other string types", forged(ec, this::respelled));
    genuine("content of another type", forged(ec, this::otherType));
    genuine("countersigned", forged(ec, f -> countersigned(f.carry(), rsa, false)));
  }

  private static SignedDataForge without(SignedDataForge forge) {
    return forge.without(SignedDataForge.CERTIFICATE);
  }

  /** The signing-certificate attribute names the issuer in another string type than it does. */
  private void respelled(SignedDataForge forge) {
    Certificate own = ec.chain().get(0);
    X500NameBuilder name = new X500NameBuilder();
    for (RDN rdn : own.holder().getIssuer().getRDNs()) {
      AttributeTypeAndValue part = rdn.getFirst();
      String text = IETFUtils.valueToString(part.getValue());
      name.addRDN(part.getType(), new DERBMPString(text));
    }
    IssuerAndSerialNumber id = new IssuerAndSerialNumber(name.build(), own.serial());
    DERSequence hash =
        SignedDataForge.sequence(
            SignedDataForge.octets(Hash.SHA256.of(own.der())),
            SignedDataForge.sequence(
                new GeneralNames(new GeneralName(id.getName())), id.getSerialNumber()));
    forge
        .instead(
            SignedDataForge.CERTIFICATE, SignedDataForge.sequence(SignedDataForge.sequence(hash)))
        .carry();
  }

  private void byKey(SignedDataForge forge) {
    byte[] id =
        ec.chain()
            .get(0)
            .extension(Extension.subjectKeyIdentifier)
            .map(e -> ASN1OctetString.getInstance(e.getParsedValue()))
            .orElseThrow()
            .getOctets();
    forge.sid = new DERTaggedObject(false, 0, new DEROctetString(id));
    forge.signerVersion = 3;
    forge.version = 3;
    forge.carry();
  }

  /** The parent is signed when it is written: its value is taken from a first writing. */
  private void countersigned(SignedDataForge forge, Signer by, boolean typed) {
    Bytes parent = signature(forge);
    SignedDataForge counter = new SignedDataForge(by, parent);
    if (!typed) {
      counter.without(SignedDataForge.CONTENT_TYPE);
    }
    forge.sign = attributes -> parent;
    forge.certificates.addAll(counter.certificates.subList(0, 1));
    forge.unsignedAttribute(COUNTERSIGNATURE, SesForge.der(counter.signerInfo()));
  }

  private static Bytes signature(SignedDataForge forge) {
    return forge.value.apply(forge.sign.apply(SesForge.der(SignedDataForge.set(forge.attributes))));
  }

  private void gb() {
    genuine("GB/T 35275 attached", Gbt35275Signer.attached(CONTENT, sm2, SIGNED));
    genuine("GB/T 35275 attached, no attributes", Gbt35275Signer.attached(CONTENT, sm2));
    genuineOver("GB/T 35275 detached", Gbt35275Signer.detached(CONTENT, sm2, SIGNED));
    genuineOver("GB/T 35275 detached, no attributes", Gbt35275Signer.detached(CONTENT, sm2));
    Bytes sm3 = Hash.SM3.of(CONTENT);
    genuineOver("GB/T 35275 over the SM3", Gbt35275Signer.attached(sm3, sm2));
    genuineOver("GB/T 35275 over the SM3, detached", Gbt35275Signer.detached(sm3, sm2));
    genuineOver(
        "GB/T 35275 over the SM3 in Base64", Gbt35275Signer.attached(Bytes.utf8(base64(sm3)), sm2));
  }

  private static String base64(Bytes octets) {
    return Base64.getEncoder().encodeToString(octets.toArray());
  }

  private void times() {
    Bytes b = CmsSigner.cadesAttached(CONTENT, ec, SIGNED);
    Bytes t = get(CadesExtender.timestamp(b, source(tsa, STAMPED)));
    genuine("CAdES B-T", t);
    Bytes content = ContentDigest.SHA256.of(CONTENT);
    Bytes one = get(source(tsa, SIGNED).stamp(ContentDigest.SHA256, content));
    Bytes other = get(source(tsa, STAMPED).stamp(ContentDigest.SHA256, content));
    genuine("two time-stamps over the content", forged(ec, f -> timed(f.carry(), one, other)));
    Bytes wrong =
        get(source(tsa, SIGNED).stamp(ContentDigest.SHA256, ContentDigest.SHA256.of(OTHER)));
    attack(
        "Time",
        "two time-stamps over the content, the second over another",
        forged(ec, f -> timed(f.carry(), one, wrong)),
        Reason.TIMESTAMP_WRONG);
    Bytes lt =
        CadesExtender.values(
            t, new Evidence(List.of(), List.of(pki.crl(pki.documentRoot())), List.of()));
    genuine("CAdES B-LT", lt);
    Bytes lta =
        get(
            CadesExtender.archive(
                lt, SignedContent.of(CONTENT), source(tsa, STAMPED.plusSeconds(60))));
    genuine("CAdES B-LTA", lta);
    Bytes detached = CmsSigner.cades(digest(sm2), sm2, SIGNED);
    genuineOver("a response that grants its token", response(0));
    genuineOver("a response that grants it with changes", response(1));
    genuineOver("CAdES B-T detached", get(CadesExtender.timestamp(detached, source(tsa, STAMPED))));
  }

  /** As real producers frame a token: interop looks inside, where nothing else may be. */
  private void framed() {
    Bytes b = CmsSigner.cadesAttached(CONTENT, ec, SIGNED);
    vectors.strictRefuses(
        over("Deviation", "a time-stamp in an OCTET STRING", framed(b, t -> t), CONTENT),
        Conclusion.INVALID,
        Reason.TIMESTAMP_WRONG);
  }

  private void spellings() {
    Bytes attached = forged(ec, SignedDataForge::carry);
    Bytes ber =
        Bytes.hex("3080").concat(attached.slice(4, attached.length())).concat(Bytes.hex("0000"));
    spelled("of indefinite length", ber, Reason.MALFORMED);
    ASN1ObjectIdentifier odd = new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1");
    spelled(
        "a private attribute twice",
        forged(
            ec,
            f -> f.carry().attribute(odd, new ASN1Integer(1)).attribute(odd, new ASN1Integer(2))),
        Reason.SIGNED_ATTRIBUTE_WRONG);
    spelled(
        "signed attributes out of order, signed as sent",
        UnsortedAttributes.message(ec, CONTENT, true),
        Reason.MALFORMED);
    spelled(
        "signed attributes out of order, signed in DER",
        UnsortedAttributes.message(ec, CONTENT, false),
        Reason.MALFORMED);
    Bytes raw = forged(sm2, f -> f.gb().value = CmsCases::raw);
    spelled("GB/T 35275 with r and s raw", raw, Reason.ENCODING_NOT_STANDARD);
    for (String oid : List.of("1.2.156.10197.1.301", "1.2.156.10197.1.501")) {
      genuineOver(
          "GB/T 35275 named " + oid,
          forged(sm2, f -> f.gbAttributes().algorithm = SignedDataForge.withNull(oid)));
    }
    for (String oid :
        List.of("1.2.156.10197.1.301.1", "1.2.156.10197.1.301", "1.2.840.10045.2.1")) {
      genuineOver("GB/T 35275 named " + oid + " on its curve", forged(sm2, f -> onCurve(f, oid)));
    }
    for (String oid : List.of("1.2.156.10197.1.401.1", "1.2.156.10197.1.401.2")) {
      genuineOver("SM3 named " + oid, forged(sm2, f -> digested(f.gbAttributes(), oid)));
    }
    genuineOver(
        "GB/T 35275 detached with the type of RFC 5652",
        forged(sm2, f -> f.gb().type = SignedDataForge.DATA));
    genuineOver(
        "SM3 with NULL",
        forged(
            sm2,
            f -> {
              f.digest = SignedDataForge.withNull("1.2.156.10197.1.401");
              f.digests = List.of(f.digest);
            }));
    spelled(
        "countersigned with the content-type of data, as Authenticode has it",
        forged(ec, f -> countersigned(f.carry(), rsa, true)),
        Reason.ENCODING_NOT_STANDARD);
    spelled(
        "no digest algorithm listed",
        forged(ec, f -> f.digests = List.of()),
        Reason.ENCODING_NOT_STANDARD);
  }

  private static void onCurve(SignedDataForge forge, String oid) {
    ASN1ObjectIdentifier curve = new ASN1ObjectIdentifier("1.2.156.10197.1.301");
    forge.gbAttributes().algorithm = new AlgorithmIdentifier(new ASN1ObjectIdentifier(oid), curve);
  }

  private static void digested(SignedDataForge forge, String oid) {
    forge.digest = SignedDataForge.algorithm(oid);
    forge.digests = List.of(forge.digest);
  }

  private static Bytes pem(String label, Bytes der) {
    return Bytes.utf8(OpenSsl.pem(label, der));
  }
}
