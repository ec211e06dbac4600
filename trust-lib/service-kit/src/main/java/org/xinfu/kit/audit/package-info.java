/** Who did what: one row per act, written in the transaction of the act. */
@NullMarked
package org.xinfu.kit.audit;

import org.jspecify.annotations.NullMarked;
