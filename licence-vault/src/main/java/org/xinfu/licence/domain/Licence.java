package org.xinfu.licence.domain;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.id.LicenceIdentifier;

/**
 * One version of a licence in the vault.
 *
 * @param origin where the files were made
 * @param supersededBy identifier of the version that took its place
 */
public record Licence(
    UUID id,
    LicenceFacts facts,
    int typeVersion,
    Origin origin,
    List<LicenceFile> files,
    @Nullable String supersededBy,
    @Nullable Revocation revocation) {
  public Licence {
    files = List.copyOf(files);
  }

  /** Where the files were made. */
  public enum Origin {
    ISSUED,
    DEPOSITED
  }

  public LicenceIdentifier identifier() {
    return facts.identifier();
  }

  /** What it counts for on {@code day}; revocation beats supersession beats expiry. */
  public LicenceStatus status(LocalDate day) {
    if (revocation != null) {
      return LicenceStatus.REVOKED;
    }
    if (supersededBy != null) {
      return LicenceStatus.SUPERSEDED;
    }
    LocalDate last = facts.validTo();
    return last != null && day.isAfter(last) ? LicenceStatus.EXPIRED : LicenceStatus.ACTIVE;
  }

  public Optional<LicenceFile> file(LicenceFile.Format format) {
    return files.stream().filter(f -> f.format() == format).findFirst();
  }
}
