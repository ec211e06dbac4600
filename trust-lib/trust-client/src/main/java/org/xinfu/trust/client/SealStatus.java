package org.xinfu.trust.client;

import java.time.Instant;

/**
 * What the register says of a seal.
 *
 * @param sealSm3 SM3 of the registered structure, hex
 * @param value MADE, ACTIVE, SUSPENDED or REVOKED
 * @param asOf when this was said
 */
public record SealStatus(String esId, String sealSm3, String value, Instant asOf) {
  static SealStatus of(Fields fields) {
    return new SealStatus(
        fields.text("esId"), fields.text("seal"), fields.text("value"), fields.instant("asOf"));
  }
}
