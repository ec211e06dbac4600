/** Legal persons and who may act for them; plain Java. */
@NullMarked
package org.xinfu.idp.domain.mandate;

import org.jspecify.annotations.NullMarked;
