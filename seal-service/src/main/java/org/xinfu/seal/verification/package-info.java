/** Anyone verifies a sealed document. */
@NullMarked
package org.xinfu.seal.verification;

import org.jspecify.annotations.NullMarked;
