import eu.europa.esig.dss.alert.SilentOnStatusAlert;
import eu.europa.esig.dss.cades.CAdESSignatureParameters;
import eu.europa.esig.dss.cades.signature.CAdESService;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.ToBeSigned;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.signature.AbstractSignatureParameters;
import eu.europa.esig.dss.signature.DocumentSignatureService;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.spi.x509.tsp.KeyEntityTSPSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.signature.XAdESService;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.List;

/**
 * Asks EU DSS about every file of {@code FOLDER/in} and lets it sign into {@code FOLDER/out}; runs
 * with its own class path. In the folder lie {@code moment}, {@code signing} (instants), {@code
 * anchors}, {@code crls}, {@code chain} and {@code tsa} (DER in the order of names),
 * {@code key} and {@code tsa-key} (PKCS#8), {@code plain.pdf}, {@code plain.xml}, {@code plain.txt}.
 * A file {@code x.content} beside {@code x} is what its detached signature is over, a file {@code
 * x.at} the moment at which it alone is judged.
 */
public final class DssOracle {
  private final Path folder;
  private final Date moment;
  private final Date signing;

  private DssOracle(Path folder) throws IOException {
    this.folder = folder;
    moment = Date.from(Instant.parse(Files.readString(folder.resolve("moment"))));
    signing = Date.from(Instant.parse(Files.readString(folder.resolve("signing"))));
  }

  public static void main(String[] args) throws Exception {
    DssOracle oracle = new DssOracle(Path.of(args[0]));
    for (Path file : oracle.files("in")) {
      String name = file.getFileName().toString();
      if (!name.endsWith(".content") && !name.endsWith(".at")) {
        System.out.println("ANSWER " + name + " " + oracle.judge(file));
      }
    }
    if (Files.exists(oracle.folder.resolve("key"))) {
      Files.createDirectories(oracle.folder.resolve("out"));
      oracle.sign();
    }
  }

  private String judge(Path file) {
    try {
      SignedDocumentValidator validator =
          SignedDocumentValidator.fromDocument(new FileDocument(file.toFile()));
      Path content = Path.of(file + ".content");
      if (Files.exists(content)) {
        validator.setDetachedContents(List.of(new FileDocument(content.toFile())));
      }
      validator.setCertificateVerifier(verifier());
      Path at = Path.of(file + ".at");
      validator.setValidationTime(
          Files.exists(at) ? Date.from(Instant.parse(Files.readString(at))) : moment);
      Reports reports = validator.validateDocument();
      List<String> answers = new ArrayList<>();
      for (SignatureWrapper each : reports.getDiagnosticData().getSignatures()) {
        String id = each.getId();
        answers.add(
            String.join(
                " ",
                String.valueOf(reports.getSimpleReport().getIndication(id)),
                String.valueOf(reports.getSimpleReport().getSubIndication(id)),
                String.valueOf(each.getSignatureFormat()),
                each.isSignatureIntact() && each.isSignatureValid() ? "INTACT" : "BROKEN"));
        reports
            .getSimpleReport()
            .getAdESValidationErrors(id)
            .forEach(e -> System.out.println("ERROR " + file.getFileName() + " " + e.getValue()));
        reports
            .getSimpleReport()
            .getAdESValidationWarnings(id)
            .forEach(e -> System.out.println("WARN " + file.getFileName() + " " + e.getValue()));
      }
      return answers.isEmpty() ? "NO_SIGNATURE" : String.join(" & ", answers);
    } catch (RuntimeException | IOException | java.security.GeneralSecurityException refused) {
      return "REFUSED " + refused;
    }
  }

  private void sign() throws Exception {
    CommonCertificateVerifier verifier = verifier();
    KeyEntityTSPSource tsa =
        new KeyEntityTSPSource(
            key("tsa-key"),
            certificates("tsa").get(0).getCertificate(),
            certificates("tsa").stream().map(CertificateToken::getCertificate).toList());
    tsa.setTsaPolicy("1.2.3.4");
    tsa.setProductionTime(signing);
    PAdESService pades = new PAdESService(verifier);
    XAdESService xades = new XAdESService(verifier);
    CAdESService cades = new CAdESService(verifier);
    pades.setTspSource(tsa);
    xades.setTspSource(tsa);
    cades.setTspSource(tsa);
    for (String level : List.of("B", "T", "LT", "LTA")) {
      PAdESSignatureParameters pdf = new PAdESSignatureParameters();
      pdf.setSignatureLevel(SignatureLevel.valueOf("PAdES_BASELINE_" + level));
      one(pades, pdf, "plain.pdf", "pades-" + level + ".pdf");
      for (SignaturePackaging packaging :
          List.of(SignaturePackaging.ENVELOPED, SignaturePackaging.ENVELOPING)) {
        XAdESSignatureParameters xml = new XAdESSignatureParameters();
        xml.setSignatureLevel(SignatureLevel.valueOf("XAdES_BASELINE_" + level));
        xml.setSignaturePackaging(packaging);
        one(xades, xml, "plain.xml", "xades-" + packaging.name().toLowerCase() + "-" + level + ".xml");
      }
      for (SignaturePackaging packaging :
          List.of(SignaturePackaging.DETACHED, SignaturePackaging.ENVELOPING)) {
        CAdESSignatureParameters cms = new CAdESSignatureParameters();
        cms.setSignatureLevel(SignatureLevel.valueOf("CAdES_BASELINE_" + level));
        cms.setSignaturePackaging(packaging);
        one(cades, cms, "plain.txt", "cades-" + packaging.name().toLowerCase() + "-" + level + ".p7s");
      }
    }
  }

  private <P extends AbstractSignatureParameters<?>> void one(
      DocumentSignatureService<P, ?> service, P parameters, String from, String to)
      throws Exception {
    List<CertificateToken> chain = certificates("chain");
    parameters.setSigningCertificate(chain.get(0));
    parameters.setCertificateChain(chain);
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.bLevel().setSigningDate(signing);
    DSSDocument document = new FileDocument(folder.resolve(from).toFile());
    ToBeSigned octets = service.getDataToSign(document, parameters);
    PrivateKey key = key("key");
    boolean rsa = key.getAlgorithm().equals("RSA");
    Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
    signature.initSign(key);
    signature.update(octets.getBytes());
    SignatureValue value = new SignatureValue(parameters.getSignatureAlgorithm(), signature.sign());
    service.signDocument(document, parameters, value).save(folder.resolve("out").resolve(to).toString());
    System.out.println("SIGNED " + to);
  }

  private CommonCertificateVerifier verifier() throws IOException, java.security.GeneralSecurityException {
    CommonTrustedCertificateSource anchors = new CommonTrustedCertificateSource();
    certificates("anchors").forEach(anchors::addCertificate);
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(anchors);
    verifier.setAIASource(null);
    verifier.setOcspSource(null);
    List<DSSDocument> lists = new ArrayList<>();
    for (Path file : files("crls")) {
      lists.add(new InMemoryDocument(Files.readAllBytes(file)));
    }
    verifier.setCrlSource(new ExternalResourcesCRLSource(lists.toArray(DSSDocument[]::new)));
    verifier.setAlertOnMissingRevocationData(new SilentOnStatusAlert());
    verifier.setAlertOnNoRevocationAfterBestSignatureTime(new SilentOnStatusAlert());
    verifier.setAlertOnRevokedCertificate(new SilentOnStatusAlert());
    verifier.setAlertOnExpiredCertificate(new SilentOnStatusAlert());
    verifier.setAlertOnUncoveredPOE(new SilentOnStatusAlert());
    verifier.setAlertOnInvalidTimestamp(new SilentOnStatusAlert());
    return verifier;
  }

  private List<CertificateToken> certificates(String name) throws IOException {
    List<CertificateToken> all = new ArrayList<>();
    for (Path file : files(name)) {
      all.add(eu.europa.esig.dss.spi.DSSUtils.loadCertificate(Files.readAllBytes(file)));
    }
    return all;
  }

  private PrivateKey key(String name) throws Exception {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve(name)));
    try {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    } catch (java.security.spec.InvalidKeySpecException rsa) {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    }
  }

  private List<Path> files(String name) {
    File[] found = folder.resolve(name).toFile().listFiles();
    return found == null
        ? List.of()
        : Arrays.stream(found).sorted(Comparator.comparing(File::getName)).map(File::toPath).toList();
  }
}
