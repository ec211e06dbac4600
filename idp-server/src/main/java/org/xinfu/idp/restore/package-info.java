/** After a database was restored: what it forgot is done again, and nobody goes on as before. */
@NullMarked
package org.xinfu.idp.restore;

import org.jspecify.annotations.NullMarked;
