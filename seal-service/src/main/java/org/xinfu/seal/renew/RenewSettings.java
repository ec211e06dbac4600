package org.xinfu.seal.renew;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who stamps renewed documents (prefix {@code xinfu.seal.renew}). Without an authority outside the
 * built-in one of demo and test does, where it is on, and else nothing is renewed.
 *
 * @param tsa address of a time-stamping authority, RFC 3161 over HTTP
 * @param tsaTrust PEM with its anchors, and its CRLs as {@code X509 CRL} blocks
 * @param patience how long its answer may take
 */
@ConfigurationProperties("xinfu.seal.renew")
public record RenewSettings(
    @Nullable URI tsa, @Nullable Path tsaTrust, @DefaultValue("10s") Duration patience) {}
