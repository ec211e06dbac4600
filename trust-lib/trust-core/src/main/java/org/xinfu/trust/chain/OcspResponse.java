package org.xinfu.trust.chain;

import java.math.BigInteger;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.der.Decoding;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.key.Hash;
import org.xinfu.trust.key.VerificationKey;

/**
 * An OCSP response as received, RFC 6960 §4.2: an OCSPResponse or the BasicOCSPResponse in it. Of
 * one with a critical extension other than a nonce only whom it revokes is told.
 */
final class OcspResponse {
  private static final int SUCCESSFUL = 0;

  private final Bytes signed;
  private final AlgorithmIdentifier algorithm;
  private final Bytes value;
  private final ResponseData content;
  private final List<OcspSingle> singles;
  private final List<Certificate> certificates;
  private final Instant producedAt;

  private OcspResponse(Bytes basic) throws ParseException {
    List<Der> parts = Der.read(basic).expect(Der.SEQUENCE, "response").children();
    BasicOCSPResponse response = BasicOCSPResponse.getInstance(basic.toArray());
    signed = parts.get(0).encoded();
    algorithm = response.getSignatureAlgorithm();
    value = Bytes.of(response.getSignature().getOctets());
    content = response.getTbsResponseData();
    producedAt = content.getProducedAt().getDate().toInstant();
    Optional.ofNullable(content.getResponderID().getName()).ifPresent(NameForms::read);
    singles = new ArrayList<>();
    boolean understood = onlyNonce(content.getResponseExtensions());
    for (var each : content.getResponses()) {
      OcspSingle.read(SingleResponse.getInstance(each))
          .filter(s -> understood || s.entry().isPresent())
          .map(s -> understood ? s : s.doubted())
          .ifPresent(singles::add);
    }
    certificates = new ArrayList<>();
    if (response.getCerts() != null) {
      for (Der each : parts.get(3).children().get(0).children()) {
        Certificate.parse(each.encoded()).ifPresent(certificates::add);
      }
    }
  }

  static Optional<OcspResponse> parse(Bytes der) {
    return Decoding.of(() -> new OcspResponse(basic(der)));
  }

  /** An OCSPResponse begins with its ENUMERATED status. */
  private static Bytes basic(Bytes der) {
    List<Der> parts = Der.outer(der).expect(Der.SEQUENCE, "response").children();
    if (parts.get(0).tag() == Der.SEQUENCE) {
      return der;
    }
    OCSPResponse response = OCSPResponse.getInstance(der.toArray());
    if (response.getResponseStatus().getIntValue() != SUCCESSFUL
        || !response
            .getResponseBytes()
            .getResponseType()
            .equals(OCSPObjectIdentifiers.id_pkix_ocsp_basic)) {
      throw new MalformedDer("no basic response");
    }
    return Bytes.of(response.getResponseBytes().getResponse().getOctets());
  }

  private static boolean onlyNonce(@Nullable Extensions extensions) {
    return extensions == null
        || Set.of(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
            .containsAll(Arrays.asList(extensions.getCriticalExtensionOIDs()));
  }

  Instant producedAt() {
    return producedAt;
  }

  /** Certificates that it brings; not believed. */
  List<Certificate> certificates() {
    return certificates;
  }

  /** What it says about the certificate of this issuer. */
  List<OcspSingle> about(Certificate certificate, Certificate issuer) {
    return singles.stream().filter(s -> s.names(certificate, issuer)).toList();
  }

  /** Whether it says anything of a certificate with this serial, whoever issued that. */
  boolean names(BigInteger serial) {
    return singles.stream().anyMatch(s -> s.id().getSerialNumber().getValue().equals(serial));
  }

  /** The nonce of the request that it answers. */
  Optional<Bytes> nonce() {
    return Optional.ofNullable(content.getResponseExtensions())
        .map(all -> all.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce))
        .map(Extension::getExtnValue)
        .map(ASN1OctetString::getOctets)
        .map(Bytes::of);
  }

  /** The key that made it, when {@code responder} is whom it names and its key did. */
  Optional<VerificationKey> madeBy(Certificate responder) {
    return SignatureIdentifiers.parse(algorithm)
        .filter(scheme -> names(responder))
        .flatMap(responder::publicKey)
        .filter(key -> key.verify(signed, value));
  }

  /** ResponderID: the name, or SHA-1 of the key's bit string. */
  boolean names(Certificate responder) {
    byte @Nullable [] key = content.getResponderID().getKeyHash();
    if (key == null) {
      return NameForms.same(responder.name(), content.getResponderID().getName());
    }
    Bytes own =
        Bytes.of(responder.holder().getSubjectPublicKeyInfo().getPublicKeyData().getOctets());
    return Bytes.of(key).equals(Hash.SHA1.of(own));
  }

  static Optional<Instant> moment(@Nullable ASN1GeneralizedTime time) {
    return Decoding.maybe(
        () -> {
          return time == null ? Optional.empty() : Optional.of(time.getDate().toInstant());
        });
  }

  static Optional<Extension> extension(@Nullable Extensions all, ASN1ObjectIdentifier oid) {
    return Optional.ofNullable(all).map(e -> e.getExtension(oid));
  }
}
