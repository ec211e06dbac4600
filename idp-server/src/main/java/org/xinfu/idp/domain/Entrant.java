package org.xinfu.idp.domain;

import java.io.Serializable;

/**
 * An account as it was before what somebody showed was looked at. If every login of it is ended
 * meanwhile, theirs does not begin.
 *
 * @param generation {@link Account#generation()}
 */
public record Entrant(String accountId, int generation) implements Serializable {}
