package org.xinfu.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The judgement of one signature; one object of {@code signatures} in the contract's JSON.
 *
 * @param id name inside the document: the signature's id in OFD, the field name in PDF
 * @param format SES_V1, SES_V4, SES_V5, GBT35275, BARE_SM2, PADES, PKCS7, CADES …
 * @param level B-B, B-T, B-LT, B-LTA, or null
 * @param integrity the cryptography and the bytes alone
 * @param coverage what of the document this signature protects
 * @param algorithm suite name, e.g. SM2_SM3; null when unreadable
 * @param signedAt best signature time; null when none is known
 */
public record SignatureReport(
    String id,
    String format,
    @Nullable String level,
    Integrity integrity,
    Coverage coverage,
    @Nullable String algorithm,
    @Nullable Instant signedAt,
    TimeSource timeSource,
    @Nullable SignerFacts signer,
    @Nullable SealFacts seal,
    List<Change> changesAfter,
    Report report) {
  public SignatureReport {
    changesAfter = List.copyOf(changesAfter);
  }

  /** The verdict that the checks give. */
  public Conclusion conclusion() {
    return report.conclusion();
  }

  /** The most specific reason; empty when VALID. */
  public Optional<Reason> reason() {
    return report.reason();
  }

  /** Whose certificate signed: distinguished names as RFC 4514 text, serial as lower-case hex. */
  public record SignerFacts(String subject, String serial, String sha256, String issuer) {}

  /** The seal shown, from verified octets. Times in UTC. */
  public record SealFacts(
      String esId,
      String name,
      int type,
      int version,
      String maker,
      Instant validFrom,
      Instant validTo,
      Picture picture,
      @Nullable SealStatus status) {}

  /** The seal's picture: type as written, size in millimetres, SHA-256 of its octets as hex. */
  public record Picture(String type, int widthMm, int heightMm, String sha256) {}

  /** What a register said of the seal. */
  public record SealStatus(String value, Instant asOf, String source) {}

  /** Something that changed after this signature. */
  public record Change(String kind, String path, boolean allowed) {}
}
