package org.xinfu.seal.tsa;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The time-stamping authority of demo and test (prefix {@code xinfu.seal.tsa}).
 *
 * @param enabled whether it is there
 * @param perMinute how many stamps the programs of one network (/24, /48) get in a minute
 */
@ConfigurationProperties("xinfu.seal.tsa")
public record TsaSettings(
    @DefaultValue("false") boolean enabled, @DefaultValue("600") int perMinute) {}
