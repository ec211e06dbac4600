/**
 * XML signatures: XML-DSig (W3C XML Signature 1.1) and XAdES (EN 319 132-1), judged by {@link
 * org.xinfu.trust.xml.XmlVerifier}. Apache Santuario canonicalises; keys, trust and verdicts are
 * ours, and what was signed is handed out as {@link org.xinfu.trust.xml.VerifiedXml}.
 *
 * <p>Nothing here opens the network, follows a reference out of the document or registers a
 * provider. Santuario's global {@code Init} is never called: its canonicalisers are used as plain
 * objects, so that no process-wide table decides what an algorithm name means.
 */
@NullMarked
package org.xinfu.trust.xml;

import org.jspecify.annotations.NullMarked;
