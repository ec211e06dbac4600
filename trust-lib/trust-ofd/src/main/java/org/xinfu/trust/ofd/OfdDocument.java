package org.xinfu.trust.ofd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One DocBody of OFD.xml.
 *
 * @param body the DocBody
 * @param docRoot path of Document.xml
 * @param document root element of Document.xml
 * @param signatures path of Signatures.xml, when the document names one
 * @param reachable the content
 */
record OfdDocument(
    XmlElement body,
    String docRoot,
    XmlElement document,
    Optional<String> signatures,
    Reachable reachable) {

  /** Everything that a reader may show of this document, OFD.xml first. */
  Set<String> content() {
    return reachable.found();
  }

  /** A page's id, its file and its box in millimetres, when they can be told. */
  record Page(String id, Optional<String> file, Optional<Rectangle> box) {}

  /** The pages in order; their boxes fall back to the document's (GB/T 33190 §7.6). */
  List<Page> pages(OfdFiles files) {
    Optional<Rectangle> common =
        document.children("CommonData").stream()
            .flatMap(c -> c.children("PageArea").stream())
            .flatMap(a -> a.children("PhysicalBox").stream())
            .findFirst()
            .flatMap(b -> Rectangle.parse(b.text()));
    List<Page> pages = new ArrayList<>();
    for (XmlElement list : document.children("Pages")) {
      for (XmlElement page : list.children("Page")) {
        Optional<String> file =
            page.attribute("BaseLoc")
                .flatMap(l -> OfdPath.resolve(docRoot, l))
                .flatMap(files::named);
        pages.add(
            new Page(
                page.attribute("ID").orElse(""),
                file,
                file.flatMap(f -> ownBox(files, f)).or(() -> common)));
      }
    }
    return pages;
  }

  private static Optional<Rectangle> ownBox(OfdFiles files, String file) {
    try {
      return files.xml(file).children("Area").stream()
          .flatMap(a -> a.children("PhysicalBox").stream())
          .findFirst()
          .flatMap(b -> Rectangle.parse(b.text()));
    } catch (Finding f) {
      return Optional.empty(); // reported by the walk through the content
    }
  }

  /** CustomDatas of DocInfo: name to value, in order. */
  Map<String, String> customData() {
    Map<String, String> data = new LinkedHashMap<>();
    customDatas().forEach(d -> data.put(d.attribute("Name").orElse(""), d.text()));
    return data;
  }

  /** The first name of CustomDatas that has two values. */
  Optional<String> repeatedData() {
    Map<String, String> data = new HashMap<>();
    return customDatas()
        .filter(
            d -> {
              String before = data.put(d.attribute("Name").orElse(""), d.text());
              return before != null && !before.equals(d.text());
            })
        .map(d -> d.attribute("Name").orElse(""))
        .findFirst();
  }

  private Stream<XmlElement> customDatas() {
    return body.children("DocInfo").stream()
        .flatMap(i -> i.children("CustomDatas").stream())
        .flatMap(c -> c.children("CustomData").stream());
  }

  /** The files that Attachments.xml names and that exist. */
  List<VerifiedOfd.Attachment> attachments(OfdFiles files) {
    List<VerifiedOfd.Attachment> found = new ArrayList<>();
    for (XmlElement location : document.children("Attachments")) {
      OfdPath.resolve(docRoot, location.text())
          .flatMap(files::named)
          .ifPresent(list -> attachments(list, files, found));
    }
    return found;
  }

  private static void attachments(String list, OfdFiles files, List<VerifiedOfd.Attachment> found) {
    try {
      for (XmlElement attachment : files.xml(list).children("Attachment")) {
        attachment.children("FileLoc").stream()
            .findFirst()
            .flatMap(l -> OfdPath.resolve(list, l.text()))
            .flatMap(files::named)
            .flatMap(path -> files.file(path).map(file -> named(attachment, path, file)))
            .ifPresent(found::add);
      }
    } catch (Finding f) {
      found.clear(); // an unreadable list already failed the walk through the content
    }
  }

  private static VerifiedOfd.Attachment named(
      XmlElement attachment, String path, PackageFile file) {
    return new VerifiedOfd.Attachment(attachment.attribute("Name").orElse(""), path, file.size());
  }
}
