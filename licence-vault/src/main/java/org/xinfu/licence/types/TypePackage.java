package org.xinfu.licence.types;

import org.xinfu.licence.layout.Template;

/**
 * A type with its template.
 *
 * @param sha256 of both files; a published version never changes
 */
public record TypePackage(LicenceType type, Template template, String sha256) {}
