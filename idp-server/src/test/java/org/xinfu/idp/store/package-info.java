/** What the stores compute beside the database. */
@NullMarked
package org.xinfu.idp.store;

import org.jspecify.annotations.NullMarked;
