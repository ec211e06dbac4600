package org.xinfu.idp.store;

import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.mandate.Acting;

/**
 * One login in one browser, as its session holds it.
 *
 * @param sid the claim of that name
 * @param acting for whom the person acts; null for themselves
 */
record BrowserLogin(
    String sid,
    String principal,
    String device,
    String addressPrefix,
    Instant since,
    @Nullable Acting acting)
    implements Serializable {}
