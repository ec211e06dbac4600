package org.xinfu.idp.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where entities are registered (prefix {@code xinfu.registry}).
 *
 * @param authority the registry's front machine; without one a simulator with made-up entities
 *     answers, which production refuses
 */
@ConfigurationProperties("xinfu.registry")
record RegistrySettings(@Nullable URI authority) {}
