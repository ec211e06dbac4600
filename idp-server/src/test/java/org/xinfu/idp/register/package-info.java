/** How people register. */
@NullMarked
package org.xinfu.idp.register;

import org.jspecify.annotations.NullMarked;
