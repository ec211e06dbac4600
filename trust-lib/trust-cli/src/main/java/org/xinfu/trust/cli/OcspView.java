package org.xinfu.trust.cli;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.Extension;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Decoding;

/** What an OCSP response (RFC 6960 §4.2) says, in words above its tree; nothing is verified. */
final class OcspView {
  private static final int MOST = 200;
  private static final List<String> STATES = List.of("good", "revoked", "unknown");
  private static final List<String> FAILURES =
      List.of(
          "successful",
          "malformedRequest",
          "internalError",
          "tryLater",
          "(not used)",
          "sigRequired",
          "unauthorized");

  private OcspView() {}

  /** The summary of an OCSPResponse or BasicOCSPResponse; empty for anything else. */
  static Optional<Node> of(Bytes octets) {
    return Decoding.of(
        () -> {
          ASN1Sequence outer = ASN1Sequence.getInstance(octets.toArray());
          return outer.getObjectAt(0) instanceof ASN1Enumerated status
              ? response(OCSPResponse.getInstance(outer), status.intValueExact())
              : basic(BasicOCSPResponse.getInstance(outer));
        });
  }

  private static Node response(OCSPResponse response, int status)
      throws ParseException, java.io.IOException {
    if (response.getResponseBytes() == null) {
      String word = status < FAILURES.size() ? FAILURES.get(status) : Integer.toString(status);
      return Node.of("OCSP response", List.of(Node.leaf("status", word)));
    }
    Object inside = ASN1Sequence.getInstance(response.getResponseBytes().getResponse().getOctets());
    return basic(BasicOCSPResponse.getInstance(inside));
  }

  private static Node basic(BasicOCSPResponse basic) throws ParseException, java.io.IOException {
    ResponseData data = basic.getTbsResponseData();
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.leaf("responder", responder(data.getResponderID())));
    nodes.add(Node.leaf("produced", moment(data.getProducedAt())));
    nodes.add(Node.leaf("algorithm", CmsView.name(basic.getSignatureAlgorithm())));
    Extension nonce =
        data.getResponseExtensions() == null
            ? null
            : data.getResponseExtensions().getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    nodes.add(Node.leaf("nonce", nonce == null ? "none" : octets(nonce)));
    int count = data.getResponses().size();
    for (int i = 0; i < Math.min(count, MOST); i++) {
      nodes.add(single(SingleResponse.getInstance(data.getResponses().getObjectAt(i))));
    }
    if (count > MOST) {
      nodes.add(Node.leaf("further certificates", "" + (count - MOST)));
    }
    for (ASN1Encodable each : members(basic.getCerts())) {
      Certificate.parse(Bytes.of(each.toASN1Primitive().getEncoded()))
          .ifPresent(certificate -> nodes.add(BinaryView.certificate(certificate)));
    }
    return Node.of("OCSP response", nodes);
  }

  private static String octets(Extension extension) {
    return Bytes.of(extension.getExtnValue().getOctets()).toHex();
  }

  private static String responder(ResponderID id) {
    return id.getName() == null
        ? "by key " + Bytes.of(id.getKeyHash()).toHex()
        : RFC4519Style.INSTANCE.toString(id.getName());
  }

  private static Node single(SingleResponse single) throws ParseException {
    CertID id = single.getCertID();
    CertStatus status = single.getCertStatus();
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.leaf("status", status(status)));
    nodes.add(Node.leaf("this update", moment(single.getThisUpdate())));
    nodes.add(Node.leaf("next update", moment(single.getNextUpdate())));
    nodes.add(Node.leaf("digest", CmsView.name(id.getHashAlgorithm())));
    nodes.add(Node.leaf("issuer name", Bytes.of(id.getIssuerNameHash().getOctets()).toHex()));
    nodes.add(Node.leaf("issuer key", Bytes.of(id.getIssuerKeyHash().getOctets()).toHex()));
    return Node.of("certificate #" + id.getSerialNumber().getValue().toString(16), nodes);
  }

  private static String status(CertStatus status) throws ParseException {
    if (status.getTagNo() != 1) {
      return status.getTagNo() < STATES.size() ? STATES.get(status.getTagNo()) : "?";
    }
    RevokedInfo revoked = RevokedInfo.getInstance(status.getStatus());
    String cause =
        revoked.getRevocationReason() == null
            ? ""
            : ", reason " + revoked.getRevocationReason().getValue();
    return "revoked " + moment(revoked.getRevocationTime()) + cause;
  }

  private static String moment(@Nullable ASN1GeneralizedTime time) throws ParseException {
    return time == null ? "none" : time.getDate().toInstant().toString();
  }

  private static List<ASN1Encodable> members(@Nullable ASN1Sequence all) {
    List<ASN1Encodable> members = new ArrayList<>();
    for (int i = 0; all != null && i < Math.min(all.size(), 16); i++) {
      members.add(all.getObjectAt(i));
    }
    return members;
  }
}
