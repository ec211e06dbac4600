package org.xinfu.trust.ofd;

import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.cms.SignedMessage;
import org.xinfu.trust.seal.SesSignature;

/**
 * Where an OFD carries certificates, CRLs and OCSP responses (decision 0011): inside its signature
 * values, in the time-stamp token of a seal signature and in the SignedData of one without a seal.
 */
final class CarriedEvidence {
  private CarriedEvidence() {}

  /** What all signatures of a list carry; what cannot be read is a finding of its signature. */
  static Evidence of(SignatureList list, OfdFiles files) {
    Evidence all = Evidence.none();
    for (SignatureList.Entry entry : list.entries()) {
      all = all.and(of(entry, list, files));
    }
    return all;
  }

  private static Evidence of(SignatureList.Entry entry, SignatureList list, OfdFiles files) {
    try {
      Optional<String> path = value(entry, list, files);
      Optional<Bytes> octets = path.isPresent() ? files.part(path.get()) : Optional.empty();
      return octets.map(CarriedEvidence::of).orElse(Evidence.none());
    } catch (Finding tooLarge) {
      return Evidence.none();
    }
  }

  private static Evidence of(Bytes value) {
    return switch (SignatureValue.of(value)) {
      case SES -> SesSignature.parse(value).map(SesSignature::evidence).orElse(Evidence.none());
      case GBT35275 ->
          SignedMessage.parse(value).map(SignedMessage::evidence).orElse(Evidence.none());
      case BARE_SM2, UNKNOWN -> Evidence.none();
    };
  }

  /** The path of a signature's value; empty when its Signature.xml or the value cannot be found. */
  static Optional<String> value(SignatureList.Entry entry, SignatureList list, OfdFiles files) {
    try {
      String location = files.signature(entry.path()).signedValue();
      return SignatureList.located(entry.path(), location, files)
          .or(() -> SignatureList.located(list.path(), location, files));
    } catch (Finding unreadable) {
      return Optional.empty();
    }
  }
}
