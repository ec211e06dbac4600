package org.xinfu.idp.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Login with SM2 certificates (prefix {@code xinfu.ukey}).
 *
 * @param trust directory of {@code *.pem} anchors and {@code *.crl}; without one nobody logs in so
 * @param online whether lists and responders that certificates name are asked, by {@code
 *     xinfu.fetch}; else the directory's lists alone
 * @param devicePolicies certificate policies that certify a key in a certified device: AAL3
 * @param byDocument whether a certificate's document number finds its verified person unbound
 * @param life of a challenge
 */
@ConfigurationProperties("xinfu.ukey")
record UkeySettings(
    @Nullable Path trust,
    @DefaultValue("false") boolean online,
    @DefaultValue Set<String> devicePolicies,
    @DefaultValue("true") boolean byDocument,
    @DefaultValue("PT3M") Duration life) {}
