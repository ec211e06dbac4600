package org.xinfu.idp.config;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How passkeys are made and taken (prefix {@code xinfu.passkey}).
 *
 * @param rpId the relying party id; the host of {@code xinfu.public-url} when not given. Passkeys
 *     are bound to it for ever
 * @param name what devices call this server
 * @param origins where the ceremonies may run; that of {@code xinfu.public-url} when not given
 * @param hardwareRoots a PEM file with attestation roots of makers whose keys never leave their
 *     devices; without it no passkey counts as AAL3
 */
@ConfigurationProperties("xinfu.passkey")
record PasskeySettings(
    @Nullable String rpId,
    @DefaultValue("信符 Xinfu") String name,
    @DefaultValue Set<String> origins,
    @Nullable Path hardwareRoots) {}
