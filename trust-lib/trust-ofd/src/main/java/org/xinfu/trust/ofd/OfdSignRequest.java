package org.xinfu.trust.ofd;

import java.time.Instant;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;

/**
 * How to sign without a seal, Type="Sign".
 *
 * @param protection whether further signatures may follow
 * @param time signing time, written as UTC to the second
 * @param provider ProviderName, the software or service that signs
 */
public record OfdSignRequest(Protection protection, Instant time, String provider) {}
