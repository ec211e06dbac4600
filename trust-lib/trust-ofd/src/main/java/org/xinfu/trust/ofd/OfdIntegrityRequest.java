package org.xinfu.trust.ofd;

import java.time.Instant;

/**
 * What an integrity list (GM/T 0099-2020 D.1) says beside the names of the files. The text of the
 * standard was not at hand: what is known from another implementation alone can be chosen here.
 *
 * @param time CreationDate, and the claimed time of its signature
 * @param creator CreatorName, the software or service that lists
 * @param value where the signature value goes, from the package root and without a leading slash
 * @param dateOnly CreationDate as a date in China's zone ({@code 2026-11-01}) instead of a moment
 *     in UTC; the signature then claims no time
 */
public record OfdIntegrityRequest(Instant time, String creator, String value, boolean dateOnly) {
  private static final String USUAL_VALUE = "signedvalue.dat";

  /**
   * Refuses what no package can hold.
   *
   * @throws IllegalArgumentException when {@code value} is no legal path in a package
   */
  public OfdIntegrityRequest {
    if (!OfdPath.legal(value)) {
      throw new IllegalArgumentException("not a legal path in a package: " + value);
    }
  }

  /** With the value in {@code signedvalue.dat} and a moment as CreationDate. */
  public OfdIntegrityRequest(Instant time, String creator) {
    this(time, creator, USUAL_VALUE, false);
  }
}
