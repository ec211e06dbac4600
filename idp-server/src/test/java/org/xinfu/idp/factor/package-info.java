/** What waits between two factors. */
@NullMarked
package org.xinfu.idp.factor;

import org.jspecify.annotations.NullMarked;
