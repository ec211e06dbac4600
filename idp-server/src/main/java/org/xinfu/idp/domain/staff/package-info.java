/** Who serves in a department, as what, and for how long. */
@NullMarked
package org.xinfu.idp.domain.staff;

import org.jspecify.annotations.NullMarked;
