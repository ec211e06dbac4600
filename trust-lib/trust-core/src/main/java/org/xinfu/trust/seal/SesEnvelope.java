package org.xinfu.trust.seal;

import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.DerSlice;
import org.xinfu.trust.key.EcSignature;

/**
 * What SESeal and SES_Signature have in common: the signed part, then the certificate, the
 * algorithm and the value, which the signature does not protect.
 *
 * @param rawValue whether the value is r‖s instead of DER
 */
record SesEnvelope(
    DerSlice signed, Certificate certificate, String algorithm, Bytes value, boolean rawValue) {
  static SesEnvelope read(List<DerSlice> parts, String field) {
    Bytes value = SesFields.bits(parts.get(3), field + " signature");
    boolean raw = value.length() == 64 && EcSignature.parseDer(value).isEmpty();
    return new SesEnvelope(
        parts.get(0).expect(DerSlice.SEQUENCE, field),
        SesFields.certificate(parts.get(1), field + " cert"),
        SesFields.oid(parts.get(2), field + " algorithm"),
        value,
        raw);
  }

  List<Deviation> deviations() {
    return rawValue
        ? List.of(new Deviation("the signature value is raw r and s, not DER"))
        : List.of();
  }

  boolean statesSm2() {
    return algorithm.equals(SesDer.SM2_WITH_SM3.getId());
  }

  /** Whether the certificate's key made the value over the received octets of the signed part. */
  boolean holds() {
    Optional<Bytes> der =
        rawValue ? EcSignature.parseRaw(value, 32).map(EcSignature::der) : Optional.of(value);
    return certificate
        .publicKey()
        .flatMap(key -> der.map(v -> key.verify(signed.encoded(), v)))
        .orElse(false);
  }
}
