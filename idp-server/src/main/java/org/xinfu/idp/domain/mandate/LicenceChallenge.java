package org.xinfu.idp.domain.mandate;

import java.io.Serializable;
import java.time.Instant;

/**
 * What the holder of an electronic business licence (电子营业执照) signs: it says to whom, for what and
 * for whose login, so that a signature that was got elsewhere, or for something else, opens nothing
 * here. It rests in the browser's session and is used once.
 *
 * @param origin of this server
 * @param personId whose login asks
 * @param nonce 256 random bits
 */
public record LicenceChallenge(String origin, String personId, String nonce, Instant until)
    implements Serializable {
  private static final String PURPOSE = "entity-login";

  /** The octets that are signed, in UTF-8: one line for each part. */
  public String text() {
    return String.join(
        "\n",
        "xinfu-business-licence-1",
        "origin " + origin,
        "purpose " + PURPOSE,
        "person " + personId,
        "nonce " + nonce,
        "until " + until);
  }
}
