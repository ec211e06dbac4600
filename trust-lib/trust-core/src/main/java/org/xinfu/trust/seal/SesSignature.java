package org.xinfu.trust.seal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.DerSlice;

/**
 * A signature with a seal (SES_Signature) of GB/T 38540 version 4 as received. Reading one proves
 * nothing; {@link SealVerifier} does.
 */
public final class SesSignature {
  private final SesEnvelope envelope;
  private final Seal seal;
  private final int version;
  private final Instant signedAt;
  private final Bytes dataHash;
  private final String propertyInfo;
  private final List<SesExtension> extensions;
  private final Optional<Bytes> timestamp;
  private final List<Deviation> deviations = new ArrayList<>();

  private SesSignature(DerSlice whole) {
    List<DerSlice> parts = whole.expect(DerSlice.SEQUENCE, "SES_Signature").children();
    SesFields.count(parts, 2, 5, "SES_Signature");
    List<DerSlice> signed = parts.get(0).expect(DerSlice.SEQUENCE, "toSign").children();
    SesFields.count(signed, 5, 7, "toSign");
    version = SesFields.integer(signed.get(0), "toSign.version");
    refuseOtherVersions(parts.size(), signed.get(1));
    seal = Seal.read(signed.get(1));
    envelope = SesEnvelope.read(parts, "SES_Signature");
    deviations.addAll(envelope.deviations());
    signedAt = SesFields.time(signed.get(2), "timeInfo");
    dataHash = SesFields.bits(signed.get(3), "dataHash");
    propertyInfo = SesFields.ia5(signed.get(4), "propertyInfo");
    SesFields.count(signed, 5, 6, "toSign");
    extensions = signed.size() == 6 ? extensions(signed.get(5)) : List.of();
    timestamp = parts.size() == 5 ? Optional.of(timestamp(parts.get(4))) : Optional.empty();
  }

  /** Reads DER SES_Signature of version 4; empty when it is anything else. */
  public static Optional<SesSignature> parse(Bytes der) {
    try {
      return Optional.of(read(der));
    } catch (DerSlice.MalformedDer | SesVersion.Unsupported refused) {
      return Optional.empty();
    }
  }

  static SesSignature read(Bytes der) {
    return new SesSignature(DerSlice.read(der));
  }

  /** The seal inside. */
  public Seal seal() {
    return seal;
  }

  public Certificate signerCertificate() {
    return envelope.certificate();
  }

  /** The time that the signer claims. */
  public Instant signedAt() {
    return signedAt;
  }

  /** SM3 of what is protected. */
  public Bytes dataHash() {
    return dataHash;
  }

  /** What is protected; for OFD the absolute path of Signature.xml. */
  public String propertyInfo() {
    return propertyInfo;
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

  Optional<Bytes> timestamp() {
    return timestamp;
  }

  List<Deviation> deviations() {
    return List.copyOf(deviations);
  }

  private static void refuseOtherVersions(int parts, DerSlice seal) {
    SesVersion version = SesVersion.of(seal);
    boolean two = parts == 2;
    if (parts == 3 || two != (version == SesVersion.V1)) {
      throw new SesVersion.Unsupported(
          Reason.SEAL_VERSION_CONTRADICTION,
          "a signature of " + parts + " parts with a seal of " + version.format());
    }
    if (version != SesVersion.V4) {
      throw new SesVersion.Unsupported(
          Reason.SEAL_VERSION_UNSUPPORTED, "a signature of the shape of " + version.format());
    }
  }

  private List<SesExtension> extensions(DerSlice slice) {
    if (slice.tag() == DerSlice.CONTEXT_0) {
      SesFields.count(slice.children(), 1, 1, "extDatas");
      return SesExtension.readAll(slice.children().get(0), deviations);
    }
    deviations.add(new Deviation("TBS_Sign.extDatas lacks the tag [0]"));
    return SesExtension.readAll(slice, deviations);
  }

  private static Bytes timestamp(DerSlice slice) {
    List<DerSlice> inner = slice.expect(DerSlice.CONTEXT_0, "timeStamp").children();
    SesFields.count(inner, 1, 1, "timeStamp");
    return SesFields.bits(inner.get(0), "timeStamp");
  }
}
