/** The use of a seal on a document, and the record of each use. */
@NullMarked
package org.xinfu.seal.use;

import org.jspecify.annotations.NullMarked;
