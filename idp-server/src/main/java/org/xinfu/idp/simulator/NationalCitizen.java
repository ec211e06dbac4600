package org.xinfu.idp.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A made-up person of {@code national.json}, as the platform has verified them.
 *
 * @param role 10 as themselves, 20 for the legal person of the code {@code entity}
 */
record NationalCitizen(
    String subject,
    String name,
    @Nullable String idType,
    @Nullable String idNumber,
    String phone,
    String level,
    String role,
    @Nullable String entity) {}
