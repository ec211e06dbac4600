package org.xinfu.trust.list;

import java.time.Instant;
import org.xinfu.trust.chain.Certificate;

/**
 * An anchor and its purpose. A lost one stays on the list with its {@link Distrust}, so that what
 * is older can still be judged.
 *
 * @param from since when what it vouches for counts
 */
public record ListedAnchor(Certificate certificate, AnchorPurpose purpose, Instant from) {}
