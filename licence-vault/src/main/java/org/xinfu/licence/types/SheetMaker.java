package org.xinfu.licence.types;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.licence.domain.LicenceFacts;
import org.xinfu.licence.layout.Sheet;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Digests;

/** From facts to what is printed and embedded (GB/T 36903 items, GB/T 36905 file requirements). */
public final class SheetMaker {
  /** China Standard Time: the dates of a licence are days in China. */
  public static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  private final String verifyBase;

  /**
   * A maker.
   *
   * @param verifyBase public address of the verification page, for the QR code
   */
  public SheetMaker(String verifyBase) {
    this.verifyBase = verifyBase;
  }

  /** The sheet of one licence. */
  public Sheet sheet(LicenceType type, LicenceFacts facts) {
    String identifier = facts.identifier().text();
    return new Sheet(
        Digests.sha256(Bytes.utf8(identifier)).toHex().substring(0, 32),
        type.name().zh(),
        facts.issuer().name(),
        facts.issuedAt(),
        verifyBase + "?id=" + identifier,
        face(type, facts),
        metadata(type, facts));
  }

  private static Map<String, String> face(LicenceType type, LicenceFacts facts) {
    Map<String, String> face = new LinkedHashMap<>();
    LocalDate issued = LocalDate.ofInstant(facts.issuedAt(), CHINA);
    face.put("identifier", facts.identifier().text());
    face.put("number", facts.number());
    face.put("holder.names", facts.holderNames());
    face.put("holder.ids", facts.holderIds());
    face.put("issuer.name", facts.issuer().name());
    face.put("issued.year", Integer.toString(issued.getYear()));
    face.put("issued.month", Integer.toString(issued.getMonthValue()));
    face.put("issued.day", Integer.toString(issued.getDayOfMonth()));
    face.put("validTo.text", end(type, facts.validTo()));
    facts.items().forEach((key, value) -> face.put("items." + key, value));
    return face;
  }

  private static Map<String, String> metadata(LicenceType type, LicenceFacts facts) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("ZZLXMC", type.name().zh());
    metadata.put("ZZLXDM", type.code());
    metadata.put("ZZBH", facts.number());
    metadata.put(Embedded.IDENTIFIER, facts.identifier().text());
    metadata.put("ZZMC", type.name().zh());
    metadata.put("ZZBFJG", facts.issuer().name());
    metadata.put("ZZBFJGDM", facts.issuer().uscc());
    metadata.put("ZZBFRQ", LocalDate.ofInstant(facts.issuedAt(), CHINA).toString());
    metadata.put("CZZT", facts.holderNames());
    metadata.put(Embedded.HOLDER_IDS, facts.holderIds());
    metadata.put("CZZTDMLXDM", facts.holderIdTypes());
    metadata.put("ZZYXQQSRQ", facts.validFrom().toString());
    metadata.put("ZZYXQJZRQ", end(type, facts.validTo()));
    metadata.put("ZZLXBB", Integer.toString(type.version()));
    facts.items().forEach((key, value) -> metadata.put("KZ_" + key, value));
    return metadata;
  }

  private static String end(LicenceType type, @Nullable LocalDate validTo) {
    return validTo == null ? type.validity().openEndedText() : validTo.toString();
  }

  /** Names of the embedded items that others look up. */
  public static final class Embedded {
    /** Licence identifier (GB/T 36903). */
    public static final String IDENTIFIER = "ZZBS";

    /** Holder's number. */
    public static final String HOLDER_IDS = "CZZTDM";

    /** Issuer's code. */
    public static final String ISSUER = "ZZBFJGDM";

    /** Type code. */
    public static final String TYPE = "ZZLXDM";

    private Embedded() {}
  }
}
