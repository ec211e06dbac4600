/** Time-stamps for everyone, where the built-in authority is on. */
@NullMarked
package org.xinfu.seal.tsa;

import org.jspecify.annotations.NullMarked;
