/** How a service starts. */
@NullMarked
package org.xinfu.kit.start;

import org.jspecify.annotations.NullMarked;
