package org.xinfu.seal.domain;

/**
 * Who acts.
 *
 * @param id subject at the identity provider; what "the same person" means
 * @param name as shown; may equal the id
 */
public record Person(String id, String name) {}
