import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.ofdrw.core.basicType.ST_Loc;
import org.ofdrw.core.integrity.FileList;
import org.ofdrw.core.integrity.OFDEntries;
import org.ofdrw.gm.ses.v1.SES_ESPictrueInfo;
import org.ofdrw.gm.ses.v1.SES_Header;
import org.ofdrw.gm.ses.v1.SES_SignInfo;
import org.ofdrw.gm.ses.v4.CertInfoList;
import org.ofdrw.gm.ses.v4.SES_CertList;
import org.ofdrw.gm.ses.v4.SES_ESPropertyInfo;
import org.ofdrw.gm.ses.v4.SES_SealInfo;
import org.ofdrw.gm.ses.v4.SESeal;
import org.ofdrw.gm.sm2strut.ContentInfo;
import org.ofdrw.gm.sm2strut.OIDs;
import org.ofdrw.gm.sm2strut.builder.SignedDataBuilder;
import org.ofdrw.pkg.tool.ElemCup;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.ExtendSignatureContainer;
import org.ofdrw.sign.OFDSigner;
import org.ofdrw.sign.SignMode;
import org.ofdrw.sign.signContainer.DigitalSignContainer;
import org.ofdrw.sign.signContainer.GBT35275DSContainer;
import org.ofdrw.sign.signContainer.GBT35275PKCS9DSContainer;
import org.ofdrw.sign.signContainer.SESV1Container;
import org.ofdrw.sign.signContainer.SESV4Container;
import org.ofdrw.sign.stamppos.NormalStampPos;
import org.ofdrw.sign.stamppos.RidingStampPos;
import org.ofdrw.sign.stamppos.Side;
import org.ofdrw.sign.stamppos.StampAppearance;

/**
 * Has ofdrw sign a document in every form that it knows, with fresh keys; runs with ofdrw's own
 * class path. Arguments: the document, and the folder for what is made and for its certificates.
 */
public final class OfdrwMaker {
  private static final long HOUR = 3_600_000L;
  private final Path folder;
  private final KeyPair rootKey = key();
  private final KeyPair makerKey = key();
  private final KeyPair signerKey = key();
  private final X509Certificate maker;
  private final X509Certificate signer;

  private OfdrwMaker(Path folder) throws Exception {
    this.folder = folder;
    Files.write(folder.resolve("root.cer"), certificate("root", rootKey, true).getEncoded());
    maker = certificate("maker", makerKey, false);
    signer = certificate("signer", signerKey, false);
    Files.write(folder.resolve("signer.cer"), signer.getEncoded());
  }

  public static void main(String[] args) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    new OfdrwMaker(Path.of(args[1])).all(Path.of(args[0]));
  }

  private void all(Path plain) throws Exception {
    for (SignMode mode : SignMode.values()) {
      sign(plain, "v4-" + mode, mode, v4(), stamp(50));
      sign(plain, "v1-" + mode, mode, v1(), stamp(50));
      sign(plain, "gbt-" + mode, mode, gbt(false));
      sign(plain, "gbt-base64-" + mode, mode, gbt(true));
      sign(plain, "gbt-pkcs9-" + mode, mode, pkcs9());
      sign(plain, "bare-" + mode, mode, new DigitalSignContainer(signerKey.getPrivate()));
    }
    for (Side side : Side.values()) {
      sign(plain, "riding-" + side, SignMode.ContinueSign, v4(), new RidingStampPos(side, 40, 40));
    }
    sign(plain, "two-stamps", SignMode.WholeProtected, v4(), stamp(50), stamp(120));
    Path first = made("v4-ContinueSign");
    sign(first, "second-v4", SignMode.ContinueSign, v4(), stamp(90));
    sign(first, "second-v1", SignMode.WholeProtected, v1(), stamp(90));
    sign(made("second-v4"), "third-gbt", SignMode.WholeProtected, gbt(false));
    integrity(made("third-gbt"), "integrity");
  }

  private Path made(String name) {
    return folder.resolve(name + ".ofd");
  }

  private static NormalStampPos stamp(double x) {
    return new NormalStampPos(1, x, 50, 40, 40);
  }

  private void sign(
      Path from,
      String name,
      SignMode mode,
      ExtendSignatureContainer container,
      StampAppearance... stamps)
      throws Exception {
    try (OFDReader reader = new OFDReader(from);
        OFDSigner maker = new OFDSigner(reader, made(name))) {
      maker.setSignMode(mode);
      maker.setSignContainer(container);
      for (StampAppearance stamp : stamps) {
        maker.addApPos(stamp);
      }
      maker.exeSign();
    }
  }

  private ExtendSignatureContainer v4() throws Exception {
    Date from = new Date(System.currentTimeMillis() - HOUR);
    Date until = new Date(System.currentTimeMillis() + 24 * HOUR);
    SES_ESPropertyInfo property =
        new SES_ESPropertyInfo()
            .setType(new ASN1Integer(1))
            .setName(new DERUTF8String("样例"))
            .setCertListType(SES_ESPropertyInfo.CertListType)
            .setCertList(
                new SES_CertList(new CertInfoList().add(new DEROctetString(signer.getEncoded()))))
            .setCreateDate(new ASN1GeneralizedTime(from))
            .setValidStart(new ASN1GeneralizedTime(from))
            .setValidEnd(new ASN1GeneralizedTime(until));
    SES_SealInfo info =
        new SES_SealInfo()
            .setHeader(new SES_Header(SES_Header.V4, new DERIA5String("oracle")))
            .setEsID("51000000000001")
            .setProperty(property)
            .setPicture(picture());
    SESeal seal =
        new SESeal()
            .seteSealInfo(info)
            .setCert(maker)
            .setSignAlgID(GMObjectIdentifiers.sm2sign_with_sm3)
            .setSignedValue(sign(makerKey.getPrivate(), info.getEncoded("DER")));
    return new SESV4Container(signerKey.getPrivate(), seal, signer);
  }

  private ExtendSignatureContainer v1() throws Exception {
    Date from = new Date(System.currentTimeMillis() - HOUR);
    Date until = new Date(System.currentTimeMillis() + 24 * HOUR);
    var property =
        new org.ofdrw.gm.ses.v1.SES_ESPropertyInfo()
            .setType(1)
            .setName("样例")
            .setCertList(new DERSequence(new DEROctetString(signer.getEncoded())))
            .setCreateDate(new ASN1UTCTime(from, Locale.CHINA))
            .setValidStart(new ASN1UTCTime(from, Locale.CHINA))
            .setValidEnd(new ASN1UTCTime(until, Locale.CHINA));
    var info =
        new org.ofdrw.gm.ses.v1.SES_SealInfo()
            .setHeader(new SES_Header(new ASN1Integer(1), new DERIA5String("oracle")))
            .setEsID("51000000000001")
            .setProperty(property)
            .setPicture(picture());
    DEROctetString certificate = new DEROctetString(maker.getEncoded());
    ASN1EncodableVector signed = new ASN1EncodableVector();
    signed.add(info);
    signed.add(certificate);
    signed.add(GMObjectIdentifiers.sm2sign_with_sm3);
    byte[] value = sign(makerKey.getPrivate(), new DERSequence(signed).getEncoded("DER"));
    SES_SignInfo by =
        new SES_SignInfo()
            .setCert(certificate)
            .setSignatureAlgorithm(GMObjectIdentifiers.sm2sign_with_sm3)
            .setSignData(value);
    return new SESV1Container(
        signerKey.getPrivate(), new org.ofdrw.gm.ses.v1.SESeal(info, by), signer);
  }

  private static SES_ESPictrueInfo picture() {
    return new SES_ESPictrueInfo()
        .setType("PNG")
        .setData(new byte[] {(byte) 0x89, 'P', 'N', 'G'})
        .setWidth(40)
        .setHeight(40);
  }

  private ExtendSignatureContainer gbt(boolean base64) {
    GBT35275DSContainer container = new GBT35275DSContainer(signer, signerKey.getPrivate());
    container.setEnableFileHashBase64(base64);
    return container;
  }

  private ExtendSignatureContainer pkcs9() {
    return new GBT35275PKCS9DSContainer(signer, signerKey.getPrivate());
  }

  /** The list of GM/T 0099 D.1 with ofdrw's own elements and signature. */
  private void integrity(Path from, String name) throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    FileList list = new FileList();
    try (ZipFile zip = new ZipFile(from.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory()) {
          files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
          list.addFile(String.valueOf(files.size() + 1), "/" + entry.getName());
        }
      }
    }
    OFDEntries entries = new OFDEntries().setID("1").setCreatorName("oracle");
    entries.setSignedValueLoc(ST_Loc.getInstance("/signedvalue.dat")).setFileList(list);
    Path xml = folder.resolve("OFDEntries.xml");
    ElemCup.dump(entries, xml);
    byte[] raw = Files.readAllBytes(xml);
    byte[] sm3 = MessageDigest.getInstance("SM3", "BC").digest(raw);
    byte[] value = sign(signerKey.getPrivate(), sm3);
    files.put("OFDEntries.xml", raw);
    files.put(
        "signedvalue.dat",
        new ContentInfo(OIDs.signedData, SignedDataBuilder.signedData(sm3, value, signer))
            .getEncoded());
    write(files, made(name));
  }

  private static void write(Map<String, byte[]> files, Path to) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(to))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
  }

  private static KeyPair key() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "BC");
    generator.initialize(new ECGenParameterSpec("sm2p256v1"));
    return generator.generateKeyPair();
  }

  private static byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SM3withSM2", "BC");
    signature.initSign(key);
    signature.update(message);
    return signature.sign();
  }

  private X509Certificate certificate(String name, KeyPair key, boolean authority)
      throws Exception {
    long now = System.currentTimeMillis();
    var certificate =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=oracle root"),
            BigInteger.valueOf(List.of("root", "maker", "signer").indexOf(name) + 1),
            new Date(now - 24 * HOUR),
            new Date(now + 24 * HOUR),
            new X500Name("CN=oracle " + name),
            key.getPublic());
    int usage =
        authority
            ? KeyUsage.keyCertSign | KeyUsage.cRLSign
            : KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
    certificate.addExtension(
        Extension.basicConstraints, true, new BasicConstraints(authority));
    certificate.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    return new JcaX509CertificateConverter()
        .setProvider("BC")
        .getCertificate(
            certificate.build(
                new JcaContentSignerBuilder("SM3withSM2")
                    .setProvider("BC")
                    .build(rootKey.getPrivate())));
  }
}
