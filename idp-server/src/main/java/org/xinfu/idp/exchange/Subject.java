package org.xinfu.idp.exchange;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Whom a subject token speaks for, and with what: already in our words.
 *
 * @param sub for the client that exchanges it
 * @param scopes the most that may be asked for
 * @param told further claims that the new token repeats: acr, amr, auth_time, name
 * @param actors the claim {@code act} so far; empty for none
 * @param expires the new token ends no later
 */
record Subject(
    String sub,
    Set<String> scopes,
    Map<String, Object> told,
    Map<String, Object> actors,
    Instant expires) {}
