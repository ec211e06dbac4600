package org.xinfu.licence.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.xinfu.trust.id.LicenceIdentifier;

/** Port: licences, their holdings and their identifiers. */
public interface LicenceStore {
  /**
   * The intent kept under {@code key}; called before a transaction begins, so that a retry after a
   * crash finds the same id and moment, lays out the same octets and asks for the same sealings.
   */
  Intent intend(String key, Intent fresh);

  /** Keeps a new version; false when its identifier is taken. */
  boolean add(Licence licence);

  Optional<Licence> find(LicenceIdentifier identifier);

  /** The version whose file has this digest. */
  Optional<Licence> findByFile(String sha256);

  /** Versions held by whoever has this number, newest first. */
  List<Licence> heldBy(String idType, String id);

  /** The newest versions that an organisation issued or deposited. */
  List<Licence> newestOf(String issuer, int atMost);

  /** Marks a version as replaced; false when it is no longer the current one. */
  boolean supersede(UUID id, LicenceIdentifier by);

  /** Ends a version; false when it is no longer the current one. */
  boolean revoke(UUID id, Revocation revocation);

  /** Id and moment of an issue that has begun. */
  record Intent(UUID id, Instant at) {}
}
