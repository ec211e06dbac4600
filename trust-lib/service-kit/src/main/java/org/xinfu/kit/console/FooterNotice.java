package org.xinfu.kit.console;

import java.net.URI;

/**
 * Something that every page of a service owes its readers; a bean of this type appears in the
 * footer.
 *
 * @param code of the text among the service's messages
 * @param link where the text leads
 */
public record FooterNotice(String code, URI link) {}
