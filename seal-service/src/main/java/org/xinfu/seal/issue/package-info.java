/** A made seal is handed out and becomes usable. */
@NullMarked
package org.xinfu.seal.issue;

import org.jspecify.annotations.NullMarked;
