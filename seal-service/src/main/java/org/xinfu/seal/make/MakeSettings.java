package org.xinfu.seal.make;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How seals are made (prefix {@code xinfu.seal.make}).
 *
 * @param vendorId {@code Vid} of the seal's header, ASCII
 * @param validity of a seal and its certificates
 * @param sample whether the picture bears the sample mark
 */
@ConfigurationProperties("xinfu.seal.make")
public record MakeSettings(
    @DefaultValue("XINFU") String vendorId,
    @DefaultValue("1825d") Duration validity,
    @DefaultValue("true") boolean sample) {}
