package org.xinfu.idp.staff;

import java.util.Objects;
import org.springframework.security.oauth2.jwt.Jwt;
import org.xinfu.idp.registration.ClientMetadata;
import org.xinfu.idp.registration.Registrations;
import org.xinfu.idp.registration.Registrations.Registration;
import org.xinfu.idp.staff.KeepStaff.Department;
import org.xinfu.kit.Refused;

/** Whose personnel system a token is: read afresh, so that what is registered now counts. */
final class StaffClients {
  private final Registrations registrations;

  StaffClients(Registrations registrations) {
    this.registrations = registrations;
  }

  /**
   * The department of the token's client, which speaks for itself and for nobody.
   *
   * @throws Refused {@link StaffRefusal#STAFF_CLIENT_WITHOUT_DEPARTMENT}
   */
  Department department(Jwt token) {
    String client = Objects.requireNonNullElse(token.getClaimAsString("client_id"), "");
    return registrations
        .byId(client)
        .filter(found -> client.equals(token.getSubject()))
        .map(Registration::metadata)
        .filter(metadata -> !metadata.inTrial())
        .map(ClientMetadata::org)
        .map(org -> new Department(org, client))
        .orElseThrow(() -> new Refused(StaffRefusal.STAFF_CLIENT_WITHOUT_DEPARTMENT));
  }
}
