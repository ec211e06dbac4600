package org.xinfu.idp.simulator;

import org.jspecify.annotations.Nullable;

/** A made-up person of {@code national.json}, as the platform has verified them. */
record NationalCitizen(
    String subject,
    String name,
    @Nullable String idType,
    @Nullable String idNumber,
    String phone,
    String level,
    String role) {}
