/** SQL with named parameters that is read once, for statements that every request makes. */
@NullMarked
package org.xinfu.kit.sql;

import org.jspecify.annotations.NullMarked;
