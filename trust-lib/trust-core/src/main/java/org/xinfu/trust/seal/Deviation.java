package org.xinfu.trust.seal;

/**
 * Something that real producers write although the standard has it otherwise; strict refuses it.
 *
 * @param what in words, with the field
 */
record Deviation(String what) {}
