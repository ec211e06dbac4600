package org.xinfu.idp.persons;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.idp.domain.IdDocument;
import org.xinfu.kit.Refused;

/** {@code /api/v1/persons}, for clerks with {@code idp:persons}. */
@RestController
class PersonsEndpoint {
  private final ReadPersons read;

  PersonsEndpoint(ReadPersons read) {
    this.read = read;
  }

  /** By POST, so that no document number stands in an address or a log. */
  @PostMapping("/api/v1/persons/search")
  ResponseEntity<Map<String, Object>> search(
      JwtAuthenticationToken clerk, @RequestBody Search asked) {
    IdDocument document =
        asked.document().orElseThrow(() -> new Refused(PersonRefusal.PERSON_DOCUMENT_MALFORMED));
    Optional<ReadPersons.Person> found =
        read.holder(document, asking(clerk, Objects.requireNonNullElse(asked.purpose(), "")));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(Map.of("persons", found.map(List::of).orElse(List.of())));
  }

  @GetMapping("/api/v1/persons/{id}")
  ResponseEntity<ReadPersons.Person> get(
      JwtAuthenticationToken clerk,
      @PathVariable String id,
      @RequestParam(defaultValue = "") String purpose) {
    ReadPersons.Person person =
        read.byId(id, asking(clerk, purpose))
            .orElseThrow(() -> new Refused(PersonRefusal.PERSON_UNKNOWN));
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(person);
  }

  private static ReadPersons.Asking asking(JwtAuthenticationToken clerk, String purpose) {
    String client = Objects.requireNonNullElse(clerk.getToken().getClaimAsString("client_id"), "");
    return new ReadPersons.Asking(clerk.getName(), client, purpose);
  }

  /** What is looked for, and what for. */
  record Search(
      IdDocument.@Nullable Type documentType,
      @Nullable String documentNumber,
      @Nullable String purpose) {
    Optional<IdDocument> document() {
      return documentType == null || documentNumber == null
          ? Optional.empty()
          : IdDocument.parse(documentType, documentNumber);
    }
  }
}
