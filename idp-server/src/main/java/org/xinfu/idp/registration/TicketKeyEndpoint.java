package org.xinfu.idp.registration;

import java.util.Map;
import java.util.Objects;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.xinfu.kit.Refused;
import org.xinfu.kit.audit.Audit;

/** Keys of applications that sign their calls with HMAC-SM3. */
@RestController
class TicketKeyEndpoint {
  private final RegisterClients register;
  private final TicketKeys keys;
  private final TransactionTemplate transaction;
  private final Audit audit;

  TicketKeyEndpoint(
      RegisterClients register, TicketKeys keys, TransactionTemplate transaction, Audit audit) {
    this.register = register;
    this.keys = keys;
    this.transaction = transaction;
    this.audit = audit;
  }

  /** Never stored in plain, so never replayed: each call makes another key. */
  @PostMapping("/api/v1/clients/{id}/ticket-key")
  ResponseEntity<Map<String, Object>> make(@PathVariable String id) {
    String clientId = register.found(id).clientId();
    String key = Objects.requireNonNull(transaction.execute(tx -> key(clientId)));
    Map<String, Object> told = Map.of("app_id", clientId, "app_key", key);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(told);
  }

  private String key(String clientId) {
    if (!keys.macs(clientId)) {
      throw new Refused(ClientRefusal.CLIENT_HAS_NO_TICKET_KEY);
    }
    audit.record("client-ticket-key-replaced", clientId, "done", Map.of());
    return keys.newKey(clientId);
  }
}
