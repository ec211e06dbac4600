package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;

/**
 * What a Signature.xml says, GB/T 33190-2016 §18.2, tables 67 to 69.
 *
 * @param method SignatureMethod as written; empty when it is not
 * @param checkMethod CheckMethod as written; empty when it is not: the schema's default is MD5
 * @param references as written, in order
 * @param sealLoc location of the seal file, when named
 * @param imageLoc location of a picture to show instead, OFD 2.0
 * @param signedValue location of the signature value
 * @param dateTime SignatureDateTime as written; empty when it is not
 * @param provided whether Provider is there with its attribute ProviderName, which has to be
 * @param foreign whether some element stands outside the OFD namespace
 */
record SignatureFile(
    String path,
    String method,
    String checkMethod,
    List<Reference> references,
    List<Stamp> stamps,
    Optional<String> sealLoc,
    Optional<String> imageLoc,
    String signedValue,
    String dateTime,
    boolean canonicalList,
    boolean provided,
    boolean foreign) {
  /** {@code Provider/@Company} of signatures whose list is kept in the canonical form. */
  static final String CANONICAL_LIST = "org.xinfu.trust";

  /** One protected file: location and digest. */
  record Reference(String fileRef, Bytes checkValue) {}

  /** One appearance of the seal, as written. */
  record Stamp(String id, String pageRef, String boundary, Optional<String> clip) {}

  /** What the root element of the file says; {@link OfdFiles#signature} keeps it. */
  static SignatureFile of(String path, XmlElement root) throws Finding {
    if (!root.name().equals("Signature")) {
      throw new Finding(Reason.MALFORMED, path + ": the root element is " + root.name());
    }
    XmlElement info = root.required("SignedInfo");
    Optional<XmlElement> provider = info.optional("Provider");
    XmlElement list = info.required("References");
    Optional<XmlElement> seal = info.optional("Seal");
    return new SignatureFile(
        path,
        info.optional("SignatureMethod").map(XmlElement::text).orElse(""),
        list.attribute("CheckMethod").orElse(""),
        references(path, list),
        stamps(info),
        seal.isPresent() ? location(seal.get(), "BaseLoc") : Optional.empty(),
        seal.isPresent() ? location(seal.get(), "ImageLoc") : Optional.empty(),
        root.required("SignedValue").text(),
        info.optional("SignatureDateTime").map(XmlElement::text).orElse(""),
        provider.flatMap(p -> p.attribute("Company")).filter(CANONICAL_LIST::equals).isPresent(),
        provider.flatMap(p -> p.attribute("ProviderName")).isPresent(),
        !root.all().allMatch(XmlElement::inOfdNamespace));
  }

  private static Optional<String> location(XmlElement seal, String name) throws Finding {
    return seal.optional(name)
        .map(XmlElement::text)
        .or(() -> seal.attribute(name))
        .filter(t -> !t.isEmpty());
  }

  private static List<Reference> references(String path, XmlElement list) throws Finding {
    List<Reference> references = new ArrayList<>();
    for (XmlElement reference : list.children("Reference")) {
      String value = reference.required("CheckValue").text().replaceAll("\\s", "");
      try {
        Bytes digest = Bytes.of(Base64.getDecoder().decode(value));
        references.add(new Reference(reference.requiredAttribute("FileRef"), digest));
      } catch (IllegalArgumentException e) {
        throw new Finding(Reason.MALFORMED, path + ": CheckValue is not Base64");
      }
    }
    return references;
  }

  private static List<Stamp> stamps(XmlElement info) {
    List<Stamp> stamps = new ArrayList<>();
    for (XmlElement stamp : info.children("StampAnnot")) {
      stamps.add(
          new Stamp(
              stamp.attribute("ID").orElse(""),
              stamp.attribute("PageRef").orElse(""),
              stamp.attribute("Boundary").orElse(""),
              stamp.attribute("Clip").filter(clip -> !clip.isBlank())));
    }
    return stamps;
  }
}
