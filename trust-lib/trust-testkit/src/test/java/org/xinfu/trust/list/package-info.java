/** Trust lists against what is remembered of the last one. */
@org.jspecify.annotations.NullMarked
package org.xinfu.trust.list;
