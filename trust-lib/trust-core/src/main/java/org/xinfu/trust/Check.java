package org.xinfu.trust;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param id stable name, kebab case, e.g. {@code seal-signature}
 * @param clause the standard's clause that asks for it, e.g. {@code GB/T 38540 6.2 b}
 * @param outcome what was found
 * @param reason why, when the outcome is not a plain pass
 * @param detail the evidence in words: file, offset, name or value; empty when there is nothing to
 *     add
 */
public record Check(
    String id, String clause, Outcome outcome, @Nullable Reason reason, String detail) {}
