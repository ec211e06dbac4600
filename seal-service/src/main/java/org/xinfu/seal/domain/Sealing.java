package org.xinfu.seal.domain;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One use of a seal, as it is recorded.
 *
 * @param person subject that asked for it
 * @param client OAuth client it was asked through
 * @param documentSm3 of the file as received, hex
 * @param resultSm3 of the sealed file, hex
 * @param certificateSerial of the certificate that signed, hex
 */
public record Sealing(
    UUID id,
    String esId,
    int version,
    String person,
    @Nullable String client,
    String matter,
    String businessSerial,
    String format,
    String documentSm3,
    String resultSm3,
    String certificateSerial,
    Instant at) {}
