package org.xinfu.seal.domain;

import java.time.Instant;

/**
 * A step that was taken.
 *
 * @param note the reason of a rejection, else an optional remark
 */
public record StepTaken(Step step, Person person, Instant at, String note) {}
