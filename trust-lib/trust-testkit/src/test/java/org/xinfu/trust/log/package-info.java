/** Transparency logs: trees, signed notes and receipts. */
@org.jspecify.annotations.NullMarked
package org.xinfu.trust.log;
