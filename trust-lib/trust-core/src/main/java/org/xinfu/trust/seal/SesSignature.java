package org.xinfu.trust.seal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.cms.SignedMessage;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.der.Tolerance;

/**
 * A signature with a seal (SES_Signature) as received: GM/T 0031-2014 (V1), GB/T 38540-2020 (V4) or
 * GM/T 0031-2025 (V5). Reading one proves nothing; {@link SealVerifier} does.
 */
public final class SesSignature {
  private final SesEnvelope envelope;
  private final Seal seal;
  private final int version;
  private final @Nullable Instant signedAt;
  private final boolean zoned;
  private final Bytes dataHash;
  private final String propertyInfo;
  private final List<SesExtension> extensions;
  private final @Nullable Bytes timestamp;
  private final @Nullable Bytes timeInfoToken;
  private final List<Deviation> deviations;

  private SesSignature(Der whole, Tolerance tolerance) {
    List<Der> parts = whole.expect(Der.SEQUENCE, "SES_Signature").children();
    SesFields.count(parts, 2, 5, "SES_Signature");
    List<Der> signed = parts.get(0).expect(Der.SEQUENCE, "toSign").children();
    SesFields.count(signed, 5, 7, "toSign");
    SesReader reader = new SesReader();
    version = reader.integer(signed.get(0), "toSign.version");
    SesVersion shape = agreed(parts.size(), signed.get(1));
    seal = Seal.read(signed.get(1));
    boolean first = shape == SesVersion.V1;
    SesFields.count(signed, first ? 7 : 5, first ? 7 : 6, "toSign");
    envelope =
        first
            ? SesEnvelope.readSignature2014(parts, signed)
            : SesEnvelope.read(parts, "SES_Signature");
    if (first) {
      Bytes info = SesFields.bits(signed.get(2), "timeInfo");
      boolean token = info.length() > 32 && info.at(0) == Der.SEQUENCE;
      timeInfoToken = token ? info : null;
      signedAt = token ? null : timeInfo(info, reader);
      zoned = token || SesTime.ofTimeInfo(info).map(SesTime::zoned).orElse(true);
    } else {
      timeInfoToken = null;
      signedAt = reader.time(signed.get(2), Der.GENERALIZED_TIME, "timeInfo");
      zoned = SesTime.ofAsn1(signed.get(2)).map(SesTime::zoned).orElse(true);
    }
    dataHash = SesFields.bits(signed.get(3), "dataHash");
    propertyInfo = reader.text(signed.get(4), Der.IA5_STRING, "propertyInfo");
    extensions =
        !first && signed.size() == 6
            ? reader.extensions(signed.get(5), true, "TBS_Sign.extDatas")
            : List.of();
    timestamp = parts.size() == 5 ? Seal.timestamp(parts.get(4), "timeStamp") : null;
    deviations = new ArrayList<>(envelope.deviations());
    deviations.addAll(reader.deviations());
    tolerance
        .odd()
        .forEach(
            (at, what) ->
                deviations.add(
                    ber(what, at, at >= parts.get(0).offset() && at < parts.get(0).end())));
  }

  /** Reads SES_Signature, BER included; empty when it is anything else. */
  public static Optional<SesSignature> parse(Bytes octets) {
    try {
      return Optional.of(read(octets));
    } catch (MalformedDer | SesVersion.Contradiction refused) {
      return Optional.empty();
    }
  }

  static SesSignature read(Bytes octets) {
    Tolerance tolerance = new Tolerance();
    return new SesSignature(Der.readTolerant(octets, tolerance), tolerance);
  }

  static Deviation ber(String what, int at, boolean signed) {
    return new Deviation("BER at octet " + at + ": " + what, signed);
  }

  /** The seal inside. */
  public Seal seal() {
    return seal;
  }

  public Certificate signerCertificate() {
    return envelope.certificate();
  }

  /** The time that the signer claims; empty when none can be told. */
  public Optional<Instant> signedAt() {
    return Optional.ofNullable(signedAt);
  }

  /** The same read as China's, when no zone is written. */
  Optional<Instant> withoutZone() {
    return signedAt().filter(at -> !zoned);
  }

  /** Digest of what is protected. */
  public Bytes dataHash() {
    return dataHash;
  }

  /** What is protected; for OFD the absolute path of Signature.xml. */
  public String propertyInfo() {
    return propertyInfo;
  }

  /**
   * What the time-stamp on the signature value carries for its own and the signature's validation;
   * nothing of it is believed for being there.
   */
  public Evidence evidence() {
    return timestamp()
        .flatMap(SignedMessage::parse)
        .map(SignedMessage::evidence)
        .orElse(Evidence.none());
  }

  int version() {
    return version;
  }

  SesEnvelope envelope() {
    return envelope;
  }

  List<SesExtension> extensions() {
    return extensions;
  }

  /** The time-stamp on the signature value. */
  Optional<Bytes> timestamp() {
    return Optional.ofNullable(timestamp);
  }

  /** The time-stamp that GM/T 0031-2014 allows as time of signing, inside what is signed. */
  Optional<Bytes> timeInfoToken() {
    return Optional.ofNullable(timeInfoToken);
  }

  List<Deviation> deviations() {
    return List.copyOf(deviations);
  }

  private static @Nullable Instant timeInfo(Bytes info, SesReader reader) {
    Optional<SesTime> time = SesTime.ofTimeInfo(info);
    if (time.isEmpty()) {
      reader.deviates("timeInfo: no time can be read");
    } else if (!time.get().zoned()) {
      reader.deviates("timeInfo: without a zone, UTC+8 unless that is too early");
    }
    return time.map(SesTime::at).orElse(null);
  }

  private static SesVersion agreed(int parts, Der seal) {
    SesVersion version = SesVersion.of(seal);
    boolean two = parts == 2;
    if (parts == 3 || two != (version == SesVersion.V1)) {
      throw new SesVersion.Contradiction(
          "a signature of " + parts + " parts with a seal of " + version.format());
    }
    return version;
  }
}
