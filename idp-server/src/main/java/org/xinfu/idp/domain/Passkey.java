package org.xinfu.idp.domain;

import java.util.Set;
import org.xinfu.trust.Bytes;

/**
 * A public key credential of an account (Web Authentication Level 3 §4, credential record).
 *
 * @param id of the authenticator row
 * @param credentialId what the device calls it
 * @param attested the attested credential data: AAGUID, credential id, COSE key (§6.5.1)
 * @param signCount the last signature counter; 0 when the device keeps none
 * @param state what is known of where the key lies
 * @param transports how browsers may reach it, such as {@code internal} or {@code usb}
 */
public record Passkey(
    String id,
    String accountId,
    Bytes credentialId,
    Bytes attested,
    long signCount,
    State state,
    Set<String> transports) {
  public Passkey {
    transports = Set.copyOf(transports);
  }

  /**
   * Where the key lies.
   *
   * @param backupEligible whether it may be copied to other devices of its owner (§6.1.3)
   * @param backedUp whether it was when last used
   * @param hardware whether its maker's attestation proves that it cannot leave its device
   */
  public record State(boolean backupEligible, boolean backedUp, boolean hardware) {}

  /** What showing it counts as: no more than what is proven. */
  public Factor factor() {
    if (state.backupEligible()) {
      return Factor.PASSKEY;
    }
    return state.hardware() ? Factor.BOUND_PASSKEY : Factor.UNPROVEN_PASSKEY;
  }
}
