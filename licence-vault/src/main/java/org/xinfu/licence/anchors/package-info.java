/** The trust anchors that the vault believes, read from the installation's trust directories. */
@NullMarked
package org.xinfu.licence.anchors;

import org.jspecify.annotations.NullMarked;
