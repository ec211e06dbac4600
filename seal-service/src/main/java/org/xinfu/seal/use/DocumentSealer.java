package org.xinfu.seal.use;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.xinfu.kit.Refused;
import org.xinfu.kit.web.ReasonRefusal;
import org.xinfu.seal.ca.Authority;
import org.xinfu.seal.ca.BuiltInCa;
import org.xinfu.seal.domain.Seal;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.ofd.OfdSealRequest;
import org.xinfu.trust.ofd.OfdSealer;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.PdfSigner;
import org.xinfu.trust.pdf.PdfSigningEngine;

/** Puts a seal on an OFD package or a PDF through the library. */
@Component
class DocumentSealer {
  private static final String PROVIDER = "Xinfu seal-service";
  private final BuiltInCa ca;
  private final PdfSigningEngine engine;

  DocumentSealer(BuiltInCa ca, PdfSigningEngine engine) {
    this.ca = ca;
    this.engine = engine;
  }

  /** One document and what to put where. */
  record Job(DocumentKind kind, Bytes document, Seal seal, SealingForm form, Instant time) {}

  Bytes seal(Job job, Signer key) {
    SignatureAlgorithm suite = job.kind().suite(job.form());
    Authority issuer =
        suite == SignatureAlgorithm.SM2_SM3 ? Authority.SIGNERS : Authority.SIGNERS_P256;
    List<Certificate> chain =
        Stream.concat(Stream.of(certificate(job.seal(), suite)), ca.certificate(issuer).stream())
            .toList();
    Signer signer = key.withChain(chain);
    return job.kind() == DocumentKind.OFD ? ofd(job, signer) : pdf(job, signer);
  }

  Certificate certificate(Seal seal, SignatureAlgorithm suite) {
    return suite == SignatureAlgorithm.SM2_SM3 ? seal.version().sm2() : seal.version().p256();
  }

  private static Bytes ofd(Job job, Signer signer) {
    List<OfdSealRequest.Stamp> stamps =
        job.form().stamps().stream()
            .map(place -> new OfdSealRequest.Stamp(place.page(), place.xMm(), place.yMm()))
            .toList();
    OfdSealRequest request =
        new OfdSealRequest(
            job.seal().version().structure(),
            stamps,
            job.form().whole()
                ? OfdSealRequest.Protection.WHOLE
                : OfdSealRequest.Protection.CONTINUE,
            job.time(),
            PROVIDER);
    return OfdSealer.seal(DocumentSource.of(job.document()), request, signer)
        .orThrow(reason -> new Refused(new ReasonRefusal(reason)));
  }

  private Bytes pdf(Job job, Signer signer) {
    if (job.form().stamps().size() != 1) {
      throw new Refused(SealRefusal.DOCUMENT_NOT_SEALABLE);
    }
    SealingForm.Place place = job.form().stamps().getFirst();
    int size = job.seal().request().diameterMm();
    // Another use of the same seal takes another second or another place: the name stays free.
    String field = "Seal-%s-%d".formatted(job.seal().esId(), job.time().getEpochSecond());
    try {
      PdfSealRequest request =
          PdfSealRequest.seal(
                  new PdfSealRequest.Seal(job.seal().version().png(), size, size),
                  new PdfSealRequest.Position(place.page(), place.xMm(), place.yMm()),
                  field,
                  job.time())
              .withTexts(job.form().matter(), "", job.seal().request().sealName());
      return PdfSigner.sign(DocumentSource.of(job.document()), request, signer, engine);
    } catch (IllegalArgumentException notSealable) {
      throw new Refused(SealRefusal.DOCUMENT_NOT_SEALABLE);
    }
  }
}
