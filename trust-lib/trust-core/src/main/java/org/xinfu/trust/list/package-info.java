/**
 * Trust lists: which anchors are trusted for what and since when, signed by a threshold of root
 * keys, and what a verifier has to remember so that no older or other list is passed off on it.
 */
@NullMarked
package org.xinfu.trust.list;

import org.jspecify.annotations.NullMarked;
