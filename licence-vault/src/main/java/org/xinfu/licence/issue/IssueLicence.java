package org.xinfu.licence.issue;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.blob.BlobStore;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.domain.LicenceFacts;
import org.xinfu.licence.domain.LicenceFile;
import org.xinfu.licence.domain.LicenceRefusal;
import org.xinfu.licence.domain.LicenceRefusal.Rule;
import org.xinfu.licence.domain.LicenceStore;
import org.xinfu.licence.layout.LicenceLayout;
import org.xinfu.licence.layout.Sheet;
import org.xinfu.licence.types.Catalogue;
import org.xinfu.licence.types.FieldRules;
import org.xinfu.licence.types.LicenceType;
import org.xinfu.licence.types.SheetMaker;
import org.xinfu.licence.types.TypePackage;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.id.LicenceIdentifier;
import org.xinfu.trust.key.Digests;

/**
 * Issues a licence from data (GB/T 36901 5.2): rules of its type, identifier, layout, both files
 * sealed, kept and registered. What cannot be printed is refused before anything is sealed.
 */
public final class IssueLicence {
  private final Catalogue catalogue;
  private final Press press;
  private final LicenceStore licences;
  private final BlobStore blobs;
  private final Audit audit;
  private final Clock clock;

  public IssueLicence(Catalogue catalogue, Press press, LicenceStore licences, Archive archive) {
    this.catalogue = catalogue;
    this.press = press;
    this.licences = licences;
    this.blobs = archive.blobs();
    this.audit = archive.audit();
    this.clock = archive.clock();
  }

  /** What turns facts into sealed files. */
  public record Press(LicenceLayout layout, SheetMaker sheets, Sealing sealing) {}

  /** Where files and acts are kept, and by which time. */
  public record Archive(BlobStore blobs, Audit audit, Clock clock) {}

  /**
   * Id and moment of an issue, kept before any transaction begins.
   *
   * @param attempt tells one issue from another; a repetition of it makes the same octets
   */
  LicenceStore.Intent begin(String attempt) {
    // Milliseconds, as PostgreSQL gives them back unchanged.
    return licences.intend(
        attempt,
        new LicenceStore.Intent(UUID.randomUUID(), clock.instant().truncatedTo(ChronoUnit.MILLIS)));
  }

  /**
   * Issues inside the caller's transaction.
   *
   * @param intent from {@link #begin}
   * @throws Refused with a {@link LicenceRefusal}
   */
  Licence issue(IssueRequest request, LicenceStore.Intent intent) {
    TypePackage type = issuedHere(request.typeCode());
    FieldRules.Fields fields = fields(request);
    refuseFaults(type.type(), fields);
    LicenceIdentifier identifier =
        new LicenceIdentifier(
            request.typeCode(), request.issuer().uscc(), serial(type, request, intent.id()), 1);
    return complete(type, facts(type, identifier, fields, intent), request.esId(), intent.id());
  }

  /**
   * Issues the next version of {@code before} with other facts and ends {@code before}.
   *
   * @throws Refused with a {@link LicenceRefusal}
   */
  Licence change(Licence before, IssueRequest request, LicenceStore.Intent intent) {
    TypePackage type = issuedHere(before.identifier().typeCode());
    FieldRules.Fields fields = fields(request);
    refuseFaults(type.type(), fields);
    LicenceIdentifier next = before.identifier().next();
    if (!licences.supersede(before.id(), next)) {
      throw new Refused(LicenceRefusal.of(Rule.LICENCE_NOT_CURRENT, before.identifier().text()));
    }
    return complete(type, facts(type, next, fields, intent), request.esId(), intent.id());
  }

  private Licence complete(TypePackage type, LicenceFacts facts, String esId, UUID id) {
    Sheet sheet = press.sheets.sheet(type.type(), facts);
    String missing = press.layout.missing(type.template(), sheet);
    if (!missing.isEmpty()) {
      throw new Refused(LicenceRefusal.of(Rule.MISSING_GLYPH, missing));
    }
    LicenceLayout.Files files = press.layout.lay(type.template(), sheet);
    Licence.Origin origin = Licence.Origin.ISSUED;
    List<LicenceFile> sealed = new ArrayList<>();
    for (LicenceFile.Format format : LicenceFile.Format.values()) {
      Bytes unsigned = format == LicenceFile.Format.OFD ? files.ofd() : files.pdf();
      sealed.add(keep(format, press.sealing.seal(order(type, facts, esId, format, id), unsigned)));
    }
    Licence licence = new Licence(id, facts, type.type().version(), origin, sealed, null, null);
    if (!licences.add(licence)) {
      throw new Refused(LicenceRefusal.of(Rule.IDENTIFIER_TAKEN, facts.identifier().text()));
    }
    audit.record(
        "licence-issued",
        facts.identifier().text(),
        "done",
        Map.of("type", type.type().code(), "seal", esId, "sha256", sealed.getFirst().sha256()));
    return licence;
  }

  private static Sealing.Order order(
      TypePackage type, LicenceFacts facts, String esId, LicenceFile.Format format, UUID id) {
    return new Sealing.Order(
        "licence-" + id + "-" + format.extension(),
        esId,
        type.type().name().zh(),
        facts.identifier().text(),
        type.template().seal(),
        format,
        facts.issuer().uscc());
  }

  private LicenceFile keep(LicenceFile.Format format, Bytes file) {
    return new LicenceFile(format, blobs.put(file), Digests.sha256(file).toHex(), file.length());
  }

  private TypePackage issuedHere(String typeCode) {
    TypePackage type =
        catalogue
            .find(typeCode)
            .orElseThrow(() -> new Refused(LicenceRefusal.of(Rule.TYPE_UNKNOWN, typeCode)));
    if (type.type().origin() != LicenceType.Origin.ISSUE) {
      throw new Refused(LicenceRefusal.of(Rule.TYPE_NOT_ISSUED_HERE, typeCode));
    }
    return type;
  }

  private static FieldRules.Fields fields(IssueRequest request) {
    return new FieldRules.Fields(
        request.holderList(),
        request.items(),
        request.issuer().issuer(),
        request.validFrom(),
        request.validTo());
  }

  private static void refuseFaults(LicenceType type, FieldRules.Fields fields) {
    List<LicenceRefusal.Fault> faults = new FieldRules(type).faults(fields);
    if (!faults.isEmpty()) {
      throw new Refused(new LicenceRefusal.Faulty(faults));
    }
  }

  private static LicenceFacts facts(
      TypePackage type,
      LicenceIdentifier identifier,
      FieldRules.Fields fields,
      LicenceStore.Intent intent) {
    return new LicenceFacts(
        identifier,
        fields.items().getOrDefault(type.type().numberItem(), ""),
        fields.holders(),
        fields.items(),
        fields.issuer(),
        fields.validFrom(),
        fields.validTo(),
        intent.at());
  }

  /** The serial asked for, else the digits and capitals of the number, else a random one. */
  private static String serial(TypePackage type, IssueRequest request, UUID id) {
    String asked = request.serial();
    if (asked != null) {
      return asked;
    }
    String number = request.items().getOrDefault(type.type().numberItem(), "");
    String plain = number.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
    boolean telling = plain.length() >= 6 && plain.length() <= 32;
    return telling ? plain : id.toString().replace("-", "").toUpperCase(Locale.ROOT);
  }
}
