/** Which browser a request comes from. */
@NullMarked
package org.xinfu.idp.device;

import org.jspecify.annotations.NullMarked;
