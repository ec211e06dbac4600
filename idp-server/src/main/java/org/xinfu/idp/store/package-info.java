/** PostgreSQL adapters: explicit SQL, hashed tokens, no ORM. */
@NullMarked
package org.xinfu.idp.store;

import org.jspecify.annotations.NullMarked;
