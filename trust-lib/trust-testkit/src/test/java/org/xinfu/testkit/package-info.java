/** Tests of the kit itself and of trust-core on the kit's public key infrastructure. */
@NullMarked
package org.xinfu.testkit;

import org.jspecify.annotations.NullMarked;
