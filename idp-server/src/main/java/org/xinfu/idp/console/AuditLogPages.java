package org.xinfu.idp.console;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.xinfu.kit.audit.Audit;
import org.xinfu.kit.log.AuditLog;

/** The audit administrator takes out of the log what can be checked without this server. */
@Controller
class AuditLogPages {
  private final AuditLog log;
  private final Audit audit;

  AuditLogPages(AuditLog log, Audit audit) {
    this.log = log;
    this.audit = audit;
  }

  /** The last signed head, to be kept elsewhere; C2SP tlog-checkpoint. */
  @GetMapping("/console/audit/checkpoint")
  ResponseEntity<String> checkpoint() {
    return text("audit-checkpoint-taken", "audit-checkpoint.txt", log.checkpoint());
  }

  /** The keys that heads are verified with; C2SP verifier keys. */
  @GetMapping("/console/audit/keys")
  ResponseEntity<String> keys() {
    return text("audit-keys-taken", "audit-keys.txt", Optional.of(log.keys()));
  }

  /** That a row is in the log; C2SP tlog-proof with the row. */
  @GetMapping("/console/audit/proof")
  ResponseEntity<String> proof(@RequestParam long number) {
    return text("audit-proof-taken", "audit-" + number + ".tlog-proof", log.inclusion(number));
  }

  /** That the log goes on from an earlier size; RFC 9162 §2.1.4. */
  @GetMapping("/console/audit/consistency")
  ResponseEntity<String> consistency(@RequestParam long size) {
    return text("audit-consistency-taken", "audit-from-" + size + ".txt", log.consistency(size));
  }

  private ResponseEntity<String> text(String act, String file, Optional<String> content) {
    String found = content.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    audit.record(act, "audit", "done", Map.of("file", file));
    return ResponseEntity.ok()
        .contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
        .header("Content-Disposition", "attachment; filename=\"" + file + "\"")
        .body(found);
  }
}
