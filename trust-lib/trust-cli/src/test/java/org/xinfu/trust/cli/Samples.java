package org.xinfu.trust.cli;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.xinfu.testkit.FuzzRun.Target;
import org.xinfu.testkit.TestPki;
import org.xinfu.testkit.TestSeals;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.ReportJson;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.CertificateSigningRequest;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.chain.Purpose;
import org.xinfu.trust.cms.CmsContext;
import org.xinfu.trust.cms.CmsProfile;
import org.xinfu.trust.cms.CmsSigner;
import org.xinfu.trust.cms.CmsVerifier;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.cms.Gbt35275Signer;
import org.xinfu.trust.crypt.EnvelopeCipher;
import org.xinfu.trust.crypt.EnvelopeKey;
import org.xinfu.trust.crypt.EnvelopeMaker;
import org.xinfu.trust.crypt.EnvelopeOpener;
import org.xinfu.trust.crypt.Secret;
import org.xinfu.trust.crypt.SignedEnvelope;
import org.xinfu.trust.crypt.Sm2Ciphertext;
import org.xinfu.trust.crypt.Sm2EnvelopedKey;
import org.xinfu.trust.crypt.Sm2PrivateKey;
import org.xinfu.trust.facts.Facts;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VerificationKey;
import org.xinfu.trust.xml.XmlSignRequest;
import org.xinfu.trust.xml.XmlSigner;

/** Genuine documents of every format, and every parser that reads what strangers send. */
final class Samples {
  /** The cheapest policy under which all of them are VALID. */
  static final TrustPolicy POLICY =
      Scene.PKI.policy().withCrls(List.of()).withRevocation(TrustPolicy.Revocation.NONE);

  static final Bytes CONTENT = Bytes.utf8("<样例 xmlns=\"urn:x\"><金额 币种='CNY'>100</金额></样例>");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Certificate RECIPIENT =
      Scene.PKI
          .issue(
              Scene.PKI.spec("CN=样例加密,C=CN", Purpose.ENCRYPTION, TestPki.END), Scene.PKI.signerCa())
          .chain()
          .get(0);

  private static final Logger PDFBOX = Logger.getLogger("org.apache.pdfbox");

  static {
    // It would tell of every damage that is done here.
    PDFBOX.setLevel(Level.OFF);
  }

  private Samples() {}

  /** By name: signed documents that {@link Trust#verify} judges VALID. */
  static Map<String, Bytes> documents() {
    Map<String, Bytes> all = new LinkedHashMap<>();
    all.put("ofd", Scene.OFD);
    all.put("pdf-sm2", Scene.pdf(Scene.SIGNER));
    all.put("pdf-ecdsa", Scene.pdf(Scene.DOCUMENT_SIGNER));
    all.put("xml-enveloped", signedXml());
    all.put("xml-enveloping", xml(XmlSignRequest.enveloping(CONTENT, TestSeals.SIGNED)));
    all.put("seal", Scene.SEAL);
    return all;
  }

  static Bytes signedXml() {
    return xml(XmlSignRequest.enveloped(CONTENT, TestSeals.SIGNED));
  }

  private static Bytes xml(XmlSignRequest request) {
    return XmlSigner.sign(request, Scene.SIGNER)
        .orThrow(reason -> new IllegalStateException(reason.code()));
  }

  static DocumentReport verify(Bytes document, TrustPolicy policy) {
    return Trust.verify(DocumentSource.of(document), policy);
  }

  /** Detached, by this signer over {@link #CONTENT}. */
  static Bytes cms(Signer signer) {
    return CmsSigner.cades(
        ContentDigest.of(signer.algorithm()).of(CONTENT), signer, TestSeals.SIGNED);
  }

  static List<Target> targets() {
    Map<String, Bytes> documents = documents();
    Bytes sealSignature = TestSeals.signature(Scene.SEAL, Scene.SIGNER);
    documents.put("seal-signature", sealSignature);
    documents.put("cms", cms(Scene.SIGNER));
    TrustPolicy offline = Scene.PKI.policy();
    List<Target> targets = new ArrayList<>();
    documents.forEach(
        (name, document) ->
            targets.add(
                new Target(
                    name, List.of(document), in -> ReportJson.write(name, verify(in, offline)))));
    Published.samples()
        .forEach(
            (name, samples) ->
                targets.add(
                    new Target(name, samples, in -> ReportJson.write(name, verify(in, offline)))));
    targets.add(new Target("certificate", certificates(), Samples::certificate));
    targets.add(
        new Target(
            "crl", Scene.PKI.crls(), in -> verify(Scene.SEAL, offline.withCrls(List.of(in)))));
    targets.add(
        new Target(
            "cms-detached",
            List.of(cms(Scene.SIGNER), cms(Scene.DOCUMENT_SIGNER)),
            in ->
                CmsVerifier.verify(
                    in,
                    digest -> digest.of(CONTENT),
                    new CmsContext(offline, CmsProfile.CADES, Optional.empty()))));
    targets.addAll(small());
    targets.addAll(views(List.copyOf(documents.values())));
    targets.addAll(envelopes());
    targets.addAll(WireTargets.all());
    targets.addAll(ShownTargets.all());
    return targets;
  }

  private static List<Bytes> certificates() {
    return List.of(
        Scene.SIGNER.chain().get(0).der(),
        Scene.DOCUMENT_SIGNER.chain().get(0).der(),
        Scene.PKI.signerCa().chain().get(0).der());
  }

  private static void certificate(Bytes in) {
    ChainQuery query =
        new ChainQuery(
            POLICY, ChainQuery.Role.SIGNER, TestPki.NOW, TimeSource.NONE, ChainQuery.Lenience.ETSI);
    Certificate.parse(in)
        .ifPresent(c -> ChainValidator.validate(c, List.of(Scene.SIGNER.chain().get(1), c), query));
  }

  /** What reads strangers' files without judging them. */
  private static List<Target> views(List<Bytes> documents) {
    List<Bytes> more = new ArrayList<>(documents);
    more.add(Bytes.utf8(new PemFile(Scene.SIGNER.chain(), Scene.PKI.crls()).write()));
    more.add(Scene.PKI.crls().get(0));
    Facts.Subject subject = new Facts.Subject("x", DocumentSource.of(Scene.SEAL), Optional.empty());
    Bytes facts = Facts.record(subject, POLICY).facts().orElseThrow().write();
    return List.of(
        new Target("inspect", more, in -> BinaryView.view(in).map(Node::text)),
        new Target("facts", List.of(facts), Facts::read));
  }

  private static List<Target> small() {
    Bytes pem = Bytes.utf8(new PemFile(Scene.SIGNER.chain(), Scene.PKI.crls()).write());
    Bytes json = Bytes.utf8(ReportJson.write("x", verify(Scene.OFD, POLICY)));
    Bytes request = CertificateSigningRequest.make("CN=样例,C=CN", Scene.SIGNER).der();
    Bytes signature = Scene.SIGNER.sign(CONTENT);
    Set<Bytes> keys =
        Set.of(Scene.SIGNER.publicKey().encoded(), Scene.DOCUMENT_SIGNER.publicKey().encoded());
    return List.of(
        new Target("pem", List.of(pem), in -> PemFile.read(in.toUtf8())),
        new Target("json", List.of(json), Samples::json),
        new Target("request", List.of(request), CertificateSigningRequest::parse),
        new Target("key", List.copyOf(keys), VerificationKey::parse),
        new Target(
            "signature",
            List.of(signature),
            in -> {
              EcSignature.parseDer(in);
              Scene.SIGNER.publicKey().verify(CONTENT, in);
              Scene.DOCUMENT_SIGNER.publicKey().verify(CONTENT, in);
            }));
  }

  /** The reader of JSON says no by its one exception. */
  private static void json(Bytes in) {
    try {
      Json.parse(in.toUtf8());
    } catch (JsonException refused) {
      // That is its answer.
    }
  }

  private static List<Target> envelopes() {
    Sm2PrivateKey key =
        Sm2PrivateKey.of(Secret.copyOf(Bytes.hex("35".repeat(32)).toArray())).orElseThrow();
    EnvelopeKey opener = EnvelopeKey.sm2(RECIPIENT, key);
    Bytes wrapped = Sm2EnvelopedKey.make(key, key.point(), RANDOM).orElseThrow();
    return List.of(
        new Target("envelope", envelopeSamples(), in -> EnvelopeOpener.open(in, opener, RANDOM)),
        new Target(
            "signed-envelope",
            List.of(signedEnvelope()),
            in -> SignedEnvelope.open(in, opener, POLICY, RANDOM)),
        new Target("enveloped-key", List.of(wrapped), in -> Sm2EnvelopedKey.open(in, key)),
        new Target(
            "ciphertext",
            List.of(wrapped),
            in -> {
              Sm2Ciphertext.parseDer(in);
              Sm2Ciphertext.parseRaw(in);
            }));
  }

  static Bytes signedEnvelope() {
    Bytes signature = Gbt35275Signer.detached(CONTENT, Scene.SIGNER);
    return SignedEnvelope.make(CONTENT, signature, List.of(RECIPIENT), RANDOM);
  }

  private static List<Bytes> envelopeSamples() {
    return List.of(
        EnvelopeMaker.cms(CONTENT, List.of(RECIPIENT), EnvelopeCipher.SM4_GCM, RANDOM),
        EnvelopeMaker.cms(CONTENT, List.of(RECIPIENT), EnvelopeCipher.AES256_CBC, RANDOM),
        EnvelopeMaker.gbt35275(CONTENT, List.of(RECIPIENT), RANDOM));
  }
}
