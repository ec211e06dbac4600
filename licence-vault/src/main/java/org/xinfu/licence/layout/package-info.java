/**
 * From a template and data to the licence's files: one page model in millimetres, written as OFD
 * (GB/T 33190) and as PDF. Same template, data and moment give the same octets.
 */
@NullMarked
package org.xinfu.licence.layout;

import org.jspecify.annotations.NullMarked;
