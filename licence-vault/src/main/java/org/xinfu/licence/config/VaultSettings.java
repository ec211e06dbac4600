package org.xinfu.licence.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an installation may set (prefix {@code xinfu.licence}).
 *
 * @param sealService base URL of the seal-service
 * @param pdfAlgorithm suite of PDF seals: ECDSA_P256_SHA256 or SM2_SM3
 * @param verifyBase public address of the verification page, printed in QR codes
 * @param clientId the vault's own client at the identity provider
 * @param trust directories of anchors; {@code trust} below the home and below the vault's data
 *     unless named
 */
@ConfigurationProperties("xinfu.licence")
public record VaultSettings(
    @DefaultValue("http://localhost:9100") URI sealService,
    @DefaultValue("ECDSA_P256_SHA256") String pdfAlgorithm,
    @DefaultValue("http://localhost:9200/verify") String verifyBase,
    @DefaultValue("licence-vault") String clientId,
    @Nullable List<Path> trust) {}
