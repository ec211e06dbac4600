package org.xinfu.trust.chain;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.ocsp.TBSRequest;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.Signer;

/** Makes OCSP requests and responses, RFC 6960, with any suite, SM2 included. */
public final class OcspMaker {
  private static final int LONGEST_NONCE = 128;

  private OcspMaker() {}

  /**
   * The state of one certificate.
   *
   * @param hash by which the issuer is named; SHA-1 is what most clients understand
   * @param revoked empty for good
   */
  public record Status(
      Certificate certificate, Certificate issuer, Hash hash, Optional<RevokedEntry> revoked) {}

  /**
   * When it was made and until when it serves, and the nonce of the request that it answers.
   *
   * @param nextUpdate empty when newer state is always there for asking
   * @param nonce 1 to 128 octets, RFC 9654 §2.1
   * @param archiveCutoff since when expired certificates are remembered: about one that expired
   *     later the answer still means something (RFC 6960 §4.4.4)
   */
  public record Issue(
      Instant thisUpdate,
      Optional<Instant> nextUpdate,
      Optional<Bytes> nonce,
      Optional<Instant> archiveCutoff) {
    public Issue {
      nonce.ifPresent(OcspMaker::checkNonce);
      if (archiveCutoff.filter(thisUpdate::isBefore).isPresent()) {
        throw new IllegalArgumentException("the archive begins after the answer");
      }
    }

    /** Without an archive. */
    public Issue(Instant thisUpdate, Optional<Instant> nextUpdate, Optional<Bytes> nonce) {
      this(thisUpdate, nextUpdate, nonce, Optional.empty());
    }

    /** The same with an archive that reaches back to {@code since}. */
    public Issue archivedSince(Instant since) {
      return new Issue(thisUpdate, nextUpdate, nonce, Optional.of(since));
    }
  }

  /**
   * A successful response.
   *
   * @param responder the issuer itself or a delegate, its certificate first in its chain
   * @return DER OCSPResponse
   */
  public static Bytes respond(Signer responder, List<Status> states, Issue issue) {
    Certificate own = responder.chain().get(0);
    ASN1EncodableVector singles = new ASN1EncodableVector();
    states.forEach(s -> singles.add(single(s, issue)));
    ResponseData content =
        new ResponseData(
            new ResponderID(own.name()),
            time(issue.thisUpdate()),
            new DERSequence(singles),
            issue.nonce().map(OcspMaker::nonce).orElse(null));
    try {
      SignerContent signer = new SignerContent(responder);
      try (OutputStream out = signer.getOutputStream()) {
        out.write(content.getEncoded("DER"));
      }
      BasicOCSPResponse basic =
          new BasicOCSPResponse(
              content,
              signer.getAlgorithmIdentifier(),
              new DERBitString(signer.getSignature()),
              new DERSequence(own.holder().toASN1Structure()));
      ResponseBytes bytes =
          new ResponseBytes(
              OCSPObjectIdentifiers.id_pkix_ocsp_basic,
              new DEROctetString(basic.getEncoded("DER")));
      OCSPResponseStatus successful = new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL);
      return Bytes.of(new OCSPResponse(successful, bytes).getEncoded("DER"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A request for one certificate, DER OCSPRequest; the issuer is named by SHA-1.
   *
   * @param nonce 1 to 128 octets, better 32 (RFC 9654 §2.1)
   */
  public static Bytes request(Certificate certificate, Certificate issuer, Bytes nonce) {
    checkNonce(nonce);
    Request one = new Request(id(certificate, issuer, Hash.SHA1), null);
    TBSRequest request = new TBSRequest(null, new DERSequence(one), nonce(nonce));
    return Der.encode(new OCSPRequest(request, null));
  }

  private static SingleResponse single(Status status, Issue issue) {
    CertStatus state =
        status
            .revoked()
            .map(
                r ->
                    new CertStatus(
                        new RevokedInfo(time(r.at()), CRLReason.lookup(r.cause().number()))))
            .orElseGet(CertStatus::new);
    return new SingleResponse(
        id(status.certificate(), status.issuer(), status.hash()),
        state,
        time(issue.thisUpdate()),
        issue.nextUpdate().map(OcspMaker::time).orElse(null),
        issue.archiveCutoff().map(OcspMaker::cutoff).orElse(null));
  }

  private static Extensions cutoff(Instant since) {
    return extension(OCSPObjectIdentifiers.id_pkix_ocsp_archive_cutoff, time(since));
  }

  private static void checkNonce(Bytes nonce) {
    if (nonce.length() < 1 || nonce.length() > LONGEST_NONCE) {
      throw new IllegalArgumentException("a nonce of " + nonce.length() + " octets");
    }
  }

  private static CertID id(Certificate certificate, Certificate issuer, Hash hash) {
    AlgorithmIdentifier algorithm =
        hash == Hash.SM3
            ? new AlgorithmIdentifier(hash.oid())
            : new AlgorithmIdentifier(hash.oid(), DERNull.INSTANCE);
    return new CertID(
        algorithm,
        new DEROctetString(hash.of(OcspSingle.issuerName(certificate)).toArray()),
        new DEROctetString(hash.of(OcspSingle.keyBits(issuer)).toArray()),
        new ASN1Integer(certificate.serial()));
  }

  /** RFC 9654 §2.1: the value is an OCTET STRING inside the extension's. */
  private static Extensions nonce(Bytes nonce) {
    return extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, new DEROctetString(nonce.toArray()));
  }

  private static Extensions extension(ASN1ObjectIdentifier oid, ASN1Object value) {
    return new Extensions(new Extension(oid, false, Der.encode(value).toArray()));
  }

  private static ASN1GeneralizedTime time(Instant moment) {
    return new DERGeneralizedTime(Date.from(moment));
  }
}
