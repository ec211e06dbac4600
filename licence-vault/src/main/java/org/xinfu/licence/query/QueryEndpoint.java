package org.xinfu.licence.query;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.Refused;
import org.xinfu.licence.domain.Holder;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.domain.LicenceFile;
import org.xinfu.licence.domain.LicenceRefusal;
import org.xinfu.licence.domain.LicenceRefusal.Rule;
import org.xinfu.licence.types.Catalogue;
import org.xinfu.licence.types.SheetMaker;
import org.xinfu.licence.web.Caller;
import org.xinfu.licence.web.LicenceView;

/** {@code GET /api/v1/licences…}: for departments with a cause, for holders their own. */
@RestController
final class QueryEndpoint {
  private final QueryLicences query;
  private final Catalogue catalogue;
  private final Clock clock;

  QueryEndpoint(QueryLicences query, Catalogue catalogue, Clock clock) {
    this.query = query;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  @GetMapping("/api/v1/licences/{identifier}")
  LicenceView one(
      @PathVariable String identifier, @RequestParam Optional<String> useCause, Locale language) {
    return view(query.one(identifier, reader(useCause)), language);
  }

  @GetMapping("/api/v1/licences/{identifier}/file.ofd")
  ResponseEntity<byte[]> ofd(
      @PathVariable String identifier, @RequestParam Optional<String> useCause) {
    return file(identifier, LicenceFile.Format.OFD, reader(useCause));
  }

  @GetMapping("/api/v1/licences/{identifier}/file.pdf")
  ResponseEntity<byte[]> pdf(
      @PathVariable String identifier, @RequestParam Optional<String> useCause) {
    return file(identifier, LicenceFile.Format.PDF, reader(useCause));
  }

  /** By holder's number; the kind of number is told by its shape unless named. */
  @GetMapping("/api/v1/licences")
  List<LicenceView> search(
      @RequestParam String holder,
      @RequestParam Optional<String> holderType,
      @RequestParam Optional<String> type,
      @RequestParam Optional<String> useCause,
      Locale language) {
    String cause =
        useCause
            .filter(c -> !c.isBlank())
            .orElseThrow(() -> new Refused(LicenceRefusal.of(Rule.PURPOSE_REQUIRED)));
    QueryLicences.Search search =
        new QueryLicences.Search(holderType.orElseGet(() -> kind(holder)), holder, type, cause);
    return query.heldBy(search).stream().map(l -> view(l, language)).toList();
  }

  @GetMapping("/api/v1/licences/mine")
  List<LicenceView> mine(Locale language) {
    String citizen =
        Caller.holder().orElseThrow(() -> new Refused(LicenceRefusal.of(Rule.HOLDER_NOT_PROVEN)));
    return query.own(citizen, Caller.atWindow()).stream().map(l -> view(l, language)).toList();
  }

  private ResponseEntity<byte[]> file(
      String identifier, LicenceFile.Format format, QueryLicences.Reader reader) {
    byte[] octets = query.file(identifier, format, reader).toArray();
    ContentDisposition name =
        ContentDisposition.attachment().filename(identifier + "." + format.extension()).build();
    return ResponseEntity.ok()
        .header(HttpHeaders.CONTENT_DISPOSITION, name.toString())
        .contentType(MediaType.parseMediaType(format.mediaType()))
        .body(octets);
  }

  /** Without {@code licence:read} a caller is a holder, and sees only own licences. */
  private static QueryLicences.Reader reader(Optional<String> useCause) {
    return Caller.hasScope("licence:read")
        ? new QueryLicences.Reader(
            Optional.empty(),
            Caller.organisation(),
            useCause
                .filter(cause -> !cause.isBlank())
                .map(cause -> Map.of("useCause", cause))
                .orElse(Map.of()))
        : QueryLicences.Reader.holder(Caller.holder().orElse(""), Caller.atWindow());
  }

  private static String kind(String id) {
    return new Holder("", Holder.CITIZEN, id, null, null).idHolds()
        ? Holder.CITIZEN
        : Holder.ORGANISATION;
  }

  private LicenceView view(Licence licence, Locale language) {
    String code = licence.identifier().typeCode();
    return LicenceView.of(
        licence,
        catalogue.name(code, language),
        LocalDate.ofInstant(clock.instant(), SheetMaker.CHINA));
  }
}
