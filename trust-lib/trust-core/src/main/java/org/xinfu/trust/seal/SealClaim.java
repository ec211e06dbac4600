package org.xinfu.trust.seal;

import java.util.Optional;
import org.xinfu.trust.Bytes;

/**
 * A signature with a seal and what it is held against.
 *
 * @param sesSignature SES_Signature as received
 * @param contentDigest SM3 of the content found, 32 octets; empty when the content is not at hand
 * @param propertyInfo the absolute path of the content; empty when there is none to compare
 * @param sealFile the seal that lies beside the signature, when one does
 * @param content the content itself, for signatures that digest it otherwise (GM/T 0031-2014 with
 *     RSA); empty when it is not at hand
 * @param proofs what the container brings for judging it long after
 */
public record SealClaim(
    Bytes sesSignature,
    Bytes contentDigest,
    String propertyInfo,
    Optional<Bytes> sealFile,
    Optional<Bytes> content,
    SealProofs proofs) {
  /** A claim without proofs from the container. */
  public SealClaim(
      Bytes sesSignature,
      Bytes contentDigest,
      String propertyInfo,
      Optional<Bytes> sealFile,
      Optional<Bytes> content) {
    this(sesSignature, contentDigest, propertyInfo, sealFile, content, SealProofs.none());
  }

  /** A claim of which only the digest is at hand. */
  public SealClaim(
      Bytes sesSignature, Bytes contentDigest, String propertyInfo, Optional<Bytes> sealFile) {
    this(sesSignature, contentDigest, propertyInfo, sealFile, Optional.empty());
  }
}
