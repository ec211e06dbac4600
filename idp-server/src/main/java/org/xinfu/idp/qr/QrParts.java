package org.xinfu.idp.qr;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * What both pages need besides.
 *
 * @param origin of this server
 * @param client the service whose request waits in this browser
 */
public record QrParts(
    String origin, Function<HttpServletRequest, Optional<String>> client, Clock clock) {}
