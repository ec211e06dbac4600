package org.xinfu.trust.seal;

import java.time.Instant;
import java.util.List;
import org.xinfu.trust.chain.Certificate;

/**
 * What a seal to be made says, GB/T 38540 SES_SealInfo. Times are cut to whole seconds.
 *
 * @param esId unique number of the seal, ASCII
 * @param vendorId who made it, ASCII
 * @param type kind of seal; the numbers are the issuer's own
 * @param signers who may sign with it, at least one
 * @param byDigest names them by the SM3 of their certificates instead of the certificates
 */
public record SealSpec(
    String esId,
    String vendorId,
    int type,
    String name,
    List<Certificate> signers,
    boolean byDigest,
    Instant createdAt,
    Instant validFrom,
    Instant validTo,
    SealPicture picture) {
  public SealSpec {
    signers = List.copyOf(signers);
    if (signers.isEmpty() || signers.stream().distinct().count() != signers.size()) {
      throw new IllegalArgumentException("a seal names its signers, each once");
    }
    if (esId.isEmpty() || !ascii(esId) || !ascii(vendorId)) {
      throw new IllegalArgumentException("esId and vendorId are ASCII, esId not empty");
    }
    if (validTo.isBefore(validFrom)) {
      throw new IllegalArgumentException("validTo lies before validFrom");
    }
    if (picture.widthMm() <= 0 || picture.heightMm() <= 0 || picture.data().length() == 0) {
      throw new IllegalArgumentException("a seal has a picture with a size");
    }
  }

  private static boolean ascii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
