package org.xinfu.idp.store;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.xinfu.idp.authorize.RequestPolicy;

/**
 * What is registered of one client, as far as requests ask for it.
 *
 * @param trial whether it meets fictitious persons alone
 * @param sector whose pairwise subjects it knows people by; null where subjects are public
 * @param kiosk whether it is used at kiosks
 * @param edition tells it from what was registered before and after
 */
public record ClientReading(
    RegisteredClient client,
    RequestPolicy policy,
    boolean trial,
    @Nullable String sector,
    boolean kiosk,
    long edition) {}
