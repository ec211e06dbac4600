package org.xinfu.trust.seal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.der.Tolerance;
import org.xinfu.trust.key.Digests;

/**
 * A seal (SESeal) as received: GM/T 0031-2014 (V1), GB/T 38540-2020 (V4) or GM/T 0031-2025 (V5).
 * Reading one proves nothing; {@link SealVerifier} does.
 */
public final class Seal {
  private final Bytes der;
  private final SesVersion version;
  private final SesEnvelope envelope;
  private final int stated;
  private final String vendorId;
  private final String esId;
  private final int type;
  private final String name;
  private final SignerList signers;
  private final Instant createdAt;
  private final Instant validFrom;
  private final Instant validTo;
  private final SealPicture picture;
  private final List<SesExtension> extensions;
  private final @Nullable Bytes timestamp;
  private final List<Deviation> deviations;

  private Seal(Der whole) {
    version = SesVersion.of(whole);
    boolean first = version == SesVersion.V1;
    List<Der> outer = whole.children();
    SesReader reader = new SesReader();
    der = whole.encoded();
    envelope = first ? SesEnvelope.readSeal2014(outer) : SesEnvelope.read(outer, "SESeal");
    List<Der> parts = outer.get(0).children();
    List<Der> header = parts.get(0).children();
    stated = reader.integer(header.get(1), "header.version");
    vendorId = reader.text(header.get(2), Der.IA5_STRING, "header.Vid");
    esId = reader.text(parts.get(1), Der.IA5_STRING, "esID");
    List<Der> property = parts.get(2).expect(Der.SEQUENCE, "property").children();
    int fields = first ? 6 : 7;
    SesFields.count(property, fields, fields, "property");
    type = reader.integer(property.get(0), "type");
    name = reader.text(property.get(1), Der.UTF8_STRING, "name");
    int kind = first ? 1 : reader.integer(property.get(2), "certListType");
    signers = SignerList.read(kind, property.get(fields - 4), reader);
    int time = first ? Der.UTC_TIME : Der.GENERALIZED_TIME;
    createdAt = reader.time(property.get(fields - 3), time, "createDate");
    validFrom = reader.time(property.get(fields - 2), time, "validStart");
    validTo = reader.time(property.get(fields - 1), time, "validEnd");
    picture = picture(parts.get(3).expect(Der.SEQUENCE, "picture").children(), reader);
    extensions =
        parts.size() == 5
            // The 2014 text says EXPLICIT without a number: all known seals have no tag here.
            ? reader.extensions(parts.get(4), false, "SES_SealInfo.extDatas")
            : List.of();
    timestamp = outer.size() == 5 ? timestamp(outer.get(4), "SESeal.timeStamp") : null;
    if (first && stated != 1 && stated != 11) {
      reader.deviates("a seal of 2014 of version " + stated);
    }
    deviations = new ArrayList<>(envelope.deviations());
    deviations.addAll(reader.deviations());
    checkFields();
  }

  /** Reads DER SESeal; empty when it is anything else, BER included. */
  public static Optional<Seal> parse(Bytes der) {
    try {
      return Optional.of(read(Der.read(der)));
    } catch (MalformedDer | SesVersion.Contradiction refused) {
      return Optional.empty();
    }
  }

  /**
   * Reads a seal at its place.
   *
   * @throws MalformedDer when it is damaged
   * @throws SesVersion.Contradiction when shape and version disagree
   */
  static Seal read(Der whole) {
    return new Seal(whole);
  }

  /** Reads a seal that stands alone, BER included. */
  static Seal readTolerant(Bytes octets) {
    Tolerance tolerance = new Tolerance();
    Der whole = Der.readTolerant(octets, tolerance);
    Seal seal = new Seal(whole);
    int end = whole.children().get(0).end();
    int start = whole.children().get(0).offset();
    tolerance
        .odd()
        .forEach(
            (at, what) -> seal.deviations.add(SesSignature.ber(what, at, at >= start && at < end)));
    return seal;
  }

  /** The octets as received. */
  public Bytes der() {
    return der;
  }

  public String esId() {
    return esId;
  }

  /** Kind of seal, a number of the issuer's own. */
  public int type() {
    return type;
  }

  public String name() {
    return name;
  }

  /** Version of the standard: 1 (2014), 4 (GB/T 38540), 5 (2025), or the number of a later one. */
  public int version() {
    return later() ? stated : version.number();
  }

  /** Who made it, as its maker wrote it. */
  public String vendorId() {
    return vendorId;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant validFrom() {
    return validFrom;
  }

  public Instant validTo() {
    return validTo;
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

  SesVersion shape() {
    return version;
  }

  /** The version as written in the header. */
  int stated() {
    return stated;
  }

  /** Whether it is of a standard later than those known here. */
  boolean later() {
    return version == SesVersion.V5 && stated > version.number();
  }

  SesEnvelope envelope() {
    return envelope;
  }

  SignerList signers() {
    return signers;
  }

  List<SesExtension> extensions() {
    return extensions;
  }

  /** The time-stamp on the maker's signature value, GM/T 0031-2025. */
  Optional<Bytes> timestamp() {
    return Optional.ofNullable(timestamp);
  }

  List<Deviation> deviations() {
    return List.copyOf(deviations);
  }

  /** {@code [0] EXPLICIT BIT STRING}. */
  static Bytes timestamp(Der slice, String field) {
    List<Der> inner = slice.expect(Der.CONTEXT_0, field).children();
    SesFields.count(inner, 1, 1, field);
    return SesFields.bits(inner.get(0), field);
  }

  private static SealPicture picture(List<Der> fields, SesReader reader) {
    SesFields.count(fields, 4, 4, "picture");
    return new SealPicture(
        reader.text(fields.get(0), Der.IA5_STRING, "picture.type"),
        SesFields.octets(fields.get(1), "picture.data"),
        reader.integer(fields.get(2), "picture.width"),
        reader.integer(fields.get(3), "picture.height"));
  }

  private void checkFields() {
    boolean legal =
        !esId.isEmpty()
            && !name.isEmpty()
            && type >= 0
            && !validTo.isBefore(validFrom)
            && picture.data().length() > 0
            && picture.widthMm() > 0
            && picture.heightMm() > 0;
    if (!legal) {
      throw new MalformedDer("a field of the seal is empty or out of range");
    }
  }
}
