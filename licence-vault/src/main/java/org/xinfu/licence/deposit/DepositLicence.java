package org.xinfu.licence.deposit;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.blob.BlobStore;
import org.xinfu.kit.web.ReasonRefusal;
import org.xinfu.licence.anchors.EmbeddedItems;
import org.xinfu.licence.anchors.TrustDirectories;
import org.xinfu.licence.domain.Holder;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.domain.LicenceFacts;
import org.xinfu.licence.domain.LicenceFile;
import org.xinfu.licence.domain.LicenceRefusal;
import org.xinfu.licence.domain.LicenceRefusal.Rule;
import org.xinfu.licence.domain.LicenceStore;
import org.xinfu.licence.types.Catalogue;
import org.xinfu.licence.types.FieldRules;
import org.xinfu.licence.types.LicenceType;
import org.xinfu.licence.types.SheetMaker.Embedded;
import org.xinfu.licence.types.TypePackage;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.id.LicenceIdentifier;

/**
 * Takes in a licence file made elsewhere 归集: only when every signature holds under the vault's
 * anchors, and the items inside the file say what the submitted record says.
 */
public final class DepositLicence {
  private final Catalogue catalogue;
  private final LicenceStore licences;
  private final TrustDirectories trust;
  private final Archive archive;

  /** Where files and acts are kept, and by which time. */
  public record Archive(BlobStore blobs, Audit audit, Clock clock) {}

  public DepositLicence(
      Catalogue catalogue, LicenceStore licences, TrustDirectories trust, Archive archive) {
    this.catalogue = catalogue;
    this.licences = licences;
    this.trust = trust;
    this.archive = archive;
  }

  /**
   * Deposits inside the caller's transaction.
   *
   * @throws Refused with the reason of the verdict, or a {@link LicenceRefusal}
   */
  Licence deposit(DepositRequest request, Bytes file) {
    TypePackage type = deposited(request.typeCode());
    refuseFaults(type.type(), request);
    LicenceIdentifier identifier = identifier(request);
    Instant now = archive.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    TrustPolicy policy = trust.policy(now);
    DocumentReport report = Trust.verify(DocumentSource.of(file), policy);
    if (report.conclusion() != Conclusion.VALID) {
      throw new Refused(new ReasonRefusal(report.reason().orElse(Reason.MALFORMED)));
    }
    Map<String, String> inside =
        EmbeddedItems.read(file, report, policy)
            .filter(items -> items.containsKey(Embedded.IDENTIFIER))
            .orElseThrow(() -> new Refused(LicenceRefusal.of(Rule.FILE_WITHOUT_IDENTIFIER)));
    compare(request, inside);
    LicenceFile kept =
        new LicenceFile(
            report.format() == DocumentFormat.OFD ? LicenceFile.Format.OFD : LicenceFile.Format.PDF,
            archive.blobs().put(file),
            report.sha256(),
            file.length());
    return register(type, facts(type, identifier, request, now), kept);
  }

  private Licence register(TypePackage type, LicenceFacts facts, LicenceFile file) {
    Licence licence =
        new Licence(
            UUID.randomUUID(),
            facts,
            type.type().version(),
            Licence.Origin.DEPOSITED,
            List.of(file),
            null,
            null);
    if (!licences.add(licence)) {
      throw new Refused(LicenceRefusal.of(Rule.IDENTIFIER_TAKEN, facts.identifier().text()));
    }
    archive
        .audit()
        .record(
            "licence-deposited",
            facts.identifier().text(),
            "done",
            Map.of("type", type.type().code(), "sha256", file.sha256()));
    return licence;
  }

  private TypePackage deposited(String typeCode) {
    TypePackage type =
        catalogue
            .find(typeCode)
            .orElseThrow(() -> new Refused(LicenceRefusal.of(Rule.TYPE_UNKNOWN, typeCode)));
    if (type.type().origin() != LicenceType.Origin.DEPOSIT) {
      throw new Refused(LicenceRefusal.of(Rule.TYPE_NOT_DEPOSITED, typeCode));
    }
    return type;
  }

  private static void refuseFaults(LicenceType type, DepositRequest request) {
    FieldRules.Fields fields =
        new FieldRules.Fields(
            request.holderList(),
            request.items(),
            request.issuer().issuer(),
            request.validFrom(),
            request.validTo());
    List<LicenceRefusal.Fault> faults = new FieldRules(type).faults(fields);
    if (!faults.isEmpty()) {
      throw new Refused(new LicenceRefusal.Faulty(faults));
    }
  }

  private static LicenceIdentifier identifier(DepositRequest request) {
    return LicenceIdentifier.parse(request.identifier())
        .filter(i -> i.typeCode().equals(request.typeCode()))
        .filter(i -> i.issuer().equals(request.issuer().uscc()))
        .orElseThrow(
            () ->
                new Refused(
                    new LicenceRefusal.Faulty(
                        List.of(new LicenceRefusal.Fault("identifier", "not-of-this-licence")))));
  }

  /** Items that say which licence it is and whose: each must be inside and equal. */
  private static void compare(DepositRequest request, Map<String, String> inside) {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put(Embedded.IDENTIFIER, request.identifier());
    expected.put(Embedded.TYPE, request.typeCode());
    expected.put(Embedded.ISSUER, request.issuer().uscc());
    expected.put(
        Embedded.HOLDER_IDS,
        request.holderList().stream()
            .map(Holder::id)
            .collect(Collectors.joining(LicenceFacts.AND)));
    expected.forEach(
        (name, value) -> {
          if (!value.equals(inside.get(name))) {
            throw new Refused(LicenceRefusal.of(Rule.FILE_DIFFERS_FROM_RECORD, name));
          }
        });
  }

  private static LicenceFacts facts(
      TypePackage type, LicenceIdentifier identifier, DepositRequest request, Instant now) {
    return new LicenceFacts(
        identifier,
        request.items().getOrDefault(type.type().numberItem(), ""),
        request.holderList(),
        request.items(),
        request.issuer().issuer(),
        request.validFrom(),
        request.validTo(),
        now);
  }
}
