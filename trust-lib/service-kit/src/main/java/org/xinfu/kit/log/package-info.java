/**
 * The one log: rows of the book of audit become entries of a tree (RFC 9162), whose heads the
 * device signs.
 */
@NullMarked
package org.xinfu.kit.log;

import org.jspecify.annotations.NullMarked;
