package org.xinfu.idp.staff;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /api/v1/staff/{login}/password}: for an answer that was lost, since a first password
 * is told once. Never stored, so never replayed: each call makes another.
 */
@RestController
class StaffPasswordEndpoint {
  private final KeepStaff keep;
  private final StaffClients clients;

  StaffPasswordEndpoint(KeepStaff keep, StaffClients clients) {
    this.keep = keep;
    this.clients = clients;
  }

  @PostMapping("/api/v1/staff/{login}/password")
  ResponseEntity<Told> another(JwtAuthenticationToken caller, @PathVariable String login) {
    String password = keep.password(clients.department(caller.getToken()), login);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(new Told(login, password));
  }

  /** The login name and its first password. */
  record Told(String login, String password) {}
}
