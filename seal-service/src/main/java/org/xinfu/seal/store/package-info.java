/** PostgreSQL behind the domain's ports; explicit SQL. */
@NullMarked
package org.xinfu.seal.store;

import org.jspecify.annotations.NullMarked;
