/**
 * What a verification saw of a document, kept apart from what it thought of it: {@link
 * org.xinfu.trust.facts.Facts} are recorded once and judged again under any policy and for any
 * moment, to the same octets of report. Decision record 0012 says what they can and cannot prove.
 */
@NullMarked
package org.xinfu.trust.facts;

import org.jspecify.annotations.NullMarked;
