package org.xinfu.trust.ofd;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.xinfu.trust.Bytes;

/** Draw parameters, colour spaces, images and fonts that a picture names, GB/T 33190 §7.9. */
final class PictureResources {
  private final OfdFiles files;
  private final Map<String, XmlElement> parameters = new HashMap<>();
  private final Map<String, XmlElement> spaces = new HashMap<>();
  private final Map<String, XmlElement> fonts = new HashMap<>();
  private final Map<String, String> images = new HashMap<>();

  PictureResources(OfdFiles files) {
    this.files = files;
  }

  /** Takes in the resource files that {@code element}, written in {@code file}, names. */
  void read(String file, XmlElement element) throws Finding {
    for (XmlElement child : element.children()) {
      boolean names =
          child.name().equals("PublicRes")
              || child.name().equals("DocumentRes")
              || child.name().equals("PageRes");
      Optional<String> path =
          names ? OfdPath.resolve(file, child.text()).flatMap(files::named) : Optional.empty();
      if (path.isPresent()) {
        take(path.get(), files.xml(path.get()));
      }
    }
  }

  private void take(String file, XmlElement res) {
    String folder = OfdPath.folderOf(file);
    String base = res.attribute("BaseLoc").flatMap(loc -> OfdPath.join(folder, loc)).orElse(folder);
    for (XmlElement list : res.children()) {
      for (XmlElement item : list.children()) {
        item.attribute("ID").ifPresent(id -> take(id, item, base));
      }
    }
  }

  private void take(String id, XmlElement item, String base) {
    switch (item.name()) {
      case "DrawParam" -> parameters.put(id, item);
      case "ColorSpace" -> spaces.put(id, item);
      case "Font" -> fonts.put(id, item);
      case "MultiMedia" ->
          item.children("MediaFile").stream()
              .findFirst()
              .flatMap(f -> located(base, f.text()))
              .ifPresent(path -> images.put(id, path));
      default -> {}
    }
  }

  private Optional<String> located(String base, String location) {
    return (location.startsWith("/")
            ? OfdPath.join("", location.substring(1))
            : OfdPath.join(base, location))
        .flatMap(files::named);
  }

  Optional<XmlElement> parameter(String id) {
    return Optional.ofNullable(parameters.get(id));
  }

  Optional<XmlElement> space(String id) {
    return Optional.ofNullable(spaces.get(id));
  }

  Optional<XmlElement> font(String id) {
    return Optional.ofNullable(fonts.get(id));
  }

  Optional<Bytes> image(String id) throws Finding {
    String path = images.get(id);
    return path == null ? Optional.empty() : files.part(path);
  }
}
