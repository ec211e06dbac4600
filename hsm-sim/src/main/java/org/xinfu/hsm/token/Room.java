package org.xinfu.hsm.token;

/**
 * The buffer that the caller offers for output; {@code given} is false for a length query (clause
 * 5.2).
 */
public record Room(boolean given, long max) {}
