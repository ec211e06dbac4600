/** Seal administration and use of seals: application to issue, register, sealing, verification. */
@NullMarked
package org.xinfu.seal;

import org.jspecify.annotations.NullMarked;
