package org.xinfu.seal.register;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.Refused;
import org.xinfu.kit.idempotency.Idempotency;
import org.xinfu.kit.web.CommonRefusal;
import org.xinfu.seal.domain.Page;
import org.xinfu.seal.domain.Reach;
import org.xinfu.seal.domain.Seal;
import org.xinfu.seal.domain.SealRefusal;
import org.xinfu.seal.domain.Seals;
import org.xinfu.seal.web.CurrentPerson;
import org.xinfu.seal.web.PageBody;
import org.xinfu.seal.web.SealBody;

/** {@code /api/v1/seals}: the register, pictures, structures, suspension. */
@RestController
@RequestMapping("/api/v1/seals")
class SealsEndpoint {
  private final Seals seals;
  private final ChangeSealState change;
  private final Idempotency idempotency;

  SealsEndpoint(Seals seals, ChangeSealState change, Idempotency idempotency) {
    this.seals = seals;
    this.change = change;
    this.idempotency = idempotency;
  }

  @GetMapping
  PageBody<SealBody> list(
      @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "20") int size) {
    if (page < 0 || page > 1_000_000 || size < 1 || size > 100) {
      throw new Refused(CommonRefusal.REQUEST_INVALID);
    }
    Page part = new Page(page, size);
    Reach reach = CurrentPerson.looking();
    return PageBody.of(
        seals.list(part, reach).stream().map(this::body).toList(), part, seals.count(reach));
  }

  @GetMapping("/{esId}")
  SealBody one(@PathVariable String esId) {
    return body(seal(esId));
  }

  @GetMapping("/{esId}/picture.png")
  ResponseEntity<byte[]> png(@PathVariable String esId) {
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_PNG)
        .body(seal(esId).version().png().toArray());
  }

  @GetMapping("/{esId}/picture.svg")
  ResponseEntity<byte[]> svg(@PathVariable String esId) {
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType("image/svg+xml"))
        .body(seal(esId).version().svg().toArray());
  }

  /** The signed structure of GB/T 38540. */
  @GetMapping("/{esId}/seal.esl")
  ResponseEntity<byte[]> structure(@PathVariable String esId) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .body(seal(esId).version().structure().toArray());
  }

  @PostMapping("/{esId}/suspend")
  ResponseEntity<?> suspend(
      @PathVariable String esId,
      @Valid @RequestBody(required = false) @Nullable Why why,
      HttpServletRequest request) {
    return wish(new Act(esId, ChangeSealState.Wish.SUSPEND, reasonOf(why)), request);
  }

  @PostMapping("/{esId}/resume")
  ResponseEntity<?> resume(
      @PathVariable String esId,
      @Valid @RequestBody(required = false) @Nullable Why why,
      HttpServletRequest request) {
    return wish(new Act(esId, ChangeSealState.Wish.RESUME, reasonOf(why)), request);
  }

  private ResponseEntity<?> wish(Act act, HttpServletRequest request) {
    String esId = seal(act.esId(), CurrentPerson.administering()).esId();
    return idempotency.once(
        request,
        act,
        () ->
            ResponseEntity.ok(
                body(change.change(esId, act.wish(), CurrentPerson.get(), act.reason()))));
  }

  private Seal seal(String esId) {
    return seal(esId, CurrentPerson.looking());
  }

  private Seal seal(String esId, Reach reach) {
    return seals
        .find(esId)
        .filter(found -> reach.covers(found.request()))
        .orElseThrow(() -> new Refused(SealRefusal.SEAL_UNKNOWN));
  }

  private SealBody body(Seal seal) {
    return SealBody.of(seal, seals.history(seal.esId()));
  }

  private static String reasonOf(@Nullable Why why) {
    return why == null ? "" : Objects.requireNonNullElse(why.reason(), "");
  }

  /** Why it is suspended or resumed. */
  record Why(@Nullable @Size(max = 500) String reason) {}

  private record Act(String esId, ChangeSealState.Wish wish, String reason) {}
}
