/**
 * Idempotency-Key: the answer is kept in the transaction of the effect, so that a retry after a
 * crash neither repeats nor loses it.
 */
@NullMarked
package org.xinfu.kit.idempotency;

import org.jspecify.annotations.NullMarked;
