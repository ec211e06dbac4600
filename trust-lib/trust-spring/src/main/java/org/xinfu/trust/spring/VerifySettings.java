package org.xinfu.trust.spring;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Judging of signed documents (prefix {@code xinfu.verify}).
 *
 * @param trustList the list of anchors that {@code xinfu trust update} keeps; CRLs ({@code *.crl},
 *     DER or PEM) that lie beside it are used as well
 */
@ConfigurationProperties("xinfu.verify")
public record VerifySettings(Path trustList) {}
