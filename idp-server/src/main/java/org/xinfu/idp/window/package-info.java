/** A clerk acts for a citizen at a window; the citizen is told, and may object. */
@NullMarked
package org.xinfu.idp.window;

import org.jspecify.annotations.NullMarked;
