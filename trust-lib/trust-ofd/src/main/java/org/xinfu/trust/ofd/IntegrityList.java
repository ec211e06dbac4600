package org.xinfu.trust.ofd;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;

/**
 * The file OFDEntries.xml, GM/T 0099-2020 appendix D.1: the names of all files of a package, so
 * that none can be smuggled in or taken away, and where the signature over the list lies. It has no
 * digests: what is in the files is the other signatures' affair.
 *
 * @param path as the package has it
 * @param locations the files as written, in order
 * @param signedValue where the signature value lies
 * @param creationDate as written; empty when it is not
 */
record IntegrityList(String path, List<String> locations, String signedValue, String creationDate) {
  static final String NAME = "OFDEntries.xml";
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.ofHours(8));

  /** The list of a package that has one. */
  static Optional<String> find(OfdFiles files) {
    return files.named(NAME);
  }

  static IntegrityList read(String path, OfdFiles files) throws Finding {
    XmlElement root = files.xml(path);
    if (!root.name().equals("DocEntries")) {
      throw new Finding(Reason.MALFORMED, path + ": the root element is " + root.name());
    }
    List<String> locations = new ArrayList<>();
    for (XmlElement file : root.required("FileList").children("File")) {
      locations.add(file.requiredAttribute("FileLoc"));
    }
    return new IntegrityList(
        path,
        locations,
        root.required("SignedValueLoc").text(),
        root.attribute("CreationDate").orElse(""));
  }

  /** The list of these files, in their order and one fixed form. */
  static Bytes write(Collection<String> files, OfdIntegrityRequest request) {
    StringBuilder xml = new StringBuilder(SignatureXml.HEAD).append("<ofd:DocEntries");
    xml.append(SignatureXml.NAMESPACE).append(" ID=\"1\" CreatorName=\"");
    xml.append(SignatureXml.escape(request.creator())).append("\" CreationDate=\"");
    xml.append((request.dateOnly() ? DATE : MOMENT).format(request.time())).append("\">\n");
    SignatureXml.element(xml, "SignedValueLoc", "/" + request.value());
    xml.append("<ofd:FileList>\n");
    int id = 1;
    for (String file : files) {
      xml.append("<ofd:File ID=\"").append(++id).append("\" FileLoc=\"/");
      xml.append(SignatureXml.escape(file)).append("\"/>\n");
    }
    return Bytes.utf8(xml.append("</ofd:FileList>\n</ofd:DocEntries>\n").toString());
  }

  /** The file with the signature value, when the package has it. */
  Optional<String> value(OfdFiles files) {
    return SignatureList.located(path, signedValue, files);
  }

  /** What the list and the package say otherwise than each other; empty when nothing. */
  List<Finding> differences(OfdFiles files) {
    List<Finding> differences = new ArrayList<>();
    Set<String> listed = new LinkedHashSet<>();
    Set<String> keys = new LinkedHashSet<>();
    for (String location : locations) {
      Optional<String> written = OfdPath.resolve(path, location);
      if (written.isEmpty()) {
        differences.add(new Finding(Reason.PATH_ILLEGAL, location));
      } else if (!keys.add(OfdPath.key(written.get()))) {
        differences.add(new Finding(Reason.REFERENCE_DUPLICATED, location));
      } else {
        Optional<String> named = files.named(written.get());
        named.ifPresent(listed::add);
        if (named.isEmpty()) {
          differences.add(new Finding(Reason.REFERENCED_FILE_MISSING, location));
        }
      }
    }
    listed.add(path);
    value(files).ifPresent(listed::add);
    files.paths().stream()
        .filter(p -> !listed.contains(p))
        .forEach(p -> differences.add(new Finding(Reason.FILE_NOT_EXPECTED, p)));
    return differences;
  }
}
