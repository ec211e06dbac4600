/**
 * idp-server beside Keycloak: each with its own PostgreSQL, in turns, by the processor time of all
 * processes that have a part in the answer.
 */
@NullMarked
package org.xinfu.bench.idp;

import org.jspecify.annotations.NullMarked;
