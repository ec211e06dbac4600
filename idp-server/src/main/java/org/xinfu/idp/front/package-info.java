/** How authorities' front machines (前置机) are asked. */
@NullMarked
package org.xinfu.idp.front;

import org.jspecify.annotations.NullMarked;
