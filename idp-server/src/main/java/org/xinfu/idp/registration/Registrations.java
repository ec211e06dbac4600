package org.xinfu.idp.registration;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The port to registered clients. Changes run in the caller's transaction. */
public interface Registrations {
  Optional<Registration> byId(String clientId);

  /** In the order of their ids. */
  List<Registration> after(String clientId, int most);

  /**
   * Adds the client, without a secret. Refused when another has one of its CAS services.
   *
   * @param sector of pairwise subjects; null for public ones
   */
  void add(String clientId, ClientMetadata metadata, @Nullable String sector);

  /** Writes over this version; false when it is not the current one. */
  boolean replace(Registration before, ClientMetadata metadata, @Nullable String sector);

  /** Takes the client away with everything that was granted to it; false as above. */
  boolean remove(Registration before);

  /** Makes a secret of 256 random bits and keeps its verifier alone. */
  String newSecret(String clientId);

  /**
   * A client as it is registered.
   *
   * @param version counts changes
   * @param secret whether it has one; no secret can be read back
   */
  record Registration(
      String clientId, long version, long issuedAt, boolean secret, ClientMetadata metadata) {}
}
