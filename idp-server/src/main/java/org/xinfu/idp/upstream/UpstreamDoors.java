package org.xinfu.idp.upstream;

import java.time.Clock;
import org.xinfu.idp.domain.Budgets;
import org.xinfu.idp.domain.IdpAudit;
import org.xinfu.idp.factor.Completion;

/** What the pages need of the house; {@code publicUrl} is what browsers call this server. */
public record UpstreamDoors(
    String publicUrl, Completion completion, Budgets budgets, IdpAudit audit, Clock clock) {}
