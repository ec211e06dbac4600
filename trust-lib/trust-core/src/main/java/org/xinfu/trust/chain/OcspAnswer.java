package org.xinfu.trust.chain;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.der.Decoding;

/**
 * What an OCSP answer has to be, to be taken for that to one request; what its maker may say is
 * judged later.
 */
record OcspAnswer(Certificate certificate, Certificate issuer, Bytes nonce, TrustPolicy.Mode mode) {
  /** Why it is not the answer; empty when it is. */
  Optional<String> refusal(Bytes content) {
    Optional<OcspResponse> response = OcspResponse.parse(content);
    if (response.isEmpty()) {
      return Optional.of("not a successful OCSP response");
    }
    if (response.get().about(certificate, issuer).isEmpty()) {
      return Optional.of("an OCSP response about others");
    }
    if (!byIssuerOrDelegate(response.get())) {
      return Optional.of("an OCSP response by somebody whom the issuer did not certify");
    }
    Optional<Bytes> theirs = response.get().nonce();
    if (theirs.isPresent() && !same(theirs.get())) {
      return Optional.of("an OCSP response to another request: the nonce differs");
    }
    if (theirs.isEmpty() && mode == TrustPolicy.Mode.STRICT) {
      return Optional.of("an OCSP response without the nonce");
    }
    return Optional.empty();
  }

  /** So that a forged answer does not keep us from asking for the list. */
  private boolean byIssuerOrDelegate(OcspResponse response) {
    Links links = new Links();
    return response.madeBy(issuer).isPresent()
        || response.certificates().stream()
            .filter(c -> PathBuilder.mayHaveIssued(issuer, c))
            // A stranger's answer may bring thousands.
            .filter(c -> links.maySpend(Links.VERIFICATION) && response.madeBy(c).isPresent())
            .anyMatch(c -> links.state(issuer, c) == Links.State.HOLDS);
  }

  /**
   * RFC 9654 §2.1: an OCTET STRING inside the extension's; older responders send the octets bare.
   */
  private boolean same(Bytes theirs) {
    return theirs.equals(nonce)
        || Decoding.of(() -> ASN1OctetString.getInstance(theirs.toArray()))
            .filter(wrapped -> Bytes.of(wrapped.getOctets()).equals(nonce))
            .isPresent();
  }

  /** Where the request goes with GET: its Base64 is the last part of the path, A.1. */
  static URI address(URI responder, Bytes request) {
    String base64 = Base64.getEncoder().encodeToString(request.toArray());
    String start = responder.toString();
    return URI.create(
        (start.endsWith("/") ? start : start + "/")
            + URLEncoder.encode(base64, StandardCharsets.US_ASCII));
  }
}
