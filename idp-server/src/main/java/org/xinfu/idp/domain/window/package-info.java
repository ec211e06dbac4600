/** Acts of window clerks for citizens who are there. */
@NullMarked
package org.xinfu.idp.domain.window;

import org.jspecify.annotations.NullMarked;
