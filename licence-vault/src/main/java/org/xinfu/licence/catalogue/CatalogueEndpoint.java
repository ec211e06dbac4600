package org.xinfu.licence.catalogue;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.Refused;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.licence.types.Catalogue;
import org.xinfu.licence.types.LicenceType;
import org.xinfu.licence.types.TypePackage;

/** {@code GET /api/v1/catalogue} and {@code GET /api/v1/catalogue/{typeCode}}; public. */
@RestController
final class CatalogueEndpoint {
  private final Catalogue catalogue;

  CatalogueEndpoint(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** One line of the catalogue. */
  record Line(
      String code, int version, LicenceType.Names name, LicenceType.Origin origin, String sha256) {
    static Line of(TypePackage one) {
      return new Line(
          one.type().code(),
          one.type().version(),
          one.type().name(),
          one.type().origin(),
          one.sha256());
    }
  }

  @GetMapping("/api/v1/catalogue")
  List<Line> all() {
    return catalogue.current().stream().map(Line::of).toList();
  }

  @GetMapping("/api/v1/catalogue/{typeCode}")
  LicenceType one(@PathVariable String typeCode) {
    return catalogue
        .find(typeCode)
        .map(TypePackage::type)
        .orElseThrow(() -> new Refused(CommonRefusal.NOT_FOUND));
  }
}
