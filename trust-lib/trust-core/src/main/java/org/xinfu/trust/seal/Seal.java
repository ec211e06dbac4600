package org.xinfu.trust.seal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.DerSlice;
import org.xinfu.trust.key.Digests;

/**
 * A seal (SESeal) of GB/T 38540 version 4 as received. Reading one proves nothing; {@link
 * SealVerifier} does.
 */
public final class Seal {
  private final Bytes der;
  private final SesEnvelope envelope;
  private final List<DerSlice> property;
  private final List<DerSlice> parts;
  private final SignerList signers;
  private final SealPicture picture;
  private final List<SesExtension> extensions;
  private final List<Deviation> deviations = new ArrayList<>();

  private Seal(DerSlice whole) {
    SesVersion version = SesVersion.of(whole);
    if (version != SesVersion.V4) {
      throw new SesVersion.Unsupported(
          Reason.SEAL_VERSION_UNSUPPORTED, "a seal of the shape of " + version.format());
    }
    der = whole.encoded();
    envelope = SesEnvelope.read(whole.children(), "SESeal");
    parts = envelope.signed().children();
    property = parts.get(2).expect(DerSlice.SEQUENCE, "property").children();
    SesFields.count(property, 7, 7, "property");
    signers = SignerList.read(SesFields.integer(property.get(2), "certListType"), property.get(3));
    picture = picture(parts.get(3).expect(DerSlice.SEQUENCE, "picture").children());
    extensions = parts.size() == 5 ? extensions(parts.get(4)) : List.of();
    deviations.addAll(envelope.deviations());
    checkFields();
  }

  /** Reads DER SESeal of version 4; empty when it is anything else. */
  public static Optional<Seal> parse(Bytes der) {
    try {
      return Optional.of(read(DerSlice.read(der)));
    } catch (DerSlice.MalformedDer | SesVersion.Unsupported refused) {
      return Optional.empty();
    }
  }

  /**
   * Reads a seal at its place.
   *
   * @throws DerSlice.MalformedDer when it is damaged
   * @throws SesVersion.Unsupported when it is of another version
   */
  static Seal read(DerSlice whole) {
    return new Seal(whole);
  }

  /** The octets as received. */
  public Bytes der() {
    return der;
  }

  public String esId() {
    return SesFields.ia5(parts.get(1), "esID");
  }

  /** Kind of seal, a number of the issuer's own. */
  public int type() {
    return SesFields.integer(property.get(0), "type");
  }

  public String name() {
    return SesFields.utf8(property.get(1), "name");
  }

  /** Version of the standard: 4. */
  public int version() {
    return 4;
  }

  /** Who made it, as its maker wrote it. */
  public String vendorId() {
    return SesFields.ia5(parts.get(0).children().get(2), "header.Vid");
  }

  public Instant createdAt() {
    return SesFields.time(property.get(4), "createDate");
  }

  public Instant validFrom() {
    return SesFields.time(property.get(5), "validStart");
  }

  public Instant validTo() {
    return SesFields.time(property.get(6), "validEnd");
  }

  public SealPicture picture() {
    return picture;
  }

  public Certificate makerCertificate() {
    return envelope.certificate();
  }

  /** Whether this certificate may sign with the seal, by its octets or by their SM3. */
  public boolean lists(Certificate certificate) {
    return signers.names(certificate);
  }

  /** What reports show of it. */
  SignatureReport.SealFacts facts() {
    return new SignatureReport.SealFacts(
        esId(),
        name(),
        type(),
        version(),
        makerCertificate().subject(),
        validFrom(),
        validTo(),
        new SignatureReport.Picture(
            picture.type(),
            picture.widthMm(),
            picture.heightMm(),
            Digests.sha256(picture.data()).toHex()),
        null);
  }

  SesEnvelope envelope() {
    return envelope;
  }

  List<SesExtension> extensions() {
    return extensions;
  }

  List<Deviation> deviations() {
    return List.copyOf(deviations);
  }

  private static SealPicture picture(List<DerSlice> fields) {
    SesFields.count(fields, 4, 4, "picture");
    return new SealPicture(
        SesFields.ia5(fields.get(0), "picture.type"),
        SesFields.octets(fields.get(1), "picture.data"),
        SesFields.integer(fields.get(2), "picture.width"),
        SesFields.integer(fields.get(3), "picture.height"));
  }

  private List<SesExtension> extensions(DerSlice slice) {
    if (slice.tag() != DerSlice.CONTEXT_0) {
      // The 2014 text says EXPLICIT without a number, so all known seals have no tag here.
      return SesExtension.readAll(slice, deviations);
    }
    deviations.add(new Deviation("SES_SealInfo.extDatas carries the tag [0]"));
    SesFields.count(slice.children(), 1, 1, "extDatas");
    return SesExtension.readAll(slice.children().get(0), deviations);
  }

  /** Reads every remaining field once, so that the accessors cannot fail later. */
  private void checkFields() {
    vendorId();
    createdAt();
    boolean legal =
        !esId().isEmpty()
            && !name().isEmpty()
            && type() >= 0
            && !validTo().isBefore(validFrom())
            && picture.data().length() > 0
            && picture.widthMm() > 0
            && picture.heightMm() > 0;
    if (!legal) {
      throw new DerSlice.MalformedDer("a field of the seal is empty or out of range");
    }
  }
}
