/** Login on one screen, confirmed on another where its owner is logged in. */
@NullMarked
package org.xinfu.idp.qr;

import org.jspecify.annotations.NullMarked;
