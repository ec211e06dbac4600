/** When pages are kept. */
@NullMarked
package org.xinfu.idp.door;

import org.jspecify.annotations.NullMarked;
