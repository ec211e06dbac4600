/** When pages are kept. */
@NullMarked
package org.xinfu.idp.front;

import org.jspecify.annotations.NullMarked;
