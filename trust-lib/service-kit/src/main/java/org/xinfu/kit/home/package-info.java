/** Where a service keeps its things, and the defaults that all services start from. */
@NullMarked
package org.xinfu.kit.home;

import org.jspecify.annotations.NullMarked;
