/** One-time codes by SMS and e-mail, and the ports they travel by. */
@NullMarked
package org.xinfu.idp.code;

import org.jspecify.annotations.NullMarked;
