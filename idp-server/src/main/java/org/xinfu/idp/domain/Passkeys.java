package org.xinfu.idp.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;

/** The port to public key credentials. */
public interface Passkeys {
  /** The account's, oldest first. */
  List<Passkey> of(String accountId);

  /** The one that a device calls so. */
  Optional<Passkey> byCredential(Bytes credentialId);

  /** Adds one; false when the credential is somebody's already. */
  boolean add(Passkey passkey, String label, Instant at);

  /**
   * Keeps the counter and backup state of a use; false when the counter did not go up since the
   * credential was read, so that of two uses with one counter only one counts.
   */
  boolean used(Passkey before, long signCount, boolean backedUp, Instant at);

  /** True the first time that a challenge is answered; false ever after. */
  boolean firstAnswer(String challenge, Instant expiresAt);
}
