/** The way back for an owner whose account somebody else has changed: a link in the notice. */
@NullMarked
package org.xinfu.idp.undo;

import org.jspecify.annotations.NullMarked;
