/**
 * {@code ./xinfu backup} and {@code ./xinfu restore}: the embedded databases, blobs and files of an
 * installation, and the verdict on its logs. Keys and the device stay out of it.
 */
@NullMarked
package org.xinfu.kit.backup;

import org.jspecify.annotations.NullMarked;
