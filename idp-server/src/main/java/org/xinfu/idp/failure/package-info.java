/** How often clients may fail at the protocol's endpoints. */
@NullMarked
package org.xinfu.idp.failure;

import org.jspecify.annotations.NullMarked;
