/** Department staff: appointed, moved, gone. */
@NullMarked
package org.xinfu.idp.staff;

import org.jspecify.annotations.NullMarked;
